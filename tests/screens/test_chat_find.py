"""Finding words in a conversation on the chat screen, what is not loaded yet included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.conversation import Settings
from cohere_tui.widgets.conversation_list import ConversationList
from tests.quiet import painted
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Seat, Sit


async def find(seat: Seat, text: str, key: str = "ctrl+f") -> None:
    """Look for a text."""
    await seat.pilot.press(key)
    await until(lambda: len(seat.app.screen_stack) == 2, "nothing asked for words")
    await seat.type(text)
    await seat.pilot.press("enter")
    await until(lambda: len(seat.app.screen_stack) == 1)
    await painted(seat.app)


async def test_words_are_found_from_the_prompt_and_esc_peels_them(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.ask("/echo a needle here")
        await seat.ask("/echo " + "word " * 300)
        await seat.type("a draft")
        await find(seat, "needle")
        await until(lambda: "a needle here" in seat.shown)
        assert seat.chat.log_view.found == "needle"
        assert seat.chat.log_view.has_focus
        await seat.pilot.press("n")
        await until(lambda: "a needle here" in seat.shown)
        await find(seat, "s", "slash")  # what was looked for stands there to be changed
        assert seat.chat.log_view.found == "needles"
        await seat.pilot.press("escape")
        assert seat.chat.log_view.found == ""
        assert seat.chat.log_view.has_focus
        await seat.pilot.press("escape")
        assert seat.chat.composer.has_focus
        assert seat.chat.composer.draft == "a draft"


async def test_older_entries_are_loaded_until_the_words_are_found(sit: Sit) -> None:
    async with sit() as seat:
        conversation = await seat.service.begin("long", Settings(model="command-a-03-2025"))
        for number in range(260):
            text = "the needle" if number == 3 else f"hay {number}\n" * 9
            await seat.service.say(conversation.id, text)
        seat.chat.open_conversation(ConversationList.Opened(conversation.id))
        await until(lambda: "hay 259" in seat.shown)
        assert len(seat.chat.talk.entries) < 260
        await find(seat, "needle")
        await until(lambda: "the needle" in seat.shown)
        assert len(seat.chat.talk.entries) == 260


async def test_slash_in_the_prompt_is_a_slash(sit: Sit) -> None:
    async with sit() as seat:
        await seat.type("/")
        assert seat.chat.composer.draft == "/"
