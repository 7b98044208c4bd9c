"""An app made of places: which there are, which is open, and the first one's frame before it."""

from __future__ import annotations

import asyncio
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from cohere_tui.screens.place import PlaceScreen
from cohere_tui.screens.threshold import Threshold
from cohere_tui.widgets.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cohere_tui.widgets.rail import Place


class Placed(Shell):
    """A shell around `PLACES`, each a mode of its own; `first` names the one to begin with.

    Subclasses hear of it when the first place is `entered`, and when any is `opened`.
    """

    def __init__(self, *, theme: str, copied: Path, first: str) -> None:
        super().__init__(theme=theme, copied=copied)
        self._first = next((one for one in self.PLACES if one.name == first), self.PLACES[0])
        self.is_open = False
        """Whether the first place is on screen."""
        for place in self.PLACES:
            self.add_mode(place.name, partial(self._open_place, place))

    def on_mount(self) -> None:
        """The frame is about to be painted; the place comes after."""
        self.call_after_refresh(self.call_later, self._enter)

    def entered(self) -> None:
        """The first place is painted."""

    def opened(self, screen: PlaceScreen) -> None:
        """A place is on screen for the first time."""

    def get_default_screen(self) -> PlaceScreen:
        """What is painted first: the frame of the first place."""
        return Threshold(self._first)

    async def _enter(self) -> None:
        """The frame is painted: import the first place, and go there."""
        threshold = self.screen
        # In a thread, so that what is typed meanwhile is seen at once.
        await asyncio.to_thread(import_module, self._first.screen.partition(":")[0])
        if not self.is_running:
            return  # it was left meanwhile
        await self.switch_mode(self._first.name)
        place = self.screen
        if isinstance(threshold, PlaceScreen) and isinstance(place, PlaceScreen):
            threshold.hand_over(place)
        place.call_after_refresh(self._entered)

    def _entered(self) -> None:
        self.is_open = True
        self.entered()

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything again. Before the first place is open there is nothing to restyle."""
        if self.is_open:
            super().refresh_css(animate)

    def _open_place(self, place: Place) -> PlaceScreen:
        """Import and make a place, when it is first opened."""
        module, _, name = place.screen.partition(":")
        screen: PlaceScreen = getattr(import_module(module), name)()
        screen.call_later(self.opened, screen)
        return screen

    def open_places(self) -> Sequence[PlaceScreen]:
        """Every place that was opened, the frame of the first among them."""
        stacks = (self.get_screen_stack(mode) for mode in self._screen_stacks)
        return [one for stack in stacks for one in stack if isinstance(one, PlaceScreen)]

    @property
    def place(self) -> PlaceScreen | None:
        """The place that is open, whatever dialogs lie over it."""
        found = (one for one in self.screen_stack if isinstance(one, PlaceScreen))
        return next(found, None)
