"""Keys that come quicker than what they are meant for: a dialog that is only just being opened."""

from __future__ import annotations

import asyncio
from bisect import insort
from math import inf, nextafter
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.events import Key, Paste

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Event
    from textual.widget import Widget


class Patience(App[None]):
    """An app that keeps keys and pastes for a dialog until it `listens`; it gets them in order.

    Over a slow line `:ds tide` and `enter` arrive in one piece, while `:` has yet to open the
    command line: without this the letters would be commands of what lies below. The same holds for
    a focus that goes from one widget to another: see `hand_over`.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._early: list[Key | Paste] = []
        self._left: list[Widget] = []
        """Widgets that the focus went from, and that keys may still wait for."""
        self._read_at = self._latest = 0.0
        """When the last key came; and a hair later for each that came with it."""

    async def on_event(self, event: Event) -> None:
        """Keep a key that nobody can take yet; and those behind it, to keep their order."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            # Those of one read came at one time: by a hair they are told apart, wherever they wait.
            same = event.time == self._read_at
            self._read_at = event.time
            event.time = self._latest = nextafter(self._latest, inf) if same else event.time
        await self._take(event)

    async def _take(self, event: Event) -> None:
        wait = self._early or self._left or not self._listens
        if isinstance(event, Key | Paste) and not event.is_forwarded and wait:
            self._keep(event)
            if self._listens:  # what they were kept for may never have come
                self.hear()
        else:
            await super().on_event(event)

    def hold(self, key: Key) -> None:
        """Keep a key that came to the wrong place: one before it has opened something."""
        kept = Key(key.key, key.character)
        kept.time = key.time
        self._keep(kept)
        self.hear()

    def hand_over(self, widget: Widget) -> None:
        """The focus goes from `widget` elsewhere: keys that wait for it come there before new ones.

        To be called before the focus goes; `widget` holds (`hold`) the keys it should not have got.
        """
        if widget.call_later(self._handed, widget):  # behind all keys that it was sent
            self._left.append(widget)

    def in_turn(self, path: Sequence[Widget], act: Callable[[], object]) -> None:
        """Do something when each of `path` has heard what it was told, one after the other.

        Keys typed behind it wait for that. Where one of them is gone by then, nothing is done.
        """
        first, *rest = path
        if first.call_later(self._turn, first, rest, act):
            self._left.append(first)

    def _turn(self, widget: Widget, path: Sequence[Widget], act: Callable[[], object]) -> None:
        self._left.remove(widget)
        if path:
            self.in_turn(path, act)
        else:
            act()
        self.hear()

    def owes(self, widget: Widget) -> bool:
        """Whether keys wait for what `widget` has yet to hear of."""
        return widget in self._left

    def _handed(self, widget: Widget) -> None:
        self.call_later(self._gone, widget)  # behind a focus that was asked for

    async def _gone(self, widget: Widget) -> None:
        await asyncio.sleep(0)  # a worker opens its dialog
        if widget in self._left:
            self._left.remove(widget)
        self.hear()

    def _keep(self, event: Key | Paste) -> None:
        """In the order in which they were typed."""
        insort(self._early, event, key=lambda one: one.time)

    def hear(self) -> None:
        """Somebody listens by now: give them what was kept."""
        if self._early:
            self.call_later(self._catch_up)

    async def _catch_up(self) -> None:
        self._left = [one for one in self._left if one.is_attached]
        if self._left or not self._listens:
            return  # they will say when they do
        early, self._early = self._early, []
        for event in early:
            await self._take(event)

    @property
    def _listens(self) -> bool:
        return not self.screen_stack or getattr(self.screen, "listens", True)
