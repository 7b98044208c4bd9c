"""Reading on in a training where the last look ended (API.md 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.errors import BadRequest, Unprocessable
from cohere_tui.services.paging import Page, by_token
from cohere_tui.state.training import Training

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cohere_tui.models.finetunes import Event, FinetunedModel, StepMetrics


class Follower:
    """Looks at one training; each look asks only for what is new.

    Events come newest first, so that asking ends at the first page with a known one. Measurements
    come in the order of their steps, so that asking begins at the page that was the last one: it
    may have grown. Where a server orders them otherwise, all are asked for again.
    """

    def __init__(
        self,
        model: Callable[[], Awaitable[FinetunedModel]],
        events: Callable[[str], Awaitable[Page[Event]]],
        metrics: Callable[[str], Awaitable[Page[StepMetrics]]],
    ) -> None:
        self._model = model
        self._events = events
        self._metrics = metrics
        self._training = Training()
        self._token = ""
        """Names the page of measurements to go on with."""

    async def look(self) -> Training:
        """All that is known now. When it raises, the next look makes up for it."""
        # The stage first: once it is over, what is asked for after that is complete.
        model = await self._model()
        events = await self._new_events()
        steps, token = await self._new_steps()
        self._training, self._token = self._training.extended(model, events, steps), token
        return self._training

    async def _new_events(self) -> list[Event]:
        known = self._training.events
        found: list[Event] = []
        async for events in by_token(self._events):
            found += events
            if any(event in known for event in events):
                break
        return found

    async def _new_steps(self) -> tuple[list[StepMetrics], str]:
        """The measurements from the page of `_token` on, and the token to go on with."""
        try:
            return await self._steps_from(self._token)
        except (BadRequest, Unprocessable):
            if not self._token:
                raise
        return await self._steps_from("")  # the server has forgotten its token

    async def _steps_from(self, start: str) -> tuple[list[StepMetrics], str]:
        found: list[StepMetrics] = []
        last = start

        async def fetch(token: str) -> Page[StepMetrics]:
            nonlocal last
            last = token or start
            return await self._metrics(last)

        async for steps in by_token(fetch):
            found += steps
        return found, last if _rise(found) else ""


def _rise(steps: list[StepMetrics]) -> bool:
    numbers = [step.step_number for step in steps if step.step_number is not None]
    return numbers == sorted(numbers)
