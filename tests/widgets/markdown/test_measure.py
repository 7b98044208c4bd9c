from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.measure import clusters, one_each
from cohere_tui.widgets.markdown.wrap import fold


def test_what_is_said_to_take_one_cell_takes_one() -> None:
    assert all(cell_len(chr(code)) == 1 for code in range(0x20, 0x30000) if one_each(chr(code)))
    assert one_each("“Straße” — naïve… → ≤ €")


@given(st.text())
def test_the_clusters_of_a_text_cover_it_and_its_cells(text: str) -> None:
    found = clusters(text)
    assert "".join(text[start:end] for start, end, _ in found) == text
    assert sum(cells for _, _, cells in found) >= cell_len(text)


def test_ideographs_part_but_their_punctuation_stays() -> None:
    rows = fold([Run("日本語です。とても「長い」文", "text", 0, 14)], 10)
    assert ["".join(run.text for run in row.runs) for row in rows] == [
        "日本語で",
        "す。とても",
        "「長い」文",
    ]


def test_rows_keep_the_places_of_their_runs() -> None:
    runs = [Run("one two ", "text", 5, 8), Run("three", "em", 14, 5)]
    rows = fold(runs, 7)
    assert [[(run.text, run.at) for run in row.runs] for row in rows] == [
        [("one two", 5)],
        [("three", 14)],
    ]
    assert [row.joint for row in rows] == [" ", ""]


def test_without_words_every_cell_is_used_and_nothing_left_out() -> None:
    rows = fold([Run("ab  cd ef", "fence", 0, 9)], 3, words=False)
    assert ["".join(run.text for run in row.runs) for row in rows] == ["ab ", " cd", " ef"]
