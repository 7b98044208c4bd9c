"""The rail: the places of the app, each with its digit, the present one marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click


@dataclass(frozen=True, slots=True)
class Place:
    """One main screen, as the registry names it."""

    name: str
    key: str
    """The digit that goes there."""
    title: str
    screen: str
    """Where its class is found: `package.module:Class`; imported when the place is first opened."""
    pane: str = ""
    """The title of the list beside it, if there is one: painted before the list is there."""
    prompt: str = ""
    """What its empty prompt says, if there is one: painted before the prompt is there."""
    aliases: tuple[str, ...] = ()
    """What else the command line calls it."""
    parts: tuple[tuple[str, str], ...] = ()
    """Names and titles of what is in it and has a name of its own on the command line."""

    @property
    def binding(self) -> Binding:
        """The digit as a binding of the app."""
        name = f"go.{self.name.replace('-', '_')}"
        return Binding(self.key, f"go('{self.name}')", f"Go to {self.title}", id=name, show=False)


class Rail(Widget):
    """The places, one per line. A click goes there."""

    DEFAULT_CSS = """
    Rail {
        width: 14; height: 1fr; display: none; background: $background; color: $foreground;
        border-right: vkey $border-blurred;
    }
    Rail:ansi { background: ansi_default; border-right: vkey ansi_bright_black; }
    """

    here: reactive[str] = reactive("")
    """The name of the present place."""

    @dataclass
    class Chosen(Message):
        """A place was clicked."""

        name: str

    def __init__(self, places: Sequence[Place], here: str) -> None:
        super().__init__()
        self._places = tuple(places)
        self.set_reactive(Rail.here, here)

    def render(self) -> Content:
        """A line for each place: where we are bold, behind its mark."""
        sign = signs_of(self.app).here
        secondary = quiet(self.app)
        return Content("\n").join(
            Content.assemble((sign, "$accent"), (f"{place.key} {place.title}", "bold"))
            if place.name == self.here
            else Content.assemble(" ", (f"{place.key} ", secondary), (place.title, secondary))
            for place in self._places
        )

    def on_click(self, event: Click) -> None:
        """Ask for the place that was clicked."""
        if event.y < len(self._places):
            self.post_message(self.Chosen(self._places[event.y].name))
