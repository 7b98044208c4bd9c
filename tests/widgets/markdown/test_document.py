from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cohere_tui.widgets.markdown import growth
from cohere_tui.widgets.markdown.block import Code, Item, Quote
from cohere_tui.widgets.markdown.document import Document
from tests.widgets.markdown.corpus import answers, chunks, corpus, grown, runs_of, shape

CORPUS = corpus()
ANSWERS = answers()
SIGNS = [
    *["- ", "* ", "1. ", "2) ", "10. ", "> ", ">", "  ", "    ", "\t", " ", "\n", "\n", "\n\n"],
    *["\r\n", "\r", "```", "```py\n", "~~~", "# ", "---", "===", "***", "| a | b |", "|--|--|"],
    *["a | b", "--|--", "foo", "bar baz", "*em*", "**st", "`", "``c``", "[x] ", "[foo]"],
    *["[foo]: /u", '"t"', "(", "[l](u)", "![i](s)", "<b>", "<http://x.y>", "\\", "\\*", "&amp;"],
    *[
        "~~s~~",
        "_",
        "*",
        "é",
        "日本",
        "👩‍👩‍👧",
        "| 1 \\| 2 | `x|y` |",
        "word word word word",
        "\x1b",
    ],
]
markdown = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


@pytest.fixture(params=[growth.LONG, 24], ids=["usual", "soon"])
def long(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """From how many characters on a paragraph is read piecemeal: as usual, or nearly always."""
    monkeypatch.setattr(growth, "LONG", request.param)
    return int(request.param)


@pytest.mark.parametrize("name", [*CORPUS, *ANSWERS])
def test_a_text_in_chunks_becomes_what_the_whole_text_is(name: str, long: int) -> None:
    text = CORPUS.get(name, ANSWERS.get(name, ""))
    whole = [shape(block) for block in Document.of(text).blocks]
    for seed, most in enumerate((4, 12, 60)):
        document = grown(text, seed, most * (1 + len(text) // 2000))
        document.finish()
        assert [shape(block) for block in document.blocks] == whole
        assert document.settled == len(document.blocks)
        assert document.text == text


@pytest.mark.parametrize("name", [name for name in CORPUS if "]:" not in CORPUS[name]])
def test_what_is_settled_is_never_changed(name: str, long: int) -> None:
    document = Document()
    settled: list[object] = []
    for chunk in chunks(CORPUS[name], seed=7, most=9 + len(CORPUS[name]) // 600):
        document.extend(chunk)
        assert document.settled >= len(settled)
        for number, block in enumerate(settled):
            assert document.blocks[number] is block
        settled = list(document.blocks[: document.settled])
    document.finish()
    for number, block in enumerate(settled):
        assert document.blocks[number] is block


@settings(max_examples=80, deadline=None)
@given(markdown, st.integers(0, 99), st.sampled_from([24, 1024]))
def test_any_text_in_any_chunks_becomes_what_the_whole_text_is(
    text: str, seed: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growth, "LONG", most)
        document = grown(text, seed)
        before = list(document.blocks[: document.settled])
        document.finish()
    whole = Document.of(text)
    assert [shape(block) for block in document.blocks] == [shape(block) for block in whole.blocks]
    if "]:" not in text:
        assert all(document.blocks[number] is block for number, block in enumerate(before))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_complaint(text: str) -> None:
    document = grown(text, seed=1)
    document.finish()
    assert document.text == text


@pytest.mark.parametrize("name", CORPUS)
def test_the_blocks_hold_what_the_parser_finds(name: str) -> None:
    text = CORPUS[name]
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 60})
    tokens = parser.enable(["table", "strikethrough"]).parse(text.replace("\x00", "\x01"))
    expected: list[str] = []
    for token in tokens:
        if token.type in ("fence", "code_block"):
            expected.append(token.content.rstrip("\n"))
        inner = token.children or []
        expected += [child.content for child in inner if child.type in ("text", "code_inline")]
    found: list[str] = []
    for block in Document.of(text.replace("\x00", "\x01")).blocks:
        found += [block.code.rstrip("\n")] if isinstance(block.content, Code) else []
        found += [run.text for run in runs_of(block) if not run.text.startswith(("![", "]("))]
    assert _letters(found, text) == _letters(expected, text)


def _letters(texts: list[str], source: str) -> str:
    """What can be compared: images and boxes of tasks are shown in another way by ours."""
    joined = "".join("".join(texts).split())
    if "![" in source:
        joined = joined[: joined.find("alt")] if "alt" in joined else ""
    return joined.replace("[x]", "").replace("[]", "")


def test_extend_and_finish_say_from_which_block_on_things_changed() -> None:
    document = Document()
    assert document.extend("One.\n\nTwo") == 0
    assert document.extend(" goes on.\n\nThree.\n\n") == 1
    assert document.extend("# Four\n\n") == 3
    assert document.finish() == 4
    assert document.finish() == 4


def test_a_link_defined_further_down_is_resolved_at_the_end() -> None:
    document = Document()
    document.extend("See [it].\n\nA paragraph.\n\nAnother.\n\n")
    first = document.blocks[0]
    document.extend("[it]: https://example.com\n")
    assert document.blocks[0] is first
    untouched = document.blocks[1]
    assert document.finish() == 0
    assert [run.url for run in runs_of(document.blocks[0])][1] == "https://example.com"
    assert document.blocks[1] is untouched


def test_what_only_looks_like_a_definition_for_a_moment_resolves_no_link() -> None:
    document = Document()
    for chunk in ("See [it].\n\n[it]: /u", " and more text\n\n", "The end.\n\nReally.\n\n"):
        document.extend(chunk)
    document.finish()
    assert not any(run.url for block in document.blocks for run in runs_of(block))


def test_a_finished_document_takes_no_more() -> None:
    with pytest.raises(ValueError, match="finished"):
        Document.of("x").extend("y")


def test_a_sign_that_may_still_be_anything_waits_for_the_rest_of_it() -> None:
    document = Document()
    document.extend("Here they are:\n-")
    assert [block.kind for block in document.blocks] == ["paragraph"]
    document.extend(" one")
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]
    assert isinstance(document.blocks[1].path[0], Item)


def test_an_open_fence_is_open_until_it_is_closed() -> None:
    document = Document()
    document.extend("```python\nx = 1\n")
    assert document.blocks[0].content.open  # type: ignore[union-attr]
    assert document.blocks[0].code == "x = 1\n"
    document.extend("```\n\ntext\n\nmore\n\n")
    assert not document.blocks[0].content.open  # type: ignore[union-attr]
    assert document.blocks[0].language == "python"


def test_the_path_says_where_a_block_stands() -> None:
    blocks = Document.of("> 3. a\n>    - b\n>\n>      c\n> 4. d\n").blocks
    assert [[type(frame) for frame in block.path] for block in blocks] == [
        [Quote, Item],
        [Quote, Item, Item],
        [Quote, Item, Item],
        [Quote, Item],
    ]
    assert [block.fresh for block in blocks] == [0, 2, 3, 1]
    numbers = [frame.number for block in blocks for frame in block.path if isinstance(frame, Item)]
    assert numbers == [3, 3, None, 3, None, 4]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("a\n\nb", [False, True]),
        ("a:\n- b\n- c\n\n- d", [False, False, False, True]),
        ("# a\nb\n# c", [False, False, True]),
        ("a\n```\nb\n```\nc", [False, True, True]),
    ],
)
def test_a_gap_is_where_the_text_has_one_and_around_what_stands_apart(
    text: str, gaps: list[bool]
) -> None:
    assert [block.gap for block in Document.of(text).blocks] == gaps


