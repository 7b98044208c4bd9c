"""Going from place to place: by digit, by link, by name, and back along the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from cohere_tui.screens.placed import Placed
from cohere_tui.state.facts import Link
from cohere_tui.state.trail import Trail
from cohere_tui.widgets.palette import Command, commands_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cohere_tui.screens.place import PlaceScreen
    from cohere_tui.state.trail import Visit
    from cohere_tui.widgets.rail import Rail


class Going(Placed):
    """An app of places that remembers where the person was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("minus", "last", "Last place", id="app.last", show=False),
        Binding("H,left_square_bracket", "earlier", "Where I was", id="app.earlier", show=False),
        Binding("L,right_square_bracket", "later", "Forward again", id="app.later", show=False),
    ]

    def __init__(self, *, theme: str, copied: Path, first: str) -> None:
        super().__init__(theme=theme, copied=copied, first=first)
        self._last_place = ""
        self._trail = Trail()

    def action_go(self, name: str) -> None:
        """Go to a place."""
        if name != self.current_mode:
            self._leave(by_link=False)
            self._switch(name)

    def visit(self, link: Link) -> None:
        """Go to the place that shows a thing, and to the thing."""
        if self._offers(link.place):
            self._visit(link, by_link=True)
        else:
            self.notify(f"There is no place for {link.place} in this version.", severity="warning")

    def _visit(self, link: Link, *, by_link: bool = False) -> None:
        self._leave(by_link=by_link)
        self._switch(link.place)
        self.call_later(self._in_place, link.place, lambda place: place.visit(link))

    def go_and_filter(self, name: str, words: str) -> None:
        """Go to a place, and show of its list only what has these words."""
        if self._offers(name):
            self._leave(by_link=False)
            self._switch(name)
            self.call_later(self._in_place, name, lambda place: place.filter_by(words))

    def action_last(self) -> None:
        """Go to the place before this one."""
        if self._last_place:
            self.action_go(self._last_place)

    def commands(self) -> tuple[Command, ...]:
        """Everything that can be done here; a place is called by its own name, and takes words.

        So are its parts, which take none.
        """
        places = {place.binding.id: place for place in self.PLACES}
        here = tuple(
            replace(
                command,
                name=place.name,
                aliases=(command.name, *place.aliases),
                with_words=partial(self.go_and_filter, place.name),
            )
            if (place := places.get(command.name)) is not None
            else command
            for command in commands_of(self.screen, self.keymap)
        )
        parts = (
            Command(
                name,
                f"Go to {place.title}: {title}",
                partial(self._visit, Link(place.name, name)),
            )
            for place in self.PLACES
            for name, title in place.parts
        )
        own = () if self.place is None else self.place.commands()
        return (*here, *own, *parts)

    # --- the trail

    def action_earlier(self) -> None:
        """Go back to where the person was before: the same place, thing and page."""
        if (place := self.place) is not None and (step := self._trail.back(place.standing())):
            self._walk(*step)

    def action_later(self) -> None:
        """Go forward again."""
        if (place := self.place) is not None and (step := self._trail.forward(place.standing())):
            self._walk(*step)

    def leave_by_link(self) -> bool:
        """Go back to where a link was followed to here. False when none was."""
        if not (self._trail.by_link and self._trail.earlier):
            return False
        self.action_earlier()
        return True

    def _walk(self, there: Visit, trail: Trail) -> None:
        self._trail = trail
        self._switch(there.place)
        self.call_later(self._in_place, there.place, lambda place: place.stand(there))

    def _leave(self, *, by_link: bool) -> None:
        if self.is_open and (place := self.place) is not None:
            self._trail = self._trail.left(place.standing(), by_link=by_link)

    def _switch(self, name: str) -> None:
        if name != self.current_mode:
            self._last_place = self.current_mode if self.is_open else ""
            self.switch_mode(name)

    def _offers(self, name: str) -> bool:
        return any(place.name == name for place in self.PLACES)

    def _in_place(self, name: str, do: Callable[[PlaceScreen], None]) -> None:
        """Do something with a place, if it is still the one that is open."""
        place = self.place
        if place is not None and name == place.PLACE:
            do(place)

    def on_rail_chosen(self, message: Rail.Chosen) -> None:
        """A place was clicked."""
        self.action_go(message.name)
