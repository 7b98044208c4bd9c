"""What was said, beside what was said elsewhere."""

from __future__ import annotations

from cohere_tui.models.transcribe import Transcript
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.likeness import likeness
from cohere_tui.state.playground.page_sheet import compared as pages_compared
from cohere_tui.state.playground.page_sheet import sheet_of as pages_sheet
from cohere_tui.state.playground.transcripts import Heard, compared, sheet_of
from tests.state.playground.test_read_pages import BLOCKS, MARKDOWN, document


def heard(text: str, language: str = "en") -> Heard:
    return Heard(Transcript(text=text), "tide.wav", 96_044, language)


def test_a_row_for_files() -> None:
    assert list(sheet_of(heard("the tide")).csv())[1] == "tide.wav,96044,en,the tide\r\n"


def test_two_transcripts() -> None:
    comparison = compared(heard("the tide turns"), heard("the tides turn"))
    assert Fact("length", "3 words → 3 words") in comparison.facts
    assert Fact("alike", "33% of the words, in their order") in comparison.facts
    assert comparison.sheet.rows == (("the tide turns", "the tides turn"),)


def test_likeness() -> None:
    assert likeness("", " ") == likeness("a b", "a b") == likeness("a b", "a  b") == 1
    assert likeness("a", "") == likeness("a", "b") == 0


def test_pages_of_two_runs() -> None:
    before, after = document(MARKDOWN), document(MARKDOWN, BLOCKS)
    comparison = pages_compared(before, after)
    assert comparison.facts == (Fact("read", "3 words → 10 words"),)
    assert comparison.sheet.rows == ((1, "3 words", "3 words", "100%"), (3, None, "7 words", "0%"))


def test_pages_as_rows() -> None:
    sheet = pages_sheet(document(MARKDOWN, BLOCKS))
    assert [row[:3] for row in sheet.rows][1:4] == [
        (1, 2, "image"),
        (3, 1, "text"),
        (3, 2, "image"),
    ]
    assert sheet.rows[1][-4:] == (0.25, 0.2, 1, 0.6)
    assert sheet.rows[2][-4:] == (None,) * 4
