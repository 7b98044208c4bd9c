"""Reading with keys and mouse: the cursor, folds, copying, links."""

from __future__ import annotations

import pytest

from cohere_tui.state.parts import Block, Phase, ToolCall
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Prompt, ToolResult, Turn
from tests.widgets.log.desk import sitting
from tests.widgets.log.made import answer, growing, prompt, talk

THREE = "# Head\n\nsome words\n\n```python\nprint('hi')\n```\n"
LINKS = "See [one](https://one.example/a?b=c#d) and <mailto:x@y.example>.\n\n[two](ftp://files.example/x)"


async def test_the_cursor_goes_from_block_to_block_over_messages() -> None:
    async with sitting([prompt("Hello"), answer(THREE)]) as seat:
        await seat.press("g")
        assert seat.barred[0].startswith("You")
        for part in (["Hello"], ["Command A"], ["Head"], ["", "some words"]):
            await seat.press("j")
            assert seat.barred == part
        await seat.press("down")
        assert "print('hi')" in seat.barred[-1]
        await seat.press("j")
        assert "print('hi')" in seat.barred[-1]
        await seat.press("k", "up", "k")
        assert seat.barred == ["Command A"]


async def test_the_cursor_goes_from_message_to_message() -> None:
    async with sitting([prompt("one"), answer("two\n\nthree"), prompt("four")], 60, 40) as seat:
        await seat.press("g", "J")
        assert seat.barred == ["Command A"]
        await seat.press("shift+down")
        assert seat.barred[0].startswith("You")
        await seat.press("J", "J", "j")
        assert seat.barred == ["four"]
        await seat.press("K")
        assert seat.row_of("four") == 1 + next(
            y for y, row in enumerate(seat.rows) if row[:1].strip()
        )
        await seat.press("shift+up", "K", "K")
        assert seat.rows[0][:1].strip()


async def test_the_part_under_the_cursor_comes_into_sight() -> None:
    async with sitting(talk(60)) as seat:
        for key in ["k"] * 16 + ["K"] * 9 + ["j"] * 9 + ["J"] * 6:
            await seat.press(key)
            assert seat.barred, key


@pytest.mark.parametrize("key", ["pageup", "ctrl+u"])
async def test_the_cursor_comes_along_with_pages(key: str) -> None:
    async with sitting(talk(60)) as seat:
        for _ in range(6):
            await seat.press(key)
            assert seat.barred
        for _ in range(6):
            await seat.press(
                key.replace("up", "down").replace("u", "d") if "+" in key else "pagedown"
            )
            assert seat.barred


async def test_a_page_is_all_lines_but_one() -> None:
    async with sitting(talk(60)) as seat:
        first = seat.shown[0]
        await seat.press("pageup")
        assert seat.shown[-1] == first
        await seat.press("ctrl+d")
        await seat.press("ctrl+u")
        assert seat.shown[-1] == first


async def test_the_cursor_is_shown_only_with_the_focus() -> None:
    async with sitting([answer("x")]) as seat:
        assert seat.barred
        await seat.press("tab")
        assert seat.barred == []
        await seat.press("shift+tab")
        assert seat.barred == ["x"]


async def test_the_cursor_stays_on_its_part_while_the_answer_grows() -> None:
    async with sitting([growing("one\n\ntwo")]) as seat:
        await seat.press("k")
        assert seat.barred == ["one"]
        seat.log.grow(growing("one\n\ntwo\n\nthree"))
        assert seat.barred == ["one"]


async def test_a_cursor_whose_message_is_gone_is_placed_anew() -> None:
    async with sitting([prompt("one"), answer("two")]) as seat:
        seat.log.show([prompt("other"), answer("else")], at_end=True)
        await seat.press("y")
        assert seat.app.copies == [("else", "message")]


async def test_space_opens_and_closes_thoughts_and_tool_calls() -> None:
    turn = Turn(
        "t",
        blocks=(Block("thinking", Pieces.of("Because.")), Block("text", Pieces.of("So."))),
        calls=(ToolCall("c", "tide", Pieces.of('{"at":"Cobh"}')),),
        phase=Phase.DONE,
    )
    async with sitting([turn]) as seat:
        await seat.press("g", "j", "space")
        assert seat.barred == ["▾ Thought · 8 characters", "Because."]
        await seat.press("space")
        assert seat.barred == ["▸ Thought · 8 characters"]
        await seat.press("enter")
        assert "Because." in seat.shown
        await seat.press("j", "space")
        assert seat.barred == ["So."]
        await seat.press("j", "space")
        assert seat.barred == ['▾ tide {"at": "Cobh"}', "{", '  "at": "Cobh"', "}"]
        await seat.press("g", "space")
        assert "Because." in seat.shown


