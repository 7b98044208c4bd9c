from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.plain import plain
from cohere_tui.widgets.markdown import growth
from cohere_tui.widgets.markdown.block import Link, copy_text, links
from cohere_tui.widgets.markdown.document import Document
from cohere_tui.widgets.markdown.line import Line, Lines, LinkSpan, Look, Mark
from cohere_tui.widgets.markdown.render import render
from cohere_tui.widgets.markdown.styles import NAMES
from tests.widgets.markdown.corpus import chunks, corpus
from tests.widgets.markdown.test_document import SIGNS

CORPUS = corpus()
ACTING = [
    "\x1b[31m",
    "\u202e",
    "\u200b",
    "\ufe0f",
    "\u200d",
    "\u0301",
    "\u2028",
    "\x85",
    "🏴\U000e0067",
]
looks = st.builds(Look, st.booleans(), st.booleans())
anything = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from([*SIGNS, *ACTING, "averyveryverylongword", "def f():\n"]), max_size=40
    ).map("".join),
)


def lines(text: str, width: int = 40, look: Look = Look()) -> list[Line]:  # noqa: B008
    return [line for block in Document.of(text).blocks for line in render(block, width, look)]


def texts(text: str, width: int = 40, look: Look = Look()) -> list[str]:  # noqa: B008
    return [line.text.rstrip() for line in lines(text, width, look)]


@settings(max_examples=80)
@given(anything, st.integers(1, 60), looks)
def test_no_line_is_wider_than_the_width_nor_acts_on_a_terminal(
    text: str, width: int, look: Look
) -> None:
    for line in lines(text, width, look):
        assert line.width <= width
        assert cell_len(line.text) <= width or "\u200d" in line.text
        assert plain(line.text) == line.text
        assert not set(line.text) & {"\n", "\t"}
        assert 0 <= line.indent <= width
        assert all(0 <= link.start < link.end <= line.width for link in line.links)
        assert all(name in NAMES for span in line.spans for name in span.style.split())


@pytest.mark.parametrize("width", [1, 7, 40, 120])
@pytest.mark.parametrize("name", CORPUS)
def test_every_text_fits_every_width(name: str, width: int) -> None:
    for look in (Look(), Look(ascii=True, wrap_code=False)):
        for line in lines(CORPUS[name], width, look):
            assert line.width <= width


words = st.lists(st.text(alphabet="abcxyzäöüé—”", min_size=1, max_size=12), min_size=1, max_size=40)


