"""A pager for tests of screens: a real program that keeps what it was given to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.drivers.headless_driver import HeadlessDriver

from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot


class AnySeat(Protocol):
    """Someone sitting before the app."""

    @property
    def pilot(self) -> Pilot[None]:
        """Their hands."""


class Pager:
    """The person's pager, in a terminal that can be given away."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # It is called what it stands for: others are waited for until enter is pressed.
        self._tool, self._seen = directory / "less", directory / "read in the pager"
        self.does("exit 0")
        monkeypatch.setenv("PAGER", str(self._tool))
        monkeypatch.setattr(HeadlessDriver, "can_suspend", True)

    def does(self, lines: str) -> None:
        """Say in shell what it does when it has read all."""
        self._tool.write_text(f"#!/bin/sh\ncat > '{self._seen}'\n{lines}\n")
        self._tool.chmod(0o755)

    async def reads(self, seat: AnySeat, *keys: str) -> str:
        """Press keys, and wait for what comes to be read."""
        self._seen.unlink(missing_ok=True)
        await seat.pilot.press(*keys)
        await until(self._seen.exists, f"nothing was read after {keys}")
        return self._seen.read_text()
