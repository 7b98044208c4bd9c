"""The sheet: only what is in sight is made, and what is in sight is always true."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.widgets.log.places import line_of, place_at
from cohere_tui.widgets.log.scrolling import MOST_PAGES, end_of, opened_at, scrolled
from tests.widgets.log.made import PAGE, all_lines, drawn, growing, prompt, sheet_of, talk, texts

if TYPE_CHECKING:
    from cohere_tui.widgets.log.sheet import Sheet

_COUNTS = st.integers(1, 30)
_HEIGHTS = st.integers(1, 50)
_WAYS = st.lists(st.integers(-120, 120), max_size=8)


def view(sheet: Sheet, top: int, height: int) -> list[str | None]:
    lines = (sheet.line(number) for number in range(top, top + height))
    return [line.text if line is not None else None for line in lines]


def made(sheet: Sheet) -> int:
    return sum(card.laid_out for card in sheet.cards)


@given(_COUNTS, _HEIGHTS, _WAYS)
def test_whatever_way_is_gone_only_true_lines_are_shown(
    count: int, height: int, ways: list[int]
) -> None:
    entries = talk(count)
    whole = texts(all_lines(entries))
    sheet = sheet_of(entries)
    top = end_of(sheet, height)
    below = len(whole) - max(0, len(whole) - height)
    for wish in ways:
        way = max(-MOST_PAGES * height, min(wish, MOST_PAGES * height))
        top = scrolled(sheet, top, way, height)
        # Lines above were never counted: from below the numbers are the same.
        below = min(len(whole), max(min(height, len(whole)), below - way))
        start = len(whole) - below
        shown = view(sheet, top, height)
        assert [line for line in shown if line is not None] == whole[start : start + height]


@given(_COUNTS, _HEIGHTS, st.integers(1, 300))
def test_up_and_down_again_shows_the_same(count: int, height: int, wish: int) -> None:
    way = min(wish, MOST_PAGES * height)
    sheet = sheet_of(talk(count))
    top = end_of(sheet, height)
    before = view(sheet, top, height)
    up = scrolled(sheet, top, -way, height)
    gone = min(way, sheet.height - height - up) if up == 0 else way
    down = scrolled(sheet, up, max(0, gone), height)
    assert view(sheet, down, height) == before


@given(_COUNTS, _HEIGHTS, st.integers(0, 400))
def test_a_line_can_be_put_at_the_top(count: int, height: int, line: int) -> None:
    entries = talk(count)
    whole = texts(all_lines(entries))
    sheet = sheet_of(entries)
    sheet.settle(0, 10_000)
    top = opened_at(sheet, line, height)
    assert top == max(0, min(line, len(whole) - height))
    assert [one for one in view(sheet, top, height) if one is not None] == whole[top : top + height]


def test_space_left_below_the_end_is_no_reason_to_go_back() -> None:
    sheet = sheet_of(talk(8))
    beyond = end_of(sheet, 20) + 9
    assert scrolled(sheet, beyond, -1, 20) == beyond - 1
    assert scrolled(sheet, beyond, 5, 20) == beyond
    assert scrolled(sheet, beyond - 3, 1, 20) == beyond - 3


def test_estimates_become_true() -> None:
    entries = talk(14)
    sheet = sheet_of(entries)
    whole = all_lines(entries)
    guessed = sheet.height
    assert made(sheet) == 0
    sheet.settle(0, 10 * guessed)
    assert made(sheet) == len(entries)
    assert sheet.height == len(whole)
    assert sheet.height != guessed
    assert [sheet.line(number) for number in range(sheet.height)] == whole


@pytest.mark.parametrize("entry", talk(14))
def test_an_estimate_is_near(entry: object) -> None:
    card = sheet_of([entry]).cards[0]  # type: ignore[list-item]
    guessed = card.height(PAGE)
    card.lay_out(PAGE)
    assert guessed >= 2
    assert card.height(PAGE) / 5 <= guessed <= card.height(PAGE) * 5


def test_of_a_thousand_entries_only_those_in_sight_are_made() -> None:
    sheet = sheet_of(talk(1000))
    assert made(sheet) == 0
    end_of(sheet, 40)
    assert 0 < made(sheet) < 20
    top = opened_at(sheet, sheet.height // 2, 40)
    assert made(sheet) < 40
    scrolled(sheet, top, -40, 40)
    assert made(sheet) < 50


def test_what_was_left_long_ago_is_forgotten_and_keeps_its_height() -> None:
    entries = talk(1000)
    whole = texts(all_lines(entries))
    sheet = sheet_of(entries)
    height, top = 40, end_of(sheet, 40)
    while top:
        top = scrolled(sheet, top, -height, height)
        assert made(sheet) <= 140
    assert sheet.height == len(whole)
    opened_at(sheet, 500, height)
    assert view(sheet, 500, height) == whole[500 : 500 + height]


def test_a_view_of_any_height_is_true_at_once() -> None:
    entries = [prompt("?", f"e{number}") for number in range(500)]
    sheet = sheet_of(entries)
    top = end_of(sheet, 1200)
    assert view(sheet, top, 1200) == texts(all_lines(entries))[-1200:]


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 200))
def test_older_entries_above_keep_the_place(count: int, older: int, line: int) -> None:
    entries = talk(count, older)
    sheet = sheet_of(entries)
    top = opened_at(sheet, line, 20)
    place, before = place_at(sheet, top), view(sheet, top, 20)
    assert place is not None
    sheet.show([*talk(older), *entries])
    again = line_of(sheet, place)
    assert again is not None
    sheet.settle(again, again + 20)
    assert view(sheet, again, 20) == before


def test_cards_of_entries_that_stay_are_kept() -> None:
    entries = talk(6)
    sheet = sheet_of(entries)
    sheet.settle(0, 1000)
    before = {card.entry.id: card for card in sheet.cards}
    sheet.show([*talk(2, 100), *entries[1:]])
    assert all(before[entry.id] is sheet.cards[sheet.number(entry.id)] for entry in entries[1:])
    assert not sheet.holds(entries[0].id)
    assert [card.entry.id for card in sheet.cards][:3] == ["e100", "e101", "e1"]


def test_a_place_that_is_gone_is_nowhere() -> None:
    sheet = sheet_of(talk(4))
    place = place_at(sheet, 0)
    assert place is not None
    sheet.show(talk(4, 10))
    assert line_of(sheet, place) is None
    sheet.show([])
    assert place_at(sheet, 0) is None
    assert (sheet.height, scrolled(sheet, 0, 5, 10), end_of(sheet, 10)) == (0, 0, 0)
    assert sheet.line(0) is None


@given(st.integers(8, 100), st.integers(8, 100), st.integers(0, 300))
def test_another_width_keeps_what_is_read(width: int, other: int, line: int) -> None:
    entries = talk(14)
    page, narrow = replace(PAGE, width=width), replace(PAGE, width=other)
    sheet = sheet_of(entries, page)
    sheet.settle(0, 10_000)
    place = place_at(sheet, line)
    assert place is not None
    sheet.turn_to(narrow)
    assert made(sheet) == 0
    there = line_of(sheet, place)
    assert there is not None
    again = place_at(sheet, there)
    assert again is not None
    assert (again.entry_id, again.part) == (place.entry_id, place.part)
    if place.at >= 0:
        following = place_at(sheet, there + 1)
        assert 0 <= again.at <= place.at
        if following is not None and (following.entry_id, following.part) == (
            again.entry_id,
            again.part,
        ):
            assert following.at > place.at or following.at < 0
    sheet.settle(0, 10_000)
    assert [sheet.line(n) for n in range(sheet.height)] == all_lines(entries, narrow)


def test_a_width_and_back_is_the_same_sheet() -> None:
    entries = talk(14)
    sheet = sheet_of(entries)
    for width in (1, 100, 60):
        sheet.turn_to(replace(PAGE, width=width))
        sheet.settle(0, 100_000)
    assert [sheet.line(number) for number in range(sheet.height)] == all_lines(entries)


@given(st.lists(st.sampled_from(["word ", "\n\n", "long " * 30, "- item\n"]), max_size=12))
def test_growing_says_from_where_on_lines_are_new(pieces: list[str]) -> None:
    entries = [*talk(3), growing("")]
    sheet = sheet_of([*entries, prompt("queued")])
    sheet.settle(0, 10_000)
    states = ["".join(pieces[:number]) for number in range(len(pieces) + 1)]
    for _, text in pairwise(states):
        before = [sheet.line(number) for number in range(sheet.height)]
        changed = sheet.grow(growing(text))
        after = [sheet.line(number) for number in range(sheet.height)]
        assert after[:changed] == before[:changed]
        assert drawn(after) == drawn(all_lines([*talk(3), growing(text), prompt("queued")]))


def test_a_place_within_what_grows_above_it_is_kept() -> None:
    thought = "hm " * 100
    sheet = sheet_of([growing("", thinking=thought)])
    sheet.settle(0, 1000)
    sheet.grow(growing("first\n\nsecond", thinking=thought))
    sheet.settle(0, 1000)
    second = next(n for n in range(sheet.height) if "second" in (sheet.line(n) or BLANK).text)
    place = place_at(sheet, second)
    assert place is not None
    sheet.made("growing").fold("thinking.0")
    sheet.remade("growing")
    there = line_of(sheet, place)
    assert there is not None
    assert there > second + 2
    assert (sheet.line(there) or BLANK).text == "second"


BLANK = all_lines([prompt("x")])[-1]
