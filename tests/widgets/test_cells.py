"""Text cut to cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.widgets.cells import fit, tail


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(9, "pilots-ab"), (8, "pilo…-ab"), (4, "pi…b"), (3, "p…b"), (2, "p…"), (1, "…"), (0, "")],
)
def test_an_id_keeps_both_ends(cells: int, expected: str) -> None:
    assert fit("pilots-ab", cells, middle=True) == expected


@given(st.text(max_size=30), st.integers(0, 20), st.booleans(), st.sampled_from(["…", "..."]))
def test_it_is_as_wide_as_it_should_be(text: str, cells: int, middle: bool, sign: str) -> None:
    text = "".join(letter for letter in text if letter.isprintable())
    assert cell_len(fit(text, cells, sign, middle=middle)) == cells


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(9, "水/wheel"), (8, "水/wheel"), (7, "…/wheel"), (6, "…wheel"), (2, "…l"), (1, "…"), (0, "")],
)
def test_of_the_end_whole_characters_are_kept(cells: int, expected: str) -> None:
    assert tail("水/wheel", cells) == expected
