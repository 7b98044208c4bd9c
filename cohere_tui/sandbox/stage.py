"""What all parts of a running sandbox share: its knobs, its gate, and what it has received."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection

    from cohere_tui.sandbox.gate import Gate
    from cohere_tui.sandbox.knobs import Fault, Knobs
    from cohere_tui.sandbox.world.world import World

KEPT = 500
"""How many received requests are remembered."""
KEPT_BYTES = 64 * 2**20
"""How much of their bodies; of what is too much, the older ones are let go."""


@dataclass(slots=True)
class Received:
    """A request, and how it went so far."""

    number: int
    """From 1, in order of arrival."""
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    """Lower-case names, without `authorization`: keys are never kept."""
    authorized: bool
    """Whether a key came and was right."""
    raw: bytes = field(repr=False)
    """Empty for uploads, which are not kept, and for what was let go."""
    size: int = 0
    """Bytes of the body that came so far."""
    body: Any = None
    """The parsed JSON; None where there was none."""
    status: int = 0
    """0 until answered."""
    events: int = 0
    """Events streamed so far."""
    over: bool = False
    """Whether the exchange has ended, either way."""
    hung_up: bool = False
    """Whether the caller went away before the answer was complete."""
    give_up: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)
    """Says that nobody reads the rest of the body; only then is a caller seen to leave in it."""

    def answer_id(self) -> str:
        """The id of the answer to it: follows from its number and what it says."""
        digest = hashlib.sha256(b"%d:%b" % (self.number, self.raw)).digest()
        return str(UUID(bytes=digest[:16], version=4))


class Stage:
    """The shared state. Turning the knobs makes the faults count afresh."""

    def __init__(self, knobs: Knobs, world: World) -> None:
        self._knobs = knobs
        self.world = world
        """What it remembers between requests."""
        world.clock.speed = knobs.speed
        self._met: dict[int, int] = {}
        self._turned = asyncio.Event()
        self.gate: Gate | None = None
        self.requests: list[Received] = []
        self.served = 0
        """How many requests came in all; `requests` keeps the last `KEPT`."""
        self.hang_up: Callable[[tuple[str, int]], None] = lambda caller: None  # noqa: ARG005
        """Closes the line to a caller; set by the server."""

    @property
    def knobs(self) -> Knobs:
        """The present setting."""
        return self._knobs

    @knobs.setter
    def knobs(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._met.clear()
        self.world.clock.speed = knobs.speed
        self._turned.set()
        self._turned = asyncio.Event()

    async def latency(self) -> None:
        """Return when a request that came just now may be answered, by whatever the knob says."""
        loop = asyncio.get_running_loop()
        came = loop.time()
        while (left := came + self._knobs.latency_s - loop.time()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._turned.wait(), left)

    def keep(self, received: Received) -> None:
        """Remember a request."""
        self.requests.append(received)
        del self.requests[:-KEPT]
        room = KEPT_BYTES
        for one in reversed(self.requests):
            room -= len(one.raw)
            if room < 0 and one.over:
                one.raw, one.body = b"", None

    def fault(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into, if any; it is then counted."""
        for index, fault in enumerate(self._knobs.faults):
            if fault.meets(method, path):
                met = self._met[index] = self._met.get(index, 0) + 1
                if met > fault.skip and (fault.times is None or met <= fault.skip + fault.times):
                    return fault
        return None


def stage_of(request: HTTPConnection) -> Stage:
    """The stage on which a request is played."""
    stage: Stage = request.state.stage
    return stage


def received_of(request: HTTPConnection) -> Received:
    """What was written down about a request."""
    received: Received = request.state.received
    return received
