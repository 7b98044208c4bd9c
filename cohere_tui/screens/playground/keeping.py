"""Runs are kept as they come, and come back."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import work

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.playground.drafting import Drafting
from cohere_tui.state.form import meant_values
from cohere_tui.state.playground.run import KeptRun, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Values

Answer = TypeVar("Answer")

GROWN_S: Final = 3.0
"""Between two writings of what has come of a run that is under way."""
_SELDOM: Final = 20
"""Where it takes long to write that, it is not done for more than one part in so many."""
INTERRUPTED: Final = "It was interrupted."
"""What is kept of a run says so until it ends: the app may end first."""


class Keeping(Drafting[Answer]):
    """Keeps each run as it comes, of a long one what has come."""

    ANSWER: ClassVar[Any] = None
    """The model of the answer, where it is one of the wire's."""

    def __init__(self) -> None:
        super().__init__()
        self._writing = asyncio.Lock()
        self._written: tuple[int, float] = 0, 0.0
        """How much of a way was written, and until when that is enough."""
        self._kept_as: dict[float, int] = {}
        """Under which numbers runs that have not ended are kept, by when they began."""

    def kept(self, answer: Answer) -> Any:
        """An answer as a JSON value, to be kept. Done in a thread."""
        return self.ANSWER.model_dump(answer, mode="json")

    def restored(self, values: Values, kept: Any) -> Answer:
        """The answer of `kept`. Done in a thread; raises `ValueError` for what it cannot be."""
        del values
        answer: Answer = self.ANSWER.model_validate(kept)
        return answer

    def raw(self, run: Run[Answer]) -> Any:
        """The answer as it is kept."""
        return self.kept(run.answer)

    def whole(self, run: Run[Answer]) -> Any:
        """The answer for the clipboard and for files, where its page shows less. In a thread."""
        return self.raw(run)

    # --- runs

    def came(self, run: Run[Answer]) -> None:
        """Keep it."""
        super().came(run)
        self.call_after_refresh(self._keep, run)

    # Described, because Textual writes out the arguments otherwise: an answer of 100,000 numbers.
    @work(group="keep", description="keep a run")
    async def _keep(self, run: Run[Answer]) -> None:
        assert self.house is not None
        profile = self.house.connection.profile
        await self.answered.filled()  # what a person waits for comes first
        answer = await asyncio.to_thread(self.kept, run.answer)
        try:
            async with self._writing:
                kept = KeptRun(
                    run.playground, run.values, answer, run.at, run.took_s, run.requests,
                    run.trouble, profile, self._kept_as.pop(run.at, 0),
                )  # fmt: skip
                number = await self.services.runs.keep(kept)
        except CohereTuiError as error:
            self.app.notify(f"The run was not kept: {error.told}", severity="warning", timeout=8)
            return
        if self.run is run:
            # Not a new run for its pages: it only has a number now.
            self.set_reactive(type(self).run, replace(run, id=number))

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Also keep what has come, now and then: the app may end in the middle of a long run."""
        self._written = 0, 0.0
        timer = self.set_interval(GROWN_S, self._keep_grown)
        try:
            with super()._looking():
                yield
        finally:
            timer.stop()

    @work(group="grown", description="keep what has come")
    async def _keep_grown(self) -> None:
        way, (seen, until), now = self.way, self._written, time.monotonic()
        if way is None or way.changes == seen or now < until or self._writing.locked():
            return
        async with self._writing:
            changes, (values, began) = way.changes, self.asked_for
            packed = await asyncio.to_thread(self._packed, values, way)
            if packed is not None and self.way is way:
                await self._write_grown(values, began, packed)
            took = time.monotonic() - now
            self._written = changes, now + took * _SELDOM

    def _packed(self, values: Values, way: Way[Answer]) -> tuple[Any, int] | None:
        """What has come, as it is kept, and of how many requests."""
        came = self.grown(values, way)
        requests = way.parts.done if way.parts else 1
        return None if came is None else (self.kept(came), requests)

    async def _write_grown(self, values: Values, began: float, packed: tuple[Any, int]) -> None:
        assert self.house is not None
        answer, requests = packed
        kept = KeptRun(
            self.NAME, values, answer, began, time.time() - began, requests, INTERRUPTED,
            self.house.connection.profile, self._kept_as.get(began, 0),
        )  # fmt: skip
        with suppress(CohereTuiError):  # it is told when the whole cannot be kept
            self._kept_as[began] = await self.services.runs.keep(kept)

    async def brought_back(self, number: int) -> Run[Answer] | None:
        """A run that was kept; None when it is gone. Raises `CohereTuiError`."""
        kept = await self.services.runs.get(number)
        if kept is None:
            return None
        try:
            return await asyncio.to_thread(self._read_back, kept, self.fields.everything)
        except ValueError as error:
            what = "This run was kept by another version, and cannot be shown by this one"
            raise CohereTuiError(what, remedy="Its form can still be run again.") from error

    def _read_back(self, kept: KeptRun, everything: Values) -> Run[Answer]:
        """A run, and all that is worked out of it once and remembered. Done in a thread."""
        answer = self.restored(kept.values, kept.answer)
        run = Run(
            kept.playground, kept.values, answer, kept.at, kept.took_s, kept.requests,
            kept.trouble, kept.id,
        )  # fmt: skip
        self.read_once(meant_values(self.fields.fields, {**everything, **kept.values}))
        self.told_of(run)
        return run