@settings(max_examples=60)
@given(words, st.integers(1, 50))
def test_the_lines_of_a_paragraph_joined_give_its_words(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert "".join(line.text + line.joint for line in lines(text, width)) == text
    assert [line.wraps for line in lines(text, width)][-1] is False


@settings(max_examples=60)
@given(st.text(alphabet="ab 日本語、。「」👍e\u0301👩\u200d💻", min_size=1), st.integers(2, 30))
def test_wide_text_is_broken_only_between_what_is_seen_as_one(text: str, width: int) -> None:
    shown = lines(text, width)
    assert "".join(line.text + line.joint for line in shown) == text.strip()
    for line in shown[1:]:
        assert not line.text.startswith(("\u0301", "\u200d"))


@pytest.mark.parametrize(
    ("width", "look"), [(9, Look()), (44, Look(ascii=True, wrap_code=False))], ids=["slim", "wide"]
)
@pytest.mark.parametrize("name", CORPUS)
def test_going_on_from_earlier_lines_gives_the_lines_made_at_once(
    name: str, width: int, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "LONG", 60)
    text = CORPUS[name]
    marks = [Mark(at, at + 15, f"[{at}]") for at in range(5, len(text), 97)]
    document = Document()
    known: dict[int, Lines] = {}
    read = 0
    for chunk in [*chunks(text, seed=width, most=20 + len(text) // 16), ""]:
        read += len(chunk)
        document.extend(chunk) if chunk else document.finish()
        come = [mark for mark in marks if mark.end <= read]
        for block in document.blocks:
            before = known.get(block.start)
            made = known[block.start] = render(block, width, look, come, before)
            assert made == render(block, width, look, come)
            assert before is None or all(made[n] is before[n] for n in range(made.kept))


def test_only_the_end_of_what_grows_is_laid_out_again() -> None:
    for opening, more in (
        ("```python\n", "x = 1\n"),
        ("| a | b |\n|--|--|\n", "| c | d |\n"),
        ("", "words and words "),
    ):
        document = Document()
        document.extend(opening + more)
        made = render(document.blocks[0], 40, Look())
        anew: list[int] = []
        for _ in range(300):
            document.extend(more)
            made = render(document.blocks[0], 40, Look(), (), made)
            anew.append(len(made) - made.kept)
        assert len(made) > 100
        assert max(anew[-100:]) < 35


def test_a_block_that_did_not_change_keeps_its_lines() -> None:
    block = Document.of("Some words.").blocks[0]
    first = render(block, 40, Look())
    again = render(block, 40, Look(), (), first)
    assert again.kept == len(first) == 1
    assert again[0] is first[0]
    assert render(block, 39, Look(), (), first)[0] is first[0]
    assert render(block, 5, Look(), (), first).kept == 0


def test_lists_quotes_and_tasks_have_their_signs() -> None:
    text = "- a\n  - b\n    - c\n- [ ] d\n- [x] e\n\n9. f\n10. g\n\n> h\n>\n> - i\n\n***\n"
    assert texts(text, 12) == [
        *["• a", "  ◦ b", "    ▪ c", "☐ d", "☑ e", "", "9. f", "10. g", ""],
        *["│ h", "│", "│ • i", "", "────────────"],
    ]
    assert texts(text, 12, Look(ascii=True)) == [
        *["- a", "  * b", "    + c", "[ ] d", "[x] e", "", "9. f", "10. g", ""],
        *["| h", "|", "| - i", "", "------------"],
    ]


def test_what_hangs_is_decoration_and_a_nested_bullet_is_not() -> None:
    shown = lines("- some words\n  - nested\n\n> quoted words\n> - item", 11)
    assert [(line.text, line.indent, line.wraps) for line in shown] == [
        ("• some", 0, True),
        ("  words", 2, False),
        ("  ◦ nested", 0, False),
        ("", 0, False),
        ("│ quoted", 2, True),
        ("│ words", 2, False),
        ("│ • item", 2, False),
    ]


def test_a_narrow_room_costs_the_outer_frames_first() -> None:
    text = "".join("  " * depth + f"- level {depth}\n" for depth in range(12))
    assert texts(text, 16)[-1].endswith("▪ level 11")
    assert all(line.width <= 16 for line in lines(text, 16))


def test_code_has_its_language_above_and_one_column_beside_it() -> None:
    shown = lines("```python title\nx = 'long enough'\n\ty\n```\n", 12)
    assert [line.text for line in shown] == [" python", " x = 'long e", " nough'", "     y"]
    assert [line.indent for line in shown] == [1, 1, 1, 1]
    assert [line.wraps for line in shown] == [False, True, False, False]
    assert shown[0].spans[-1].style == "fence.label"
    cut = texts("```python title\nx = 'long enough'\n```\n", 12, Look(wrap_code=False))
    assert cut[1:] == [" x = 'long …"]
    assert texts("```\nx = 'long enough'\n```\n", 12, Look(ascii=True, wrap_code=False)) == [
        " x = 'long >"
    ]


def test_links_know_their_cells_and_addresses() -> None:
    shown = lines("See [the *long* paper](https://x.y) and <https://z.z>.", 14)
    assert [line.text for line in shown] == ["See the long", "paper and", "https://z.z."]
    assert [line.links for line in shown] == [
        (LinkSpan(4, 12, "https://x.y"),),
        (LinkSpan(0, 5, "https://x.y"),),
        (LinkSpan(0, 11, "https://z.z"),),
    ]
    block = Document.of("See [the *long* paper](https://x.y) and ![alt](i.png).").blocks[0]
    assert links(block) == (Link("the long paper", "https://x.y"), Link("![alt](i.png)", "i.png"))


def test_emphasis_nests_and_html_and_mathematics_are_text() -> None:
    (line,) = lines("***a** b* `c` ~~d~~ <b>e</b> $f_g * h$")
    assert [(span.text, span.style) for span in line.spans] == [
        ("a", "strong em"),
        (" b", "em"),
        (" ", "text"),
        ("c", "code"),
        (" ", "text"),
        ("d", "strike"),
        (" <b>e</b> $f_g * h$", "text"),
    ]
    assert [span.style for span in lines("## a *b*")[0].spans] == ["heading2", "heading2 em"]
    assert lines("##### deep")[0].spans[0].style == "heading3"


def test_copying_gives_the_code_or_the_source() -> None:
    code, text = Document.of("```py\nx = 1\n\ny\n```\n- *a*\x1b\n").blocks
    assert copy_text(code) == "x = 1\n\ny"
    assert (code.code, code.language) == ("x = 1\n\ny\n", "py")
    assert copy_text(text) == "- *a*␛"
    assert (text.code, text.language) == ("", "")


def test_nothing_nested_too_deep_is_lost() -> None:
    text = "> " * 80 + "the end"
    assert "the end" in " ".join(texts(text, 300))
