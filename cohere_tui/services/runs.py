"""Runs of playgrounds: kept, listed, brought back; and what is written in their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.services.forms import FormService

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.state.playground.run import KeptRun, RunLine
    from cohere_tui.store.store import Store


class RunService:
    """The runs of one profile's playgrounds; every method raises `StoreError`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forms = FormService(store, "playground")

    async def keep(self, run: KeptRun) -> int:
        """Add a run; gives its number. It is done even when the caller is cancelled."""
        return await self._store.runs.keep(run)

    async def list(self, playground: str) -> tuple[RunLine, ...]:
        """The last 500 runs of a playground, the newest first."""
        return await self._store.runs.list(playground)

    async def get(self, number: int) -> KeptRun | None:
        """One run, whole; None when it is gone."""
        return await self._store.runs.get(number)

    async def remove(self, number: int) -> None:
        """Forget a run for good."""
        await self._store.runs.remove(number)

    async def keep_draft(self, playground: str, values: Mapping[str, str]) -> None:
        """Keep what is written in the form of a playground; nothing forgets it."""
        await self._forms.keep(playground, values)

    async def draft(self, playground: str) -> dict[str, str]:
        """What was last written in the form of a playground; empty for nothing."""
        return await self._forms.get(playground)
