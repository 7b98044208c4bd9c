"""Rows filtered, ordered and marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.columns import Cell, Column
from cohere_tui.state.count import Count
from cohere_tui.state.filtering import matching, text_of
from cohere_tui.state.listing import Listing


@dataclass(frozen=True)
class Mill:
    id: str
    name: str
    opened: int | None = None


COLUMNS: tuple[Column[Mill], ...] = (
    Column("name", lambda mill, _: Cell(mill.name), 10, grows=True),
    Column("opened", lambda mill, _: Cell(str(mill.opened)), 6, key=lambda mill: mill.opened),
)
MILLS = (
    Mill("a", "Carew", 1801),
    Mill("b", "Eling", 1785),
    Mill("c", "Woodbridge", None),
    Mill("d", "carew", 1801),
)


def listing(*mills: Mill) -> Listing[Mill]:
    return Listing(COLUMNS, lambda mill: mill.id).with_rows(mills or MILLS)


def ids(some: Listing[Mill]) -> str:
    return "".join(some.id_at(place) for place in range(len(some)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("carew", "ad"),
        ("18", "ad"),
        ("!carew", "bc"),
        ("carew !1801", ""),
        ("~wdb", "c"),
        ("!~wdb", "abd"),
        ("! ~", "abcd"),
        ("~", "abcd"),
        ("~r1", ""),
        ("nobody", ""),
    ],
)
def test_a_filter_looks_at_all_cells(query: str, expected: str) -> None:
    assert ids(listing().filtered(query)) == expected


def test_order_goes_one_way_then_the_other_then_as_it_came() -> None:
    some = listing()
    one = some.sorted_by("opened")
    other = one.sorted_by("opened")
    assert (ids(one), ids(other), ids(other.sorted_by("opened"))) == ("badc", "adbc", "abcd")
    assert ids(some.sorted_by("name")) == "adbc"
    assert ids(some.sorted_by("nothing")) == "abcd"


def test_pages_come_under_the_filter_and_the_order_in_force() -> None:
    some = listing(*MILLS[:2]).sorted_by("opened").filtered("e")
    assert ids(some) == "ba"
    assert ids(some.extended((Mill("e", "Elephant", 1), Mill("f", "Owl", 2)))) == "eba"


def test_a_row_that_comes_again_takes_its_place() -> None:
    some = listing().toggled("b").extended((Mill("b", "New", 5), Mill("z", "Z", 1)))
    assert ids(some) == "abcdz"
    row = some.get("b")
    assert row is not None
    assert row.name == "New"
    assert ids(some.filtered("new")) == "b"
    assert some.marked == {"b"}


def test_marks_outlive_filters_and_go_with_their_rows() -> None:
    some = listing().filtered("carew").marking_shown()
    assert some.marked == {"a", "d"}
    assert some.filtered("eling").marking_shown().marked == {"a", "b", "d"}
    assert some.marking_shown().marked == set()
    assert [mill.id for mill in some.chosen] == ["a", "d"]
    assert some.without({"a"}).marked == {"d"}
    assert some.toggled("d").marked == {"a"}
    assert some.toggled("").marked == {"a", "d"}
    assert some.unmarked().chosen == ()


def test_places_and_ids() -> None:
    some = listing().sorted_by("opened")
    assert some.place_of("a") == 1
    assert some.place_of("x") is None
    assert (some.at(-1), some.at(9), some.id_at(9)) == (None, None, "")
    assert some.replaced(replace(MILLS[0], opened=1)).place_of("a") == 0
    assert some.replaced(Mill("x", "x")).get("x") is None


@given(st.lists(st.text(max_size=6), max_size=8), st.text(max_size=5))
def test_a_filter_and_its_inverse_share_all_rows(names: list[str], word: str) -> None:
    word = word.replace("!", "").replace("~", "").strip()
    texts = [text_of((name,)) for name in names]
    if len(word.split()) == 1:
        fits, others = matching(word, texts).places, matching("!" + word, texts).places
        assert sorted([*fits, *others]) == list(range(len(texts)))
        assert not set(fits) & set(others)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count(200, 1204), "200 of 1,204"),
        (Count(500), "first 500, more below"),
        (Count(31, ended=True), "31"),
        (Count(31, 31, ended=True), "31"),
        (Count(), ""),
        (Count(40, 30), "first 40, more below"),
    ],
)
def test_how_many_there_are(count: Count, text: str) -> None:
    assert str(count) == text
