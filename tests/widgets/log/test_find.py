"""Finding words in the log: where they are drawn, in what order, without making what has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.parts import Block, Citation, Failure, Phase, Source, ToolCall
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import ToolResult, Turn
from cohere_tui.widgets.log.find import Words, beginning, end
from cohere_tui.widgets.log.plain_lines import MOST_DRAWN
from tests.widgets.log.desk import sitting
from tests.widgets.log.made import (
    all_lines,
    answer,
    growing,
    laid_out,
    prompt,
    sheet_of,
    talk,
)

if TYPE_CHECKING:
    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.find import Hit
    from cohere_tui.widgets.log.sheet import Sheet


def walked(sheet: Sheet, words: Words, step: int) -> list[Hit]:
    """Every hit from one end of the sheet to the other."""
    found: list[Hit] = []
    hit = beginning(sheet) if step > 0 else end(sheet)
    while True:
        following = words.next(sheet, hit, step)
        if following is None:
            return found
        found.append(hit := following)


def hits(entry: Entry, text: str) -> int:
    return len(list(Words(text).hits(laid_out(entry))))


@given(st.integers(1, 20), st.sampled_from(["one", "question", "st", "mill", "**", "潮汐 🌊", "O"]))
def test_down_and_up_find_the_same_as_looking_at_every_line(count: int, text: str) -> None:
    entries = talk(count)
    down = walked(sheet_of(entries), Words(text), 1)
    assert down == walked(sheet_of(entries), Words(text), -1)[::-1]
    lines = [line for entry in entries for line in all_lines([entry])[1:]]  # heads say nothing
    whole = "".join(
        line.text[line.indent :] + (line.joint if line.wraps else "\n") for line in lines
    )
    assert len(down) == whole.lower().count(text.lower())


def test_what_cannot_hold_the_words_is_never_made() -> None:
    entries = [*talk(500), prompt("A needle", "here"), *talk(500, 500)]
    sheet = sheet_of(entries)
    hit = Words("needle").next(sheet, end(sheet), -1)
    assert hit is not None
    assert hit.entry_id == "here"
    assert sum(card.laid_out for card in sheet.cards) == 1
    assert Words("nowhere").next(sheet, end(sheet), -1) is None
    assert sum(card.laid_out for card in sheet.cards) == 1


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("opened in", 1),  # over bold
        ("OPENED IN", 1),
        ("in  \t 1801", 1),
        ("ground corn and bone meal until the sea took the dam away", 1),  # over line ends
        ("mill", 2),
        ("**opened**", 0),
        ("example.com", 0),
        ("1801 (a+b)*", 1),
        ("❌", 0),
        ("strasse", 0),
    ],
)
def test_what_is_found_is_what_is_seen(text: str, times: int) -> None:
    said = (
        "The [mill](https://example.com) **opened** in 1801 (a+b)* and ground corn and bone meal "
        "until the sea took the dam away. MILL"
    )
    assert hits(answer(said), text) == times


@pytest.mark.parametrize("text", ["typed", "gave", "because", "planned", "tide", "Cobh", "Atlas"])
def test_everything_said_can_be_found(text: str) -> None:
    source = Source("document", "d", "The Atlas", "")
    turn = Turn(
        blocks=(Block("thinking", Pieces.of("because")), Block("text", Pieces.of("words"))),
        plan=Pieces.of("planned"),
        calls=(ToolCall("c", "tide", Pieces.of('{"at": "Cobh"}')),),
        citations=(Citation(0, 5, "words", (source,), block=1),),
        phase=Phase.DONE,
    )
    sheet = sheet_of([prompt("typed"), ToolResult("r", "c", "gave", 0.0), turn])
    assert len(walked(sheet, Words(text), 1)) == 1


def test_a_failure_can_be_found() -> None:
    turn = Turn(phase=Phase.FAILED, failure=Failure("Too many", "Wait a minute."))
    assert hits(turn, "many") == 1
    assert hits(turn, "minute") == 1


async def test_the_nearest_is_found_and_n_goes_on() -> None:
    entries = [prompt(f"needle {n}", f"n{n}") for n in range(6)]
    padded = [one for n, entry in enumerate(entries) for one in (entry, *talk(6, 10 + 6 * n))]
    async with sitting(padded) as seat:
        seat.log.find("needle")
        assert seat.barred == ["needle 5"]  # none is in sight or below
        for key, number in (("N", 4), ("N", 3), ("n", 4), ("N", 3), ("N", 2), ("N", 1), ("N", 0)):
            await seat.press(key)
            assert seat.barred == [f"needle {number}"]
        await seat.press("N")
        assert seat.barred == ["needle 5"]
        await seat.press("n")
        assert seat.barred == ["needle 0"]
        assert not seat.log.following
        seat.log.find("needle")
        assert seat.barred == ["needle 0"]  # the first in sight


async def test_what_is_found_stands_out() -> None:
    async with sitting([answer("one needle and one needle more")]) as seat:
        seat.log.find("NEEDLE")
        strips = seat.log.render_lines(seat.log.size.region)
        marked = [s for strip in strips for s in strip if s.text == "needle" and s.style]
        assert [bool(s.style and s.style.reverse) for s in marked] == [True, False]
        assert all(s.style and s.style.underline for s in marked)
        await seat.press("n")
        strips = seat.log.render_lines(seat.log.size.region)
        marked = [s for strip in strips for s in strip if s.text == "needle" and s.style]
        assert [bool(s.style and s.style.reverse) for s in marked] == [False, True]
        assert seat.log.peel()
        strips = seat.log.render_lines(seat.log.size.region)
        assert not any(s.text == "needle" for strip in strips for s in strip)
        assert not seat.log.peel()


async def test_a_fold_that_hides_the_words_is_opened() -> None:
    thought = answer("So.", "t", thinking="a\nneedle\nb\nneedle")
    long = prompt("line\n" * 60 + "needle\n" + "line\n" * 60, "long")
    async with sitting([thought, *talk(20), long, *talk(20, 40)]) as seat:
        seat.log.find("needle")
        assert any(row == "needle" for row in seat.shown)
        assert seat.log.sheet.made("long").part("rest").opened  # type: ignore[union-attr]
        await seat.press("N")
        assert seat.barred[0].startswith("▾ Thought")
        assert seat.barred[-1] == "needle"
        await seat.press("N", "N")
        assert seat.log.sheet.made("long").part("text") is not None
        assert any(row == "needle" for row in seat.shown)


async def test_words_that_are_kept_but_not_drawn_are_told_by_the_fold() -> None:
    async with sitting([prompt("x" * MOST_DRAWN * 2 + " needle", "big"), *talk(30)]) as seat:
        seat.log.find("needle")
        assert "400,007 characters in all" in seat.barred[0]


async def test_what_is_nowhere_is_said() -> None:
    async with sitting(talk(30)) as seat:
        before = seat.shown
        seat.log.find("[b]nowhere[/b]")
        await seat.press("n", "N")
        assert seat.shown == before
        texts = {notice.message for notice in seat.app._notifications}
        assert texts == {"“[b]nowhere[/b]” is not here."}


async def test_n_without_words_says_how_to_find() -> None:
    async with sitting(talk(2)) as seat:
        await seat.press("n")
        assert {one.message for one in seat.app._notifications} == {
            "Nothing was looked for: / finds."
        }


async def test_older_entries_are_brought_until_the_words_are_found() -> None:
    entries = [prompt("needle", "old"), *talk(120)]
    async with sitting(entries[-20:]) as seat:
        seat.log.more = True
        before = seat.app.older
        seat.log.find("needle")
        await seat.pilot.pause()
        assert seat.app.older == before + 1
        seat.log.show(entries[-70:])
        await seat.pilot.pause()
        assert "needle" not in seat.shown
        seat.log.more = False
        seat.log.show(entries)
        assert seat.barred == ["needle"]


async def test_another_conversation_ends_the_search() -> None:
    async with sitting(talk(30)) as seat:
        seat.log.find("question")
        seat.log.show([prompt("question", "other")], at_end=True)
        assert seat.log.found == ""


async def test_an_answer_may_grow_while_words_are_found_in_it() -> None:
    async with sitting([growing("one needle\n\n")]) as seat:
        seat.log.find("needle")
        seat.log.grow(growing("one needle\n\ntwo needle\n\n"))
        await seat.press("n")
        assert seat.barred[-1] == "two needle"
        seat.log.show([replace(answer("one needle\n\ntwo needle\n\nneedle", "growing"))])
        await seat.press("n")
        assert seat.barred[-1] == "needle"


async def test_nothing_is_found_in_an_empty_log() -> None:
    async with sitting() as seat:
        seat.log.find("x")
        await seat.press("n", "N")
        assert seat.log.found == ""


def test_a_hit_is_on_the_page_it_was_made_for() -> None:
    card = laid_out(answer("needle " * 30))
    for hit in Words("needle").hits(card):
        part = card.part(hit.part)
        assert part is not None
        text = part.line(hit.line).text
        assert text[hit.start : hit.start + hit.size] == "needle"
    assert len(list(Words("needle").hits(card))) == 30
