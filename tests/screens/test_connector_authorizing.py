"""The dialog that waits: what it says while a look fails, and that leaving it ends the looking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

from cohere_tui.errors import TimedOut
from cohere_tui.models.connectors import Connector
from cohere_tui.screens.connector_authorizing import AuthorizeDialog
from cohere_tui.services.watching import Look
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

WAITING = Connector.model_validate({"id": "c", "auth_type": "oauth"})


class Looks:
    """Gives what the test puts in; knows when nobody looks any more."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Look[Connector]] = asyncio.Queue()
        self.ended = False

    async def look(self) -> AsyncGenerator[Look[Connector], None]:
        try:
            while True:
                yield await self.queue.get()
        finally:
            self.ended = True


async def test_trouble_is_told_and_over_when_it_is_over() -> None:
    app: App[None] = App()
    looks, answers = Looks(), list[Connector | None]()
    async with app.run_test(size=(80, 24)):
        shown = AuthorizeDialog("Drive", "https://idp.example/authorize", looks.look())
        app.push_screen(shown, answers.append)
        await until(lambda: "not authorised yet" in state_of(shown))
        looks.queue.put_nowait(Look(WAITING, 8.0, TimedOut("[b]the host fell silent")))
        await until(lambda: "! [b]the host fell silent; next look in 8 s" in state_of(shown))
        looks.queue.put_nowait(Look(WAITING, 3.0))
        await until(lambda: "not authorised yet" in state_of(shown))
        looks.queue.put_nowait(Look(WAITING, None))
        await until(lambda: answers == [WAITING])
        await until(lambda: looks.ended)


async def test_leaving_ends_the_looking() -> None:
    app: App[None] = App()
    looks, answers = Looks(), list[Connector | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        shown = AuthorizeDialog("Drive", "https://idp.example/authorize", looks.look())
        app.push_screen(shown, answers.append)
        looks.queue.put_nowait(Look(WAITING, 3.0))
        await until(lambda: "not authorised yet" in state_of(shown) and looks.queue.empty())
        await pilot.press("escape")
        await until(lambda: answers == [None])
        await until(lambda: looks.ended)


def state_of(shown: AuthorizeDialog) -> str:
    return " ".join(str(one.render()) for one in shown.query(".authorize--state").results(Static))
