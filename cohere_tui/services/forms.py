"""What is written in forms and not sent yet: kept, and brought back whatever ended the app."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.store.store import Store


class FormService:
    """Unsent forms of one `kind`, by name; every method raises `StoreError`."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind
        self._turn = asyncio.Lock()

    async def keep(self, name: str, values: Mapping[str, str]) -> None:
        """Keep what is written in a form; forget it when that is nothing."""
        async with self._turn:  # what is kept last stays
            # In a thread: a form may hold the texts of a whole file.
            text = await asyncio.to_thread(json.dumps, dict(values)) if values else ""
            await self._store.drafts.keep(self._place(name), text)

    async def get(self, name: str) -> dict[str, str]:
        """What was last written in a form; empty for nothing."""
        try:
            found = json.loads(await self._store.drafts.get(self._place(name)) or "{}")
        except (ValueError, RecursionError):
            return {}
        values = found.items() if isinstance(found, dict) else ()
        return {name: value for name, value in values if isinstance(value, str)}

    def _place(self, name: str) -> str:
        """Where it is kept: beside the drafts of conversations, whose ids are hexadecimal."""
        return f"{self._kind}/{name}"
