"""Texts of ranked documents as rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.state.playground.ranking import Passage, Ranking, Standing
from cohere_tui.widgets.playground.ranked_lines import (
    bar,
    cut,
    cut_height,
    places,
    shape_for,
    whole,
)
from cohere_tui.widgets.themes import ASCII, UNICODE

TEXTS = st.text("ab \n\t\r日é\x1b", max_size=300) | st.text(max_size=60)


def standing(text: str, *passages: Passage, place: int = 1, index: int = 0) -> Standing:
    return Standing(place, index, 0.5, 1.0, text, passages)


@given(TEXTS, st.integers(20, 130), st.sampled_from((1, 4)), st.integers(0, 300))
def test_rows_fit_and_their_number_is_known(text: str, width: int, most: int, at: int) -> None:
    shape, one = shape_for(width, Ranking()), standing(text)
    at = min(at, len(text))
    rows = cut(one, shape, UNICODE, most, at)
    assert 1 <= len(rows) <= most
    assert cut_height(one, shape, UNICODE, most, at) >= len(rows)
    for row in (*rows, *whole(one, shape)):
        assert sum(cell_len(run.text) for run in row.runs) <= shape.room + 1


@given(st.text("ab \n日", max_size=400), st.integers(20, 130), st.sampled_from((1, 4)))
def test_no_row_is_counted_that_is_not_there(text: str, width: int, most: int) -> None:
    shape, one = shape_for(width, Ranking()), standing(text)
    assert cut_height(one, shape, UNICODE, most) == len(cut(one, shape, UNICODE, most))


@given(TEXTS, st.integers(0, 300), st.integers(0, 300))
def test_nothing_of_a_text_is_lost_by_its_passages(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shape = shape_for(60, Ranking())
    plain = whole(standing(text), shape)
    marked = whole(standing(text, *([Passage(start, end, 1.0)] if start < end else [])), shape)

    def shown(rows: object) -> str:
        assert isinstance(rows, list)
        return "".join(run.text for row in rows for run in row.runs).replace(" ", "")

    assert shown(marked) == shown(plain)


def test_a_cut_text_begins_before_what_is_to_be_seen() -> None:
    text = "much before it " * 40 + "the passage" + " and after" * 40
    at = text.index("the passage")
    shape = shape_for(60, Ranking())
    (row,) = cut(standing(text, Passage(at, at + 11, 1.0)), shape, UNICODE, 1, at)
    said = "".join(run.text for run in row.runs)
    assert said.startswith("…")
    assert said.endswith("…")
    assert [run.text for run in row.runs if run.style == "passage"] == ["the passage"]


def test_places_and_bars_say_it_without_colours() -> None:
    shape = shape_for(80, Ranking(given=8))
    assert places(standing("", place=1, index=2), shape, UNICODE).split() == ["3", "→", "1", "▲2"]
    assert places(standing("", place=3, index=0), shape, ASCII).split() == ["1", ">", "3", "v2"]
    assert places(standing("", place=1, index=0), shape, UNICODE).split() == ["1", "→", "1", "="]
    assert bar(0.0, 4, UNICODE) == ("", "░░░░")
    assert bar(1e-9, 4, ASCII) == ("#", "...")
    assert bar(1.0, 4, ASCII) == ("####", "")
