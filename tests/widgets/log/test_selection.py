"""Selecting with mouse and keys: exactly the text, whatever stands around it and comes above."""

from __future__ import annotations

import pytest

from cohere_tui.state.turn import Prompt
from tests.widgets.log.desk import Sitting, sitting
from tests.widgets.log.made import answer, growing, prompt, talk

WRAPPED = (
    "The mill opened in 1801 and ground corn and bone meal until the sea took the dam away, twice."
)


def selected(seat: Sitting) -> str:
    return seat.app.screen.get_selected_text() or ""


@pytest.mark.parametrize("back", [False, True], ids=["down", "up"])
async def test_soft_line_ends_are_joined(back: bool) -> None:
    async with sitting([answer(WRAPPED)], width=40) as seat:
        ends = ((6, 1), (8, 2))
        await seat.drag(*(reversed(ends) if back else ends))
        assert seat.shown[1] == "The mill opened in 1801 and ground"
        assert seat.shown[2] == "corn and bone meal until the sea took"
        assert selected(seat) == "mill opened in 1801 and ground corn an"


async def test_what_is_selected_stands_out() -> None:
    async with sitting([answer("one two three")]) as seat:
        await seat.drag((6, 1), (8, 1))
        assert selected(seat) == "two"
        expected = seat.app.screen.get_component_rich_style("screen--selection").bgcolor
        assert seat.style_at("two").bgcolor == expected
        assert seat.style_at("one").bgcolor != expected
        assert seat.style_at("three").bgcolor != expected


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (2, 3, "潮"),
        (2, 2, ""),  # a click selects nothing
        (2, 4, "潮汐"),
        (3, 5, "潮汐"),  # from the right half to the right half
        (4, 7, "汐 👩‍👩"[:2] + "👨‍👩‍👧"),
        (7, 8, "👨‍👩‍👧"),
        (8, 10, "👨‍👩‍👧 e\u0301"),
        (10, 11, "e\u0301x"),
        (11, 30, "x"),
    ],
)
async def test_no_character_is_cut(start: int, end: int, text: str) -> None:
    async with sitting([answer("潮汐 👨‍👩‍👧 e\u0301x")]) as seat:
        await seat.drag((start, 1), (end, 1))
        assert selected(seat) == text


async def test_decoration_is_left_out() -> None:
    text = "- one\n- two\n\n> said\n> more\n\n```python\nif x:\n    y\n```\n"
    async with sitting([answer(text)]) as seat:
        await seat.drag((0, 0), (59, seat.row_of("    y")))
        assert seat.shown[4] == "│ said more"
        assert selected(seat).split("\n") == [
            "Command A", "• one", "• two", "", "said more", "", "python", "if x:", "    y",
        ]  # fmt: skip


async def test_markup_and_control_characters_are_what_is_seen() -> None:
    async with sitting([prompt("[b]x[/b] \x1b[31m\u202e")]) as seat:
        await seat.drag((0, 1), (59, 1))
        assert selected(seat) == "[b]x[/b] ␛[31m‹U+202E›"


async def test_a_selection_goes_over_messages() -> None:
    async with sitting([prompt("first"), answer("second")]) as seat:
        await seat.drag((2, 1), (7, 4))
        lines = selected(seat).split("\n")
        assert (lines[0], lines[-1]) == ("first", "second")
        assert lines[1] == ""
        assert lines[2].startswith("Command A")


async def test_below_the_end_is_the_end() -> None:
    async with sitting([answer("only this")]) as seat:
        await seat.drag((7, 1), (30, 15))
        assert selected(seat) == "this"
        await seat.drag((30, 15), (7, 1))
        assert selected(seat) == "this"


async def test_a_selection_stays_on_its_text_when_something_comes_above() -> None:
    entries = talk(30, 30)
    async with sitting(entries) as seat:
        row = seat.row_of("Question 58?")
        await seat.drag((2, row), (13, row))
        assert selected(seat) == "Question 58?"
        seat.log.show([*talk(30), *entries])
        assert selected(seat) == "Question 58?"
        await seat.press("g")
        assert selected(seat) == "Question 58?"
        seat.log.show([*talk(30), *entries[:-2]])
        assert selected(seat) == ""


async def test_dragging_up_into_what_was_never_seen_keeps_the_other_end() -> None:
    async with sitting(talk(60)) as seat:
        row = seat.row_of("Question 58?")
        await seat.pilot.mouse_down(seat.log, (13, row))
        await seat.pilot.hover(seat.log, (10, row - 1))
        for _ in range(5):
            await seat.wheel(-4)
            await seat.pilot.hover(seat.log, (9, 9))
            await seat.pilot.hover(seat.log, (10, 9))
            assert selected(seat).endswith("\nQuestion 58?")
        await seat.pilot.mouse_up(seat.log, (10, 9))
        assert selected(seat).count("Question") > 3


