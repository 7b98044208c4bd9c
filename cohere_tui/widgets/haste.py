"""Keys that come quicker than what they are meant for: a dialog that is only just being opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.events import Key

if TYPE_CHECKING:
    from textual.events import Event


class Patience(App[None]):
    """An app that keeps keys for a dialog until it `listens`, and gives them to it in order.

    Over a slow line `:ds tide` and `enter` arrive in one piece, while `:` has yet to open the
    command line: without this the letters would be commands of what lies below.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._early: list[Key] = []

    async def on_event(self, event: Event) -> None:
        """Keep a key that nobody can take yet; and those behind it, to keep their order."""
        new = isinstance(event, Key) and not event.is_forwarded
        if isinstance(event, Key) and new and (self._early or not self._somebody_listens):
            self._early.append(event)
            if self._somebody_listens:  # what they were kept for may never have come
                self.hear()
        else:
            await super().on_event(event)

    def hold(self, key: Key) -> None:
        """Keep a key that came to the wrong place: one before it has opened something."""
        self._early.append(Key(key.key, key.character))
        self.hear()

    def hear(self) -> None:
        """Somebody listens by now: give them what was kept."""
        if self._early:
            self.call_later(self._catch_up)

    async def _catch_up(self) -> None:
        if not self._somebody_listens:
            return  # they will say when they do
        early, self._early = self._early, []
        for event in early:
            await self.on_event(event)

    @property
    def _somebody_listens(self) -> bool:
        return not self.screen_stack or getattr(self.screen, "listens", True)