REPEATED = {
    "fence": ("```python\n", "def f(x):\n    return x + 1\n\n"),
    "fence in a list": ("- a\n\n  ```sh\n", "  ls -la\n"),
    "fence in a quote": ("> ```\n", "> code\n"),
    "table": ("| a | b |\n|--|--|\n", "| one | **two** |\n"),
    "list": ("", "- an item with **bold** text and `code`\n"),
    "nested list": ("1. a\n", "   - an item\n"),
    "loose list": ("", "- an item\n\n"),
    "paragraph": ("", "some words **bold** and `code` 5 * 3 "),
    "paragraph by lines": ("", "some words of a line\n"),
    "paragraph in a list": ("- x\n\n  ", "words in an item "),
    "quote": ("", "> a line of a quote\n"),
    "indented code": ("", "    code\n"),
    "paragraphs": ("", "A paragraph.\n\n"),
}


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_read_again_does_not_grow_with_the_text(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _read_while_growing(*REPEATED[name], monkeypatch)
    assert max(read[-150:]) <= max(read[:-150])
    assert sum(read[-150:]) <= 1.2 * sum(read[150:300])


@pytest.mark.parametrize(
    "more", ["words [ and no end ", "abcdefghij", '[a](u "x ', "`x` ` "], ids=str.strip
)
def test_what_can_be_cut_nowhere_is_read_seldom(more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _read_while_growing("[", (more * 80)[:80], monkeypatch, 150)
    assert 0 < sum(length > 4096 for length in read) < 40


def _read_while_growing(
    opening: str, more: str, monkeypatch: pytest.MonkeyPatch, steps: int = 600
) -> list[int]:
    """How many characters were read at each step."""
    read: list[int] = []
    usual = Document._spoken

    def spoken(document: Document) -> str:
        text = usual(document)
        read.append(len(text))
        return text

    monkeypatch.setattr(Document, "_spoken", spoken)
    document = Document()
    document.extend(opening)
    for _ in range(steps):
        document.extend(more)
    return read
