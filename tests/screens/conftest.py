"""The whole app, in a terminal of a given size, on a sandbox that the test holds in its hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pytest

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.chat import ChatScreen
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from textual.pilot import Pilot

    from cohere_tui.services.chat import ChatService
    from cohere_tui.state.turn import Turn


@dataclass
class Seat:
    """Someone sitting before the app."""

    app: CohereTui
    pilot: Pilot[None]
    sandbox: Sandbox

    @property
    def chat(self) -> ChatScreen:
        """The chat screen."""
        (chat,) = (one for one in self.app.screen_stack if isinstance(one, ChatScreen))
        return chat

    @property
    def furnished(self) -> bool:
        """Whether the app is ready for work."""
        chats = [one for one in self.app.screen_stack if isinstance(one, ChatScreen)]
        return any(chat.services is not None for chat in chats)

    @property
    def service(self) -> ChatService:
        """The service behind the chat screen."""
        assert self.chat.services is not None
        return self.chat.services.chat

    @property
    def turn(self) -> Turn:
        """The newest answer."""
        turn = self.chat.talk.last_turn
        assert turn is not None
        return turn

    async def type(self, text: str) -> None:
        """Press the keys of a text."""
        await typed(self.pilot, text)

    async def ask(self, text: str) -> None:
        """Type a prompt, send it, and wait until its answer is over."""
        await self.type(text)
        await self.pilot.press("enter")
        await until(lambda: self.answered, "the answer never ended")

    async def begin(self) -> None:
        """Begin a new conversation, and wait until it is there with what was written for it."""
        await self.pilot.press("ctrl+n")
        await until(lambda: self.chat.talk.id == "" and not self._works("open"))

    @property
    def remembered(self) -> bool:
        """Whether what was written before the app was begun is there."""
        return not self._works("prompts")

    def _works(self, group: str) -> bool:
        return any(one.group.startswith(group) and not one.is_finished for one in self.app.workers)

    @property
    def answered(self) -> bool:
        """Whether the last thing said is an answer that is over, and all was done about it."""
        turn = self.chat.talk.last_turn
        return turn is not None and turn.phase.over and not self._works("answer in ")

    @property
    def shown(self) -> str:
        """The lines of the log that are in sight."""
        log = self.chat.log_view
        lines = (log.render_line(y) for y in range(log.size.height))
        return "\n".join("".join(s.text for s in strip).rstrip() for strip in lines)


Sit: TypeAlias = Callable[..., AbstractAsyncContextManager[Seat]]


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sit(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Opens the app on the sandbox, as a person with `CO_API_KEY` and `CO_API_URL` would."""
    monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
    monkeypatch.setenv("CO_API_URL", sandbox.url)

    @asynccontextmanager
    async def opened(
        width: int = 120, height: int = 40, *, read_only: bool = False
    ) -> AsyncIterator[Seat]:
        app = CohereTui(Start(Options(read_only=read_only), Paths.of(os.environ)))
        async with app.run_test(size=(width, height)) as pilot:
            seat = Seat(app, pilot, sandbox)
            await until(lambda: seat.furnished, "the app was never furnished")
            yield seat

    return opened
