"""What the tests of embed jobs and batches have in common: time, moved along by the pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


@dataclass
class Pauses:
    """A way to pause: the sandbox's clock goes on by as much, and its work is done."""

    sandbox: Sandbox

    def __post_init__(self) -> None:
        self.sandbox.knobs = replace(self.sandbox.knobs, speed=0)
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await self.sandbox.rest()
        self.sandbox.clock.advance(seconds)
