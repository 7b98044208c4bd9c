"""Lists in order and in pages."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.sandbox.paging import ordered, page_of
from cohere_tui.sandbox.wire import RefusedError


@dataclass(frozen=True)
class Boat:
    id: str
    length: float = 0.0


FLEET = [Boat("a", 3), Boat("b", 1), Boat("c", 3), Boat("d", 2)]
FIELDS = {"length": lambda boat: boat.length}


@pytest.mark.parametrize(
    ("order_by", "ids"),
    [
        ("", "dcba"),
        ("length", "bdac"),
        ("length asc", "bdac"),
        ("length desc", "cadb"),
        ("length  DESC", "cadb"),
    ],
)
def test_orders(order_by: str, ids: str) -> None:
    assert "".join(boat.id for boat in ordered(FLEET, order_by, FIELDS)) == ids


@pytest.mark.parametrize("order_by", ["colour", "length up", " desc"])
def test_orders_that_do_not_exist(order_by: str) -> None:
    with pytest.raises(RefusedError, match="order_by must be one of length"):
        ordered(FLEET, order_by, FIELDS)


@given(st.integers(0, 40), st.integers(1, 12))
def test_pages_joined_are_the_list(count: int, size: int) -> None:
    boats = [Boat(f"boat:{number}") for number in range(count)]
    seen: list[Boat] = []
    token, pages = "", 0
    while pages == 0 or token:
        page, token = page_of(boats, {"page_size": str(size), "page_token": token})
        seen += page
        pages += 1
    assert seen == boats
    assert pages == max(-(-count // size), 1)


def test_what_comes_and_goes_between_pages_leaves_no_hole() -> None:
    boats = [Boat(name) for name in "abcdef"]
    _, token = page_of(boats, {"page_size": "3"})
    query = {"page_size": "3", "page_token": token}
    assert "".join(boat.id for boat in page_of([Boat("new"), *boats], query)[0]) == "def"
    assert "".join(boat.id for boat in page_of(boats[1:], query)[0]) == "def"
    gone = [boat for boat in boats if boat.id != "c"]
    assert "".join(boat.id for boat in page_of(gone, query)[0]) == "def"


@pytest.mark.parametrize(("size", "given_back"), [("", 50), ("0", 50), ("1001", 1000), ("7", 7)])
def test_sizes(size: str, given_back: int) -> None:
    boats = [Boat(str(number)) for number in range(1500)]
    page, token = page_of(boats, {"page_size": size})
    assert len(page) == given_back
    assert token


@pytest.mark.parametrize("size", ["-1", "ten", "1.5", " "])
def test_sizes_that_are_none(size: str) -> None:
    with pytest.raises(RefusedError, match="page_size must be between 1 and 1000 inclusive"):
        page_of(FLEET, {"page_size": size})


def test_a_size_beyond_all_numbers_is_the_most() -> None:
    assert len(page_of(FLEET, {"page_size": "9" * 5000})[0]) == len(FLEET)


@pytest.mark.parametrize("token", ["x", "MTI", "bmV4dA==", "OmE=", "/w=="])
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(RefusedError, match="400: invalid request: page_token is not valid"):
        page_of(FLEET, {"page_token": token})


@given(st.text(min_size=1, max_size=30))
def test_any_token_is_read_or_refused(token: str) -> None:
    with contextlib.suppress(RefusedError):
        assert len(page_of(FLEET, {"page_token": token})[0]) <= len(FLEET)
