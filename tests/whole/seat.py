"""Someone sitting before the whole app, whatever server, settings and disk there are behind it."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.state.turn import Turn
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.pilot import Pilot


@dataclass
class Seat:
    """The app, the keys before it and the eyes on it."""

    app: CohereTui
    pilot: Pilot[None]

    @property
    def chat(self) -> ChatScreen:
        """The chat screen, whatever lies over it."""
        (chat,) = self._chats
        return chat

    @property
    def furnished(self) -> bool:
        """Whether everything behind the first paint is there."""
        return any(chat.services is not None for chat in self._chats)

    @property
    def turn(self) -> Turn:
        """The newest answer."""
        turn = self.chat.talk.last_turn
        assert turn is not None
        return turn

    @property
    def answers(self) -> list[str]:
        """The texts of all answers of the conversation in sight."""
        return [one.text for one in self.chat.talk.entries if isinstance(one, Turn)]

    @property
    def answered(self) -> bool:
        """Whether the last thing said is an answer that is over, and all was done about it."""
        turn = self.chat.talk.last_turn
        return turn is not None and turn.phase.over and not self._works("answer in ")

    async def type(self, text: str) -> None:
        """Press the keys of a text."""
        await typed(self.pilot, text)

    async def press(self, *keys: str) -> None:
        """Press keys by their names."""
        await self.pilot.press(*keys)

    async def ask(self, text: str) -> None:
        """Type a prompt, send it, and wait until its answer is over."""
        before = self.chat.talk.last_turn
        await self.say(text)
        await until(lambda: self.answered and self._is_new(before), "the answer never ended")

    async def say(self, text: str) -> None:
        """Type a prompt in place of what is there, and send it."""
        before = self.chat.talk.entries
        self.chat.composer.focus()
        self.chat.composer.clear_text()
        await self.type(text)
        await self.press("enter")
        await until(lambda: self.chat.talk.entries is not before, "it was never sent")

    def _is_new(self, before: Turn | None) -> bool:
        return before is None or self.turn.id != before.id

    async def again(self) -> None:
        """Press `r` in the conversation, and wait until its answer is over."""
        before = self.turn
        self.chat.log_view.focus()
        await self.press("r")
        await until(lambda: self.answered and self._is_new(before), "it was never asked again")

    async def command(self, name: str) -> None:
        """Run a command of the command line."""
        self.chat.log_view.focus()
        await self.press("colon")
        await until(lambda: self.app.screen is not self.chat)
        await self.type(name)
        await self.press("enter")

    async def restart(self) -> None:
        """Have the settings read again, and wait until that is done."""
        before = self.chat.services
        await self.command("restart")
        await until(lambda: self.chat.services is not before, "it was never built again")
        await until(lambda: not self._works("open"), "the conversation was never opened again")

    def _works(self, group: str) -> bool:
        """Whether something goes on in a group of workers: `open` brings from the store."""
        return any(one.group.startswith(group) and not one.is_finished for one in self.chat.workers)

    def sees(self, words: str) -> bool:
        """Whether the words are on the screen, within one widget, however they are wrapped."""
        widgets = self.app.screen.walk_children()
        return any(words in self.read(one) for one in widgets if isinstance(one, Widget))

    async def gets_to_see(self, words: str) -> None:
        """Wait until the words are on the screen."""
        await until(lambda: self.sees(words), f"{words!r} is not on the screen:\n{self.picture}")

    async def gets_to_read(self, words: str) -> None:
        """Wait until the words are in what is in sight of the conversation."""
        await until(lambda: words in self.log, f"{words!r} is not in the log:\n{self.picture}")

    def read(self, widget: Widget) -> str:
        """What of a widget is really painted, on one line, without the bar at its left."""
        region = widget.region
        if not region.area:
            return ""
        strips = self.app.screen._compositor.render_strips()
        lines = [
            strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]
        ]
        return " ".join(" ".join(line.strip("▌ ") for line in lines).split())

    @property
    def _chats(self) -> list[ChatScreen]:
        return [one for one in self.app.screen_stack if isinstance(one, ChatScreen)]

    @property
    def picture(self) -> str:
        """The whole screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def log(self) -> str:
        """What of the conversation is in sight, on one line."""
        return self.read(self.chat.log_view)

    @property
    def notices(self) -> str:
        """All that pops up at the moment."""
        return "\n".join(notice.message for notice in self.app._notifications)


@asynccontextmanager
async def seated(
    options: Options | None = None, *, size: tuple[int, int] = (100, 26), furnished: bool = True
) -> AsyncGenerator[Seat]:
    """The app as this environment and these files make it, its own sandbox at full speed.

    Unless `furnished` is false, it is waited for until everything behind the first paint is there.
    """
    start = Start(options or Options(), Paths.of(os.environ), sandbox=_sandbox)
    app = CohereTui(start)
    async with app.run_test(size=size, notifications=True) as pilot:
        seat = Seat(app, pilot)
        if furnished:
            await until(lambda: seat.furnished, "the app was never furnished")
        yield seat


@asynccontextmanager
async def _sandbox() -> AsyncGenerator[str]:
    async with Sandbox() as sandbox:
        yield sandbox.url