async def test_a_click_opens_a_fold_and_puts_the_cursor_there() -> None:
    async with sitting([answer("So.", thinking="Because.\nReally.")]) as seat:
        await seat.pilot.click(seat.log, (5, 1))
        assert seat.barred == ["▾ Thought · 16 characters", "Because.", "Really."]
        await seat.pilot.click(seat.log, (5, 2))
        assert len(seat.barred) == 3
        await seat.pilot.click(seat.log, (5, seat.row_of("So.")))
        assert seat.barred == ["So."]


async def test_folding_keeps_the_fold_where_it_is() -> None:
    async with sitting([*talk(20), prompt("line\n" * 100, "long"), *talk(4, 30)]) as seat:
        for _ in range(60):
            if not any("characters in all" in row for row in seat.barred):
                await seat.press("k")
        seat.log.scroll_sheet(-5)
        row = seat.row_of("characters in all")
        await seat.press("space")
        assert seat.shown[row - 1] == "line"
        await seat.press("j", "k")
        assert any("▾ 500 characters in all" in row for row in seat.barred)
        await seat.press("space")
        assert any("▸ 500 characters in all" in row for row in seat.shown)


async def test_five_megabytes_are_folded_and_copied_whole() -> None:
    text = "tide " * 1_000_000
    async with sitting([prompt(text, "big")]) as seat:
        assert seat.shown[-2] == "▸ 5,000,000 characters in all"
        await seat.press("space")
        assert seat.log.sheet.height < 5000
        await seat.press("G")
        assert "4,800,000 more characters are kept and copied" in " ".join(seat.shown)
        await seat.press("y")
        assert seat.app.copies == [(text, "message")]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (answer(THREE, thinking="hm"), THREE),
        (prompt("as *typed*\n"), "as *typed*\n"),
        (ToolResult("r", "c", "12 °C", 0.0), "12 °C"),
        (growing("half"), "half"),
    ],
)
async def test_y_copies_the_message_as_it_was_written(
    entry: Prompt | Turn | ToolResult, text: str
) -> None:
    async with sitting([prompt("before"), entry]) as seat:
        await seat.press("y")
        assert seat.app.copies == [(text, "message")]


async def test_big_y_copies_the_code_under_the_cursor_or_the_last() -> None:
    code = "```sh\nls\n```\n\nbetween\n\n~~~\n  two\n\n  lines\n~~~\n\nafter"
    async with sitting([prompt("x"), answer(code)]) as seat:
        await seat.press("Y", "k", "k", "k", "Y", "g", "Y")
        assert seat.app.copies == [
            ("  two\n\n  lines", "code block"),
            ("ls", "code block"),
            ("", "code block"),
        ]


async def test_links_of_the_block_else_of_the_message_are_asked_for() -> None:
    async with sitting([answer(f"{LINKS}\n\nno link")]) as seat:
        one, mail, two = (
            "https://one.example/a?b=c#d",
            "mailto:x@y.example",
            "ftp://files.example/x",
        )
        await seat.press("o", "k", "o", "k", "enter", "g", "o")
        assert seat.app.links == [(one, mail, two), (two,), (one, mail), (one, mail, two)]


async def test_where_there_is_no_link_none_is_asked_for() -> None:
    async with sitting([prompt("https://typed.example")]) as seat:
        await seat.press("o")
        assert seat.app.links == [()]


async def test_a_click_on_a_link_asks_with_its_whole_address() -> None:
    url = "https://example.com/" + "long/" * 60
    async with sitting([answer(f"潮汐 [here]({url}) there\n\n[odd](javascript:alert)")]) as seat:
        await seat.pilot.click(seat.log, (2 + 5, 1))
        await seat.pilot.click(seat.log, (2 + 8, 1))
        await seat.pilot.click(seat.log, (2 + 4, 1))
        await seat.pilot.click(seat.log, (2 + 9, 1))
        assert seat.app.links == [(url,), (url,)]


async def test_a_link_that_wraps_is_whole_on_each_line() -> None:
    async with sitting([answer("[" + "word " * 30 + "](https://x.example)")], width=40) as seat:
        await seat.pilot.click(seat.log, (5, 1))
        await seat.pilot.click(seat.log, (5, 3))
        assert seat.app.links == [("https://x.example",)] * 2


async def test_a_drag_that_ends_on_a_link_selects_only() -> None:
    async with sitting([answer("some [link](https://x.example) here")]) as seat:
        await seat.drag((2, 1), (9, 1))
        assert seat.app.links == []
        assert seat.app.screen.get_selected_text() == "some lin"


async def test_copying_a_message_far_from_sight_moves_nothing() -> None:
    async with sitting(talk(300)) as seat:
        await seat.press("g")
        seat.log.scroll_sheet(400)
        await seat.pilot.resize_terminal(50, 21)
        await seat.pilot.pause()
        before = seat.shown
        await seat.press("y")
        assert seat.app.copies == [("Question 0?", "message")]
        assert seat.shown == before
