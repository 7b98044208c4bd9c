"""Which pages are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.state.playground.page_numbers import fault_in, pages_in, written


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (1, 2, 3, 4, 5, 6, 7)),
        ("  ", (1, 2, 3, 4, 5, 6, 7)),
        ("1-3,7", (1, 2, 3, 7)),
        (" 5 - , 1 ", (5, 6, 7, 1)),
        ("2,2-3,3", (2, 3)),
        ("7-7", (7,)),
    ],
)
def test_ranges(text: str, pages: tuple[int, ...]) -> None:
    assert pages_in(text, 7) == pages
    assert fault_in(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "found 'x'; allowed: such as 1-3,7"),
        ("1,,2", "found nothing between two commas"),
        ("1,", "found nothing between two commas"),
        ("0", "the first one is 1"),
        ("3-1", "runs backwards"),
        ("-3", "found '-3'"),
        ("1-2-3", "found '1-2-3'"),
        ("٣x", "found"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    assert said in fault_in(text)
    with pytest.raises(RequestInvalid, match=r"^pages: ") as caught:
        pages_in(text, 7)
    assert caught.value.field == "pages"


@pytest.mark.parametrize("text", ["8", "1-8", "8-", "9-12", "999999999"])
def test_pages_that_are_not_there(text: str) -> None:
    assert fault_in(text) == ""
    with pytest.raises(RequestInvalid, match="the document has 7 pages"):
        pages_in(text, 7)
    with pytest.raises(RequestInvalid, match="the document has one page"):
        pages_in(text, 1)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_what_is_written_is_read_back(pages: set[int]) -> None:
    ordered = tuple(sorted(pages))
    assert pages_in(written(ordered), 60) == ordered
