"""The app with a playground in sight, on a sandbox that the test holds in its hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.state.facts import Link
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot
    from textual.widget import Widget

    from cohere_tui.sandbox.server import Sandbox
    from cohere_tui.screens.playground.panel import Panel


@dataclass
class Seat:
    """Someone sitting before a playground."""

    app: CohereTui
    pilot: Pilot[None]
    sandbox: Sandbox

    @property
    def place(self) -> PlaygroundScreen:
        """The place, whatever lies over it."""
        place = self.app.place
        assert isinstance(place, PlaygroundScreen)
        return place

    @property
    def panel(self) -> Panel[Any]:
        """The playground in sight."""
        assert self.place.panel is not None
        return self.place.panel

    def control(self, name: str) -> Widget:
        """What a field is filled in with."""
        return self.panel.fields.control(name)

    def hint(self, name: str) -> str:
        """What is said under a field."""
        return str(self.panel.fields.query_one(f"#hint-{name}").render())

    @property
    def told(self) -> str:
        """What is said under the answer."""
        return str(self.panel.answered.told.render())

    @property
    def text(self) -> str:
        """All that is on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    @property
    def words(self) -> str:
        """The same as one line, however it was wrapped, without the edges of a dialog."""
        return " ".join(word for word in self.text.split() if word.strip("│┃║▌▐|█▊▎"))

    @property
    def began(self) -> float:
        """When the run in sight was begun. It gets a number only later, when it has been kept."""
        return 0.0 if self.panel.run is None else self.panel.run.at

    async def run(self) -> None:
        """Press F5, and wait for the answer."""
        before = self.began
        await self.pilot.press("f5")
        await until(lambda: self.began != before and self.panel.way is None, "no answer")

    async def filled(self) -> None:
        """Wait until the page in sight shows the run."""
        answered = self.panel.answered
        await until(lambda: answered.pages.page not in answered.outdated)
        await answered.filled()

    async def fill(self, **values: str) -> None:
        """Write into fields."""
        for name, text in values.items():
            self.panel.fields.control(name).value = text
        await until(lambda: set(values) <= self.panel.fields.touched)


SitAt: TypeAlias = Callable[..., AbstractAsyncContextManager[Seat]]


@pytest.fixture
def sit_at(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> SitAt:
    """Opens the app on the sandbox, the playground of that name in sight."""
    monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
    monkeypatch.setenv("CO_API_URL", sandbox.url)

    @asynccontextmanager
    async def opened(
        name: str, width: int = 120, height: int = 40, *, app: type[CohereTui] = CohereTui
    ) -> AsyncIterator[Seat]:
        shell = app(Start(Options(screen="playground"), Paths.of(os.environ)))
        async with shell.run_test(size=(width, height)) as pilot:
            await until(lambda: isinstance(shell.place, PlaygroundScreen))
            seat = Seat(shell, pilot, sandbox)
            seat.place.visit(Link("playground", name))
            await until(lambda: seat.place.panel is not None and seat.place.tabs.shown == name)
            await until(lambda: seat.panel.house is not None and seat.panel.asked.has_focus_within)
            yield seat

    return opened
