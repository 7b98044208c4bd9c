"""The log: follows the end while the reader is there, and never moves otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.state.parts import Phase
from tests.until import until
from tests.widgets.log.desk import Sitting, sitting
from tests.widgets.log.made import all_lines, answer, growing, prompt, talk, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.turn import Entry, Turn

LONG = "".join(f"line {number}\n\n" for number in range(60))


def whole(seat: Sitting, entries: Sequence[Entry]) -> list[str]:
    """All lines of a conversation on the page of the desk."""
    return [line.rstrip() for line in texts(all_lines(entries, seat.log.sheet.page))]


async def offered(seat: Sitting, turn: Turn) -> None:
    """Offer an answer, and wait until it is drawn."""
    seat.log.offer(turn)
    await until(lambda: seat.log.sheet.cards[seat.log.sheet.number(turn.id)].entry is turn)
    await seat.pilot.pause()


async def test_a_conversation_opens_at_its_end() -> None:
    entries = talk(40)
    async with sitting(entries) as seat:
        assert seat.log.following
        assert seat.shown == whole(seat, entries)[-20:]


async def test_an_answer_is_followed_from_its_first_word_to_its_last() -> None:
    async with sitting([*talk(10), growing("")]) as seat:
        for end in range(1, len(LONG), 23):
            await offered(seat, growing(LONG[:end]))
            last = whole(seat, [growing(LONG[:end])])[-2]
            assert last in seat.shown[7:]
        final = answer(LONG, "growing")
        seat.log.show([*talk(10), final])
        assert seat.log.following
        assert seat.shown == whole(seat, [*talk(10), final])[-20:]


async def test_following_scrolls_by_many_lines_at_once() -> None:
    async with sitting([growing("")]) as seat:
        tops = set()
        for end in range(1, len(LONG), 11):
            await offered(seat, growing(LONG[:end]))
            tops.add(seat.log.top)
        assert len(tops) <= 1 + 120 // 10


@pytest.mark.parametrize("way", ["wheel", "pageup", "ctrl+u", "k", "g", "home", "K"])
async def test_going_up_lets_the_end_go(way: str) -> None:
    async with sitting([*talk(10), growing(LONG[:150])]) as seat:
        if way == "wheel":
            await seat.wheel(-1)
        elif way == "k":
            await seat.press(*["k"] * 20)
        else:
            await seat.press(way)
        assert not seat.log.following
        before = seat.shown
        await offered(seat, growing(LONG))
        assert seat.shown == before
        seat.log.show([*talk(10), answer(LONG, "growing"), prompt("next")])
        assert seat.shown == before
        assert not seat.log.following


@pytest.mark.parametrize("way", ["G", "end", "wheel", "pagedown"])
async def test_going_back_to_the_end_follows_it_again(way: str) -> None:
    async with sitting([*talk(10), growing(LONG[:150])]) as seat:
        await seat.press("pageup")
        for _ in range(10):
            await (seat.wheel(2) if way == "wheel" else seat.press(way))
        assert seat.log.following
        await offered(seat, growing(LONG))
        assert "line 59" in seat.shown


async def test_space_below_the_end_is_no_reason_to_keep_following() -> None:
    """While it follows, the view leaves space for what comes; one line up lets go all the same."""
    async with sitting([growing(LONG[:150])]) as seat:
        end = 150
        while seat.shown[-1] or seat.log.top == 0:
            end += 5
            await offered(seat, growing(LONG[:end]))
        before, top = seat.shown, seat.log.top
        seat.log.scroll_sheet(-1)
        assert not seat.log.following
        assert seat.shown[1:] == before[:-1]
        await offered(seat, growing(LONG))
        assert seat.log.top == top - 1


async def test_what_is_read_stays_while_older_entries_come_above() -> None:
    entries = talk(60, 60)
    async with sitting(entries) as seat:
        await seat.wheel(-4)
        before = seat.shown
        seat.log.show([*talk(60), *entries])
        assert seat.shown == before
        await seat.press("g")
        assert seat.shown == whole(seat, talk(60))[:20]


async def test_older_entries_are_asked_for_near_the_top() -> None:
    async with sitting(talk(80)) as seat:
        assert seat.app.older == 0
        await seat.press("g")
        await seat.pilot.pause()
        assert seat.app.older > 0


@pytest.mark.parametrize("count", [1, 2, 6])
async def test_older_entries_are_asked_for_when_all_is_in_sight(count: int) -> None:
    async with sitting(talk(count)) as seat:
        assert seat.app.older > 0


async def test_no_entries_ask_for_none() -> None:
    async with sitting() as seat:
        assert seat.app.older == 0


async def test_showing_an_earlier_state_does_not_take_back_what_was_offered() -> None:
    """The screen's own entries are as old as the answer's beginning, when a prompt is queued."""
    begun = growing("")
    async with sitting([prompt("one"), begun]) as seat:
        await offered(seat, growing("It grows"))
        seat.log.show([prompt("one"), begun, prompt("queued")])
        assert "It grows" in seat.shown
        seat.log.offer(growing("It grows on"))
        seat.log.show([prompt("zero"), prompt("one"), begun, prompt("queued")])
        assert "It grows on" in seat.shown
        seat.log.show([prompt("one"), answer("It grows on and ends", "growing")])
        assert "It grows on and ends" in seat.shown


async def test_an_offer_for_what_is_not_shown_is_dropped() -> None:
    async with sitting([prompt("one")]) as seat:
        seat.log.offer(growing("two", "elsewhere"))
        seat.log.show([prompt("one"), growing("")])
        await offered(seat, growing("here"))
        assert not seat.log.knows("elsewhere")
        assert "two" not in seat.shown


async def test_only_the_newest_of_several_offers_is_drawn() -> None:
    async with sitting([growing("")]) as seat:
        for text in ("one", "one two", "one two three"):
            seat.log.offer(growing(text))
        newest = growing("one two three four")
        await offered(seat, newest)
        assert "one two three four" in seat.shown


async def test_stopping_marks_the_answer() -> None:
    turn = growing("Half an ans")
    async with sitting([turn]) as seat:
        seat.log.show([turn.stopped()])
        assert seat.shown[1:4] == [
            "Half an ans", "", "! Stopped. What had come is kept; F5 asks again.",
        ]  # fmt: skip


async def test_a_long_thought_that_folds_leaves_no_empty_view() -> None:
    thought = "hm\n" * 80
    async with sitting([growing("", thinking=thought[:3])]) as seat:
        for end in range(3, len(thought), 30):
            await offered(seat, growing("", thinking=thought[:end]))
        assert seat.log.top > 0
        await offered(seat, growing("So", thinking=thought))
        assert seat.shown[:3] == ["Command A", "▸ Thought · 240 characters", "So"]
        assert seat.log.following


async def test_a_thought_that_folds_above_moves_nothing_for_a_reader_below_it() -> None:
    thought = "hm\n" * 30
    entries: list[Entry] = [growing("", thinking=thought), prompt("queued " * 200)]
    async with sitting(entries) as seat:
        await seat.wheel(-1)
        before = seat.shown
        assert "queued" in before[0]
        await offered(seat, growing("So", thinking=thought))
        assert seat.shown == before


async def test_what_is_gone_takes_the_reader_no_further_than_needed() -> None:
    entries = [*talk(30), answer(LONG, "last")]
    async with sitting(entries) as seat:
        await seat.wheel(-2)
        seat.log.show(talk(30))
        assert seat.shown == whole(seat, talk(30))[-20:]


async def test_another_conversation_begins_at_its_end() -> None:
    async with sitting(talk(60)) as seat:
        await seat.press("g")
        others = talk(30, 100)
        seat.log.show(others, at_end=True)
        assert seat.shown == whole(seat, others)[-20:]


async def test_a_thousand_entries_open_like_a_few() -> None:
    async with sitting(talk(1000)) as seat:
        assert sum(card.laid_out for card in seat.log.sheet.cards) < 15
        await seat.press("g")
        assert sum(card.laid_out for card in seat.log.sheet.cards) < 30
        assert seat.shown == whole(seat, talk(20))[:20]


@pytest.mark.parametrize(("width", "height"), [(40, 15), (120, 40), (60, 20)])
async def test_true_lines_in_every_size(width: int, height: int) -> None:
    entries = talk(40)
    async with sitting(entries, width, height) as seat:
        lines = whole(seat, entries)
        assert seat.log.sheet.page.width == min(100, width - 3)
        assert seat.shown == lines[-(height - 1) :]
        for _ in range(4):
            await seat.press("pageup")
        assert seat.shown == lines[-(height - 1) - 4 * (height - 2) :][: height - 1]


async def test_a_terminal_of_one_cell_loses_nothing() -> None:
    entries = talk(40)
    async with sitting(entries, 80, 24) as seat:
        before = seat.shown
        for size in ((1, 1), (1, 24), (80, 1), (2, 2), (80, 24)):
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
        assert seat.shown == before
        await seat.press("pageup", "pageup")
        before = seat.shown
        for size in ((1, 1), (80, 24)):
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
        assert not seat.log.following
        top = next(line for line in before if line)
        assert top in seat.shown


async def test_growing_in_a_terminal_of_one_cell() -> None:
    async with sitting([growing("")], 1, 1) as seat:
        await offered(seat, growing(LONG))
        await seat.pilot.resize_terminal(60, 21)
        await seat.pilot.pause()
        assert "line 59" in seat.shown


async def test_a_higher_terminal_shows_more_above() -> None:
    entries = talk(40)
    async with sitting(entries) as seat:
        await seat.pilot.resize_terminal(60, 41)
        await seat.pilot.pause()
        assert seat.shown == whole(seat, entries)[-40:]


async def test_another_width_keeps_what_is_read() -> None:
    text = " ".join(f"w{number}" for number in range(2000))
    async with sitting([answer(text)]) as seat:
        await seat.press("pageup", "pageup")
        first = seat.shown[0].split()[0]
        for width in (100, 33, 60):
            await seat.pilot.resize_terminal(width, 21)
            await seat.pilot.pause()
            assert first in seat.shown[0].split()


async def test_a_place_that_was_left_is_not_returned_to() -> None:
    thought = "hm\n" * 30
    async with sitting([growing("", thinking=thought), *talk(60)]) as seat:
        await seat.press("g")
        for _ in range(5):
            seat.log.scroll_sheet(20)
        top = seat.log.top
        await seat.press("y")
        await offered(seat, growing("So", thinking=thought))
        assert seat.log.top < top - 20
        seat.log.scroll_sheet(top - seat.log.top)
        assert seat.log.top == top
        before = seat.shown
        await seat.press("y")
        assert seat.shown == before


async def test_an_empty_log_says_how_to_begin() -> None:
    async with sitting(width=100) as seat:
        assert seat.shown[:4] == [
            "", "Ask something.", "enter sends, ctrl+j breaks the line",
            "tab goes to the conversation, ? there lists what its keys do",
        ]  # fmt: skip
        await seat.press("j", "k", "G", "g", "space", "y", "Y", "v", "o", "pageup", "enter")
        await seat.pilot.click(seat.log, (5, 5))
        await seat.drag((3, 1), (9, 3))
        assert seat.app.copies == []
        seat.log.show([prompt("Hello")])
        assert "Ask something." not in seat.shown


async def test_the_hints_are_whole_on_a_narrow_terminal() -> None:
    async with sitting(width=40, height=15) as seat:
        assert " ".join(" ".join(seat.shown).split()).endswith("recalls what was said before")
        assert all(len(row) <= 40 for row in seat.rows)


async def test_text_from_outside_is_harmless() -> None:
    bad = "[/red] [@click=app.quit]x[/] \x1b[31m \u202e [bold]b\x07\x9b2J"
    turn = replace(answer(bad, thinking=bad), model=f"m{bad}", phase=Phase.DONE)
    async with sitting([prompt(bad), turn], width=100) as seat:
        await seat.press("k", "k", "space")
        assert seat.shown[1] == "[/red] [@click=app.quit]x[/] ␛[31m ‹U+202E› [bold]b␇‹U+009B›2J"
        text = "\n".join(seat.rows)
        assert text.count("[@click=app.quit]x") >= 3
        assert not any(bad in text for bad in "\x1b\u202e\x07\x9b")
