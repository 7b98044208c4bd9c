from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.plain import plain
from cohere_tui.widgets.markdown.block import Code, Words
from cohere_tui.widgets.markdown.document import Document
from cohere_tui.widgets.markdown.line import Look, Mark, Span
from cohere_tui.widgets.markdown.render import render
from tests.widgets.markdown.corpus import corpus, grown, runs_of

CORPUS = corpus()


@pytest.mark.parametrize("name", CORPUS)
def test_a_run_is_what_stands_at_its_place_in_the_source(name: str) -> None:
    text = CORPUS[name]
    for block in Document.of(text).blocks:
        assert text[block.start : block.end] == block.source
        for run in runs_of(block):
            if run.size == len(run.text) and not run.text.startswith("]("):
                source = text[run.at : run.at + run.size]
                assert _spaced(source) == _spaced(run.text)
        if isinstance(block.content, Code):
            for line in block.content.parts:
                assert line.at < 0 or text.startswith(line.text, line.at)


def _spaced(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


@pytest.mark.parametrize("name", CORPUS)
def test_the_words_on_the_screen_stand_at_their_places_in_the_source(name: str) -> None:
    text = CORPUS[name]
    for block in Document.of(text).blocks:
        for line in render(block, 23, Look()):
            for span in line.spans:
                if span.at >= 0 and span.text.isalnum() and span.text.isascii():
                    assert text.startswith(span.text, span.at) or text[span.at] in "&\\"


words = st.text(alphabet="abcdefgh ÄÖ日本é", min_size=1, max_size=60)


@settings(max_examples=60)
@given(words, st.sampled_from(["", "> ", "- ", "1. ", "# ", "> - "]), st.integers(3, 40))
def test_plain_words_are_found_again(text: str, sign: str, width: int) -> None:
    source = f"{sign}{text.strip() or 'x'}"
    for block in Document.of(source).blocks:
        if isinstance(block.content, Words):
            for line in render(block, width, Look()):
                for span in line.spans:
                    if span.at >= 0:
                        assert source.startswith(span.text, span.at)


def _spans(text: str, *marks: Mark, width: int = 60, look: Look = Look()) -> list[Span]:  # noqa: B008
    blocks = Document.of(text).blocks
    return [s for b in blocks for line in render(b, width, look, marks) for s in line.spans]


def _cited(spans: list[Span]) -> str:
    return "".join(span.text for span in spans if span.style.endswith("cited"))


def _mark(text: str, words: str, label: str = "[1]") -> Mark:
    start = text.index(words)
    return Mark(start, start + len(words), label)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("It opened in 1801.", "opened in 1801", "opened in 1801"),
        ("It **opened *in* 1801**.", "**opened *in* 1801**", "opened in 1801"),
        ("It `opened` in", "opened` i", "opened i"),
        ("> It opened\n> in 1801", "opened\n> in", "opened in"),
        ("- a\n- opened [in](http://x.y) 1801", "opened [in](http://x.y) 1801", "opened in 1801"),
        ("| a | b |\n|--|--|\n| x | opened *in* |", "opened *in*", "opened in"),
        ("| a | b |\n|--|--|\n| x \\| y | z |", "y", "y"),
        ("Setext\nheading\n===", "heading", "heading"),
        ("## A heading ##", "heading", "heading"),
        ("```py\nopened = 1801\n```", "opened", "opened"),
        ("AT&amp;T and more", "&amp;T", "&T"),
        ("a \\* b", "\\*", "*"),
        ("- [x] done it", "done", "done"),
        ("日本語の文章", "語の", "語の"),
        ("\x1b[1mbold", "[1m", "[1m"),
        ("one\r\ntwo\r\n\r\nthree four", "four", "four"),
    ],
)
def test_what_a_mark_covers_is_cited(text: str, words: str, shown: str) -> None:
    assert _cited(_spans(text, _mark(text, words))) == shown


def test_the_label_follows_the_last_cited_word_and_stays_with_it() -> None:
    text = "It opened in **1801** and more."
    spans = _spans(text, Mark(3, 21, "[1]"))
    assert [span.text for span in spans] == ["It ", "opened in ", "1801", "\u00a0[1]", " and more."]
    assert [span.style for span in spans][2:4] == ["strong cited", "citation"]
    lines = render(Document.of(text).blocks[0], 17, Look(), [Mark(3, 21, "[1]")])
    assert [line.text for line in lines] == ["It opened in", "1801\u00a0[1] and", "more."]


def test_labels_of_marks_that_end_together_stand_in_their_order() -> None:
    spans = _spans("one two three", Mark(0, 7, "[1]"), Mark(4, 7, "[2]"), look=Look(ascii=True))
    assert "".join(span.text for span in spans) == "one two[1][2] three"


def test_a_mark_over_two_blocks_has_its_label_in_the_second() -> None:
    text = "One two.\n\nThree four."
    spans = _spans(text, Mark(4, 15, "[1]"))
    assert _cited(spans) == "two.Three"
    assert [s.text for s in spans].index("\u00a0[1]") > [s.text for s in spans].index("Three")


def test_a_mark_that_ends_among_the_signs_of_a_block_has_its_label_in_front_of_it() -> None:
    text = "One.\n\n- two"
    assert "".join(s.text for s in _spans(text, Mark(0, 7, "[1]"))) == "One.• \u00a0[1]two"


def test_a_mark_over_rows_of_code_has_one_label() -> None:
    text = "```\na b\nc d\ne f\n```"
    spans = _spans(text, Mark(6, 9, "[1]"))
    assert _cited(spans) == "bc"
    assert sum(span.style == "citation" for span in spans) == 1


@pytest.mark.parametrize("name", CORPUS)
def test_marks_anywhere_lose_and_double_no_text(name: str) -> None:
    text = CORPUS[name]
    marks = [Mark(at, at + 9, "") for at in range(0, len(text), 13)]
    for block in grown(text, seed=5).blocks:
        bare = "".join(line.text for line in render(block, 31, Look()))
        assert "".join(line.text for line in render(block, 31, Look(), marks)) == bare


def test_no_label_can_act_on_a_terminal() -> None:
    spans = _spans("word", Mark(0, 4, "\x1b[2J"))
    assert spans[-1].text == "\u00a0" + plain("\x1b[2J")
