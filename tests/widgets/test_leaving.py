"""What a screen works on ends before its widgets do."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from cohere_tui.widgets.leaving import Leaving


class Told(Static):
    """Says that it is gone."""

    def __init__(self, gone: asyncio.Event) -> None:
        super().__init__()
        self._gone = gone

    def on_unmount(self) -> None:
        """It is."""
        self._gone.set()


class Pane(Widget):
    """Works on something that comes when its text has just gone."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()
        self.ended = ""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Told(self.gone)

    @work
    async def receive(self) -> None:
        """Wait, and show it."""
        try:
            await self.gone.wait()
            await asyncio.sleep(0)  # the text is taken from the pane
            self.query_one(Told).update("came too late")
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise


class Leaver(Leaving[None]):
    """A screen around it."""

    def compose(self) -> ComposeResult:
        """The pane."""
        yield Pane()

    @work
    async def look(self, pane: Pane) -> None:
        """The same, from the screen."""
        await pane.gone.wait()
        await asyncio.sleep(0)
        self.query_one(Told).update("came too late")


async def test_nobody_looks_for_widgets_that_are_gone() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = Leaver()
        await app.push_screen(screen)
        pane = screen.query_one(Pane)
        pane.receive()
        screen.look(pane)
        await pilot.pause()
        assert not screen.leaving
    assert pane.ended == "cancelled"
    assert screen.leaving


async def test_what_others_work_on_goes_on() -> None:
    app: App[None] = App()
    gate = asyncio.Event()

    async def wait() -> str:
        await gate.wait()
        return "done"

    async with app.run_test():
        screen = Leaver()
        await app.push_screen(screen)
        worker = app.run_worker(wait())
        await app.pop_screen()
        gate.set()
        assert await worker.wait() == "done"