async def test_an_answer_may_grow_below_a_selection() -> None:
    async with sitting([growing("one two\n\n")]) as seat:
        await seat.drag((2, 1), (4, 1))
        seat.log.grow(growing("one two\n\nthree " * 40))
        assert selected(seat) == "one"


async def test_another_width_ends_a_selection() -> None:
    async with sitting([answer(WRAPPED)]) as seat:
        await seat.drag((2, 1), (9, 1))
        assert selected(seat)
        await seat.pilot.resize_terminal(50, 21)
        await seat.pilot.pause()
        assert selected(seat) == ""


async def test_another_conversation_ends_a_selection() -> None:
    async with sitting([answer(WRAPPED)]) as seat:
        await seat.press("v")
        seat.log.show(talk(3, 50), at_end=True)
        assert not seat.log.selecting
        assert selected(seat) == ""


async def test_a_double_click_selects_the_block() -> None:
    async with sitting([answer(f"before\n\n{WRAPPED}\n\nafter")], width=40) as seat:
        await seat.pilot.click(seat.log, (10, seat.row_of("ground")), times=2)
        assert selected(seat).strip("\n") == WRAPPED


async def test_a_click_elsewhere_ends_a_selection() -> None:
    async with sitting([answer(WRAPPED)]) as seat:
        await seat.press("v")
        await seat.pilot.click(seat.log, (4, 2))
        assert selected(seat) == ""
        await seat.press("y")
        assert seat.app.copies == [(WRAPPED, "message")]


async def test_y_copies_what_the_mouse_selected() -> None:
    async with sitting([answer("one two three")]) as seat:
        await seat.drag((6, 1), (8, 1))
        await seat.press("y")
        assert seat.app.copies == [("two", "selection")]
        assert selected(seat) == ""


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("v", "first 潮汐 👩‍👩‍👧 end"),
        ("v j", "first 潮汐 👩‍👩‍👧 end\n"),
        ("v k l l l", "fir"),
        ("v k l l l h", "fi"),
        ("v k l l l l l l l l l l", "first 潮汐 👩‍👩‍👧"),
        ("v k l l l l l l l l l l h h", "first 潮汐"),
        ("v j j", "first 潮汐 👩‍👩‍👧 end\n\nsecond"),
        ("v j j j", "first 潮汐 👩‍👩‍👧 end\n\nsecond\n"),
        ("v j j j l l", "first 潮汐 👩‍👩‍👧 end\n\nsecond\n\nth"),
        ("v G", "first 潮汐 👩‍👩‍👧 end\n\nsecond\n\nthird"),
        ("v down right right", "first 潮汐 👩‍👩‍👧 end\n\nse"),
        ("v pagedown", "first 潮汐 👩‍👩‍👧 end\n\nsecond\n\nthird"),
    ],
)
async def test_keys_select(keys: str, text: str) -> None:
    async with sitting([answer("first 潮汐 👩‍👩‍👧 end\n\nsecond\n\nthird")]) as seat:
        await seat.press("g", "j", *keys.split())
        assert seat.log.selecting
        assert selected(seat) == text.rstrip("\n")
        await seat.press("y")
        assert seat.app.copies == [(text, "selection")]
        assert not seat.log.selecting


async def test_keys_select_upwards_into_what_was_never_seen() -> None:
    entries = talk(40)
    async with sitting(entries) as seat:
        await seat.press("K", "v")
        for _ in range(6):
            await seat.press("pageup")
            assert seat.log.selecting
        text = selected(seat)
        await seat.press("g")
        assert selected(seat).endswith(text)
        assert "Question 0?" in selected(seat)


async def test_v_again_selects_nothing() -> None:
    async with sitting([answer("one")]) as seat:
        await seat.press("v", "v")
        assert not seat.log.selecting
        assert selected(seat) == ""
        await seat.press("y")
        assert seat.app.copies == [("one", "message")]


async def test_everything_can_be_selected_unseen_cards_too() -> None:
    entries = talk(200)
    async with sitting(entries) as seat:
        await seat.press("g", "v", "G")
        text = selected(seat)
        assert all(e.text in text for e in entries if isinstance(e, Prompt))
        assert seat.shown[seat.log.size.height - 2] != ""
