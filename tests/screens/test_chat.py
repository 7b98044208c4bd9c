"""The chat screen, driven by keys, on the sandbox."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.gate import Gate
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.state.facts import Link
from cohere_tui.state.turn import Phase
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.picker import Picker
from tests.quiet import painted
from tests.until import until

if TYPE_CHECKING:
    import pytest

    from cohere_tui.sandbox.server import Sandbox
    from tests.screens.conftest import Sit


async def test_a_prompt_is_answered(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo The mill opened in **1801**.")
        await until(lambda: "The mill opened in 1801." in seat.shown)
        assert seat.chat.composer.draft == ""
        assert seat.chat.talk.title == "/echo The mill opened in **1801**."


async def test_ctrl_c_stops_and_keeps_what_came(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.type("/echo one two three four")
        await seat.pilot.press("enter")
        gate.let(4)
        await until(lambda: seat.shown.count("one") == 2)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.answered)
        turn = seat.chat.talk.last_turn
        assert turn is not None
        assert turn.phase is Phase.STOPPED
        assert "one" in turn.text
        assert "four" not in turn.text
        await until(lambda: "Stopped" in seat.shown)


async def test_esc_stops_too(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.type("/echo one two")
        await seat.pilot.press("enter")
        gate.let(4)
        await until(lambda: seat.shown.count("one") == 2)
        await seat.pilot.press("escape")
        await until(lambda: seat.answered)
        await until(lambda: "Stopped" in seat.shown)


async def test_an_error_keeps_the_prompt_and_says_what_to_do(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, keys=frozenset({"another"}))
        await seat.ask("hello there")
        await until(lambda: "401" in seat.shown)
        await until(lambda: "Check the key" in seat.shown)
        await until(lambda: seat.chat.composer.draft == "hello there")


async def test_r_asks_again_and_replaces_the_failure(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, keys=frozenset({"another"}))
        await seat.ask("/echo works now")
        await until(lambda: seat.chat.composer.draft == "/echo works now")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, keys=None)
        await seat.pilot.press("tab", "r")
        await until(lambda: "works now" in seat.shown and "401" not in seat.shown)
        await until(lambda: seat.answered)
        assert len(seat.chat.talk.entries) == 2
        assert seat.chat.composer.draft == ""


async def test_f5_asks_again_from_the_prompt_where_r_is_a_letter(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(Fault("/v2/chat", status=502),))
        await seat.ask("/echo works now")
        await until(lambda: seat.chat.composer.draft == "/echo works now")
        await until(lambda: "Press F5 to try again" in seat.shown)
        await until(lambda: seat.chat.composer.draft == "/echo works now")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        await seat.type(" and then")
        await seat.pilot.press("f5")
        await until(lambda: "works now" in seat.shown and "502" not in seat.shown)
        await until(lambda: seat.answered and seat.turn.phase is Phase.DONE)
        assert len(seat.chat.talk.entries) == 2
        assert seat.chat.composer.draft == "/echo works now and then"


async def test_f5_sends_what_is_written_and_leaves_a_good_answer_alone(sit: Sit) -> None:
    async with sit() as seat:
        await seat.type("/echo one")
        await seat.pilot.press("f5")
        await until(lambda: seat.answered)
        first = seat.turn.id
        await seat.pilot.press("f5")
        await seat.type("/echo two")
        await seat.pilot.press("f5")
        await until(lambda: len(seat.chat.talk.entries) == 4 and seat.answered)
        assert seat.chat.talk.entries[1].id == first
        assert seat.turn.text == "two"


async def test_a_second_prompt_waits_its_turn(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.type("/echo one")
        await seat.pilot.press("enter")
        await until(lambda: seat.service.answering)
        await seat.type("/echo two")
        await seat.pilot.press("enter")
        await until(lambda: len(seat.chat.talk.entries) == 3)
        gate.open()
        await until(lambda: len(seat.chat.talk.entries) == 4 and seat.answered)
        assert [type(e).__name__ for e in seat.chat.talk.entries] == [
            "Prompt", "Turn", "Prompt", "Turn",
        ]  # fmt: skip


async def test_stopping_gives_the_waiting_prompt_back(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.type("/echo one two")
        await seat.pilot.press("enter")
        gate.let(4)
        await until(lambda: seat.shown.count("one") == 2)
        await seat.type("and then")
        await seat.pilot.press("enter")
        await until(lambda: len(seat.chat.talk.entries) == 3)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.chat.composer.draft == "and then")
        await until(lambda: len(seat.chat.talk.entries) == 2)


async def test_conversations_are_listed_and_reopened(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo first answer")
        await seat.begin()
        await seat.ask("/echo second answer")
        await until(lambda: len(seat.chat.listed.conversations) == 2)
        seat.chat.listed.rows.focus()
        await seat.pilot.press("j", "enter")
        await until(lambda: "first answer" in seat.shown)
        assert "second answer" not in seat.shown


async def test_deleting_can_be_undone(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo keep me")
        await until(lambda: len(seat.chat.listed.conversations) == 1)
        seat.chat.listed.rows.focus()
        await seat.pilot.press("D")
        await until(lambda: len(seat.chat.listed.conversations) == 0)
        await seat.pilot.press("u")
        await until(lambda: len(seat.chat.listed.conversations) == 1)


async def test_a_conversation_is_renamed(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo hi")
        await until(lambda: len(seat.chat.listed.conversations) == 1)
        seat.chat.listed.rows.focus()
        await seat.pilot.press("e")
        await until(lambda: len(seat.app.screen_stack) == 2)
        await seat.pilot.press("ctrl+u")
        await seat.type("Mills")
        await seat.pilot.press("enter")
        await until(lambda: seat.chat.talk.title == "Mills")
        await until(lambda: seat.chat.listed.conversations[0].title == "Mills")


async def test_the_model_picker_is_fed_by_the_server(sit: Sit) -> None:
    async with sit() as seat:
        await seat.pilot.press("f8")
        await until(lambda: isinstance(seat.app.screen, Picker))
        picker = seat.app.screen
        assert isinstance(picker, Picker)
        await seat.type("r7b")
        await until(lambda: not picker._loading)
        assert seat.sandbox.requests
        await seat.pilot.press("enter")
        await until(lambda: seat.chat.talk.settings.model == "command-r7b-12-2024")
        header = seat.chat.query_one(Header)
        await until(lambda: header.connection.model == "command-r7b-12-2024")
        await seat.ask("hello")
        body = seat.sandbox.requests[-1].body
        assert isinstance(body, dict)
        assert body["model"] == "command-r7b-12-2024"


async def test_the_system_prompt_is_sent(sit: Sit) -> None:
    async with sit() as seat:
        await seat.pilot.press("f2")
        await until(lambda: len(seat.app.screen_stack) == 2)
        await seat.type("be brief")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.chat.talk.settings.system == "be brief")
        await seat.ask("hello")
        body = seat.sandbox.requests[-1].body
        assert isinstance(body, dict)
        assert body["messages"][0] == {"role": "system", "content": "be brief"}


async def test_the_log_stays_where_the_reader_is(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.ask("/echo " + "word " * 150)
        await seat.ask("/echo " + "more " * 150)
        await seat.pilot.press("tab", "g", "i")
        assert not seat.chat.log_view.following
        before = seat.shown
        await seat.ask("/echo a third")
        await painted(seat.app)
        assert seat.shown == before
        await seat.pilot.press("tab", "G")
        await until(lambda: "a third" in seat.shown)


async def test_text_from_outside_is_harmless(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo [/red] [@click=app.quit]x[/] \x1b[31m \u202e [bold]b")
        await until(lambda: "[/red] [@click=app.quit]x[/]" in seat.shown)
        assert "\x1b" not in seat.shown
        assert "\u202e" not in seat.shown


async def test_what_is_typed_is_there_at_the_next_start(sit: Sit) -> None:
    async with sit() as seat:
        await seat.type("half a thought")
    async with sit() as seat:
        await until(lambda: seat.chat.composer.draft == "half a thought")


async def test_each_conversation_has_its_own_draft(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo first")
        await seat.type("about the first")
        await seat.begin()
        assert seat.chat.composer.draft == ""
        await seat.type("about the new one")
        await until(lambda: len(seat.chat.listed.conversations) == 1)
        seat.chat.listed.rows.focus()
        await seat.pilot.press("enter")
        await until(lambda: seat.chat.composer.draft == "about the first")
        await seat.begin()
        await until(lambda: seat.chat.composer.draft == "about the new one")


async def test_a_prompt_from_elsewhere_keeps_what_was_written(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo the first")
        first = seat.chat.talk.id
        await seat.type("about the first")
        seat.app.visit(Link("chat", "Summarize\nthis.", what="prompt"))
        await until(lambda: seat.chat.composer.draft == "Summarize\nthis.")
        assert seat.chat.talk.id == ""
        await until(lambda: seat.chat.composer.has_focus)
        assert await seat.service.draft(first) == "about the first"
        await seat.type("!")
        seat.app.visit(Link("chat", "Or that.", what="prompt"))
        await until(lambda: seat.chat.composer.draft == "Or that.\n\nSummarize\nthis.!")


async def test_a_prompt_that_comes_before_the_house_is_ready_is_not_lost(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
    monkeypatch.setenv("CO_API_URL", sandbox.url)
    app = CohereTui(Start(Options(), Paths.of(os.environ)))
    async with app.run_test():
        await until(lambda: isinstance(app.screen, ChatScreen))
        chat = app.screen
        assert isinstance(chat, ChatScreen)
        chat.visit(Link("chat", "Early.", what="prompt"))
        await until(lambda: chat.services is not None and chat.composer.draft == "Early.")


async def test_a_prompt_that_comes_while_the_house_is_entered_is_not_lost(sit: Sit) -> None:
    async with sit() as seat:
        services = seat.chat.services
        assert services is not None
        remembering = seat.chat._remember(services)
        seat.chat.visit(Link("chat", "Soon after.", what="prompt"))
        beginning = [one for one in seat.app.workers if one.group == "open"]
        await remembering.wait()
        await until(lambda: all(one.is_finished for one in beginning))
        assert seat.chat.composer.draft == "Soon after."


async def test_a_sent_prompt_is_no_draft_any_more(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo said")
        assert await seat.service.draft("") == ""
    async with sit() as seat:
        await until(lambda: seat.remembered)
        assert seat.chat.composer.draft == ""


async def test_the_conversation_in_sight_is_renamed_and_deleted_without_the_list(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.ask("/echo hi")
        await seat.pilot.press("tab", "R")
        await until(lambda: len(seat.app.screen.query("Line")) == 1)
        await seat.pilot.press("ctrl+u")
        await seat.type("Mills")
        await seat.pilot.press("enter")
        await until(lambda: seat.chat.talk.title == "Mills")
        await seat.pilot.press("X")
        await until(lambda: seat.chat.talk.id == "")
        await seat.pilot.press("u")
        await until(lambda: len(seat.chat.listed.conversations) == 1)


async def test_an_answer_that_ends_out_of_sight_is_marked_until_it_is_read(sit: Sit) -> None:
    async with sit() as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.type("/echo elsewhere")
        await seat.pilot.press("enter")
        await until(lambda: len(seat.chat.listed.receiving) == 1)
        await seat.pilot.press("ctrl+n")
        await until(lambda: seat.chat.talk.id == "")
        gate.open()
        await until(lambda: len(seat.chat.listed.marked) == 1)
        seat.chat.listed.rows.focus()
        await seat.pilot.press("enter")
        await until(lambda: "elsewhere" in seat.shown)
        await until(lambda: not seat.chat.listed.marked)


async def test_a_link_is_shown_in_full_before_it_opens(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo see [the guide](https://example.com/a/long/path)")
        await seat.pilot.press("tab", "o")
        await until(lambda: len(seat.app.screen_stack) == 2)
        shown = seat.app.export_screenshot()
        assert "https://example.com/a/long/path" in shown.replace("&#160;", " ")
        await seat.pilot.press("escape")
        await until(lambda: len(seat.app.screen_stack) == 1)


async def test_only_web_addresses_are_opened(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo run [this](ssh://example.com)")
        await seat.pilot.press("tab", "o")
        await until(lambda: any("Only web" in n.message for n in seat.app._notifications))
        assert len(seat.app.screen_stack) == 1


async def test_g_goes_to_the_very_beginning_of_a_long_conversation(sit: Sit) -> None:
    async with sit() as seat:
        await seat.ask("/echo the beginning")
        conversation_id = seat.chat.talk.id
        for number in range(250):
            await seat.service.say(conversation_id, f"prompt {number}")
        seat.chat.listed.rows.focus()
        await seat.pilot.press("enter")
        await until(lambda: "prompt 249" in seat.shown)
        assert len(seat.chat.talk.entries) < 252
        await seat.pilot.press("tab", "g")
        await until(lambda: "the beginning" in seat.shown)
        assert len(seat.chat.talk.entries) == 252


async def test_a_screen_that_does_not_exist_is_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
    monkeypatch.setenv("CO_API_URL", sandbox.url)
    app = CohereTui(Start(Options(screen="chta"), Paths.of(os.environ)))
    async with app.run_test(size=(80, 24)):
        await until(lambda: any("--screen chta" in one.message for one in app._notifications))
