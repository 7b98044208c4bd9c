"""The frame of the main screens: rail, header line, what the screen is about, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.widgets import Input, TextArea

from cohere_tui.plain import one_line, plain
from cohere_tui.screens.patient import Patient
from cohere_tui.state.trail import Visit
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.manners import Cancels, fit
from cohere_tui.widgets.rail import Place, Rail
from cohere_tui.widgets.shell import Shell, drop_selection, selected_text
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.trouble_line import TroubleLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.errors import CohereTuiError
    from cohere_tui.screens.house import House
    from cohere_tui.state.connection import Connection
    from cohere_tui.state.facts import Link
    from cohere_tui.widgets.palette import Command

_RAILED: Final = ("-roomy", "-wide", "-vast")
"""The classes of screens with room for the rail."""


class PlaceScreen(Cancels, Patient):
    """A main screen. Subclasses name themselves in `PLACE` and say what is in `content`.

    It is painted before there is a house: `furnish` brings it. What runs, what is written and what
    would be lost is asked through `stop_running`, `clear_text` and `unfinished`.
    """

    PLACE: ClassVar[str] = ""
    """The name the registry knows it by."""

    _lasting = ""
    """What is wrong for the whole session."""

    DEFAULT_CSS = """
    PlaceScreen {
        overflow: hidden;
    }
    PlaceScreen Footer { split: bottom; }
    PlaceScreen Rail { split: left; }
    PlaceScreen Header { split: top; }
    PlaceScreen.-roomy Rail, PlaceScreen.-wide Rail, PlaceScreen.-vast Rail { display: block; }
    PlaceScreen.-short Header, PlaceScreen.-short Footer { display: none; }
    """

    def compose(self) -> ComposeResult:
        """The frame, with `aside` left of the header and `content` under it.

        All are children of the screen, split off it one after the other: containers around them
        would each cost a round of messages before the first paint.
        """
        fit(self)
        yield Footer()
        yield Rail(self._places(), self.here)
        for pane in self.aside():
            pane.styles.split = "left"
            yield pane
        yield Header()
        yield from self.content()

    @property
    def here(self) -> str:
        """The name of the place this is."""
        return self.PLACE

    def aside(self) -> Iterable[Widget]:
        """What stands between the rail and the header: a list, or nothing."""
        yield from ()

    def content(self) -> ComposeResult:
        """What the screen is about, from top to bottom."""
        yield from ()

    def furnish(self, house: House) -> None:
        """The house is ready. Subclasses take their service from it, and call this."""
        self._lasting = house.lasting
        self.show_trouble(None)
        self.show_connection(house.connection)

    def visit(self, link: Link) -> None:
        """Somebody comes for one thing of this place."""

    def commands(self) -> tuple[Command, ...]:
        """What can be done here and has no key of its own."""
        return ()

    def filter_by(self, words: str) -> None:
        """Somebody wants to see what has these words."""

    def standing(self) -> Visit:
        """What is seen here now, to come back to."""
        return Visit(self.PLACE)

    def stand(self, visit: Visit) -> None:
        """Somebody comes back to what was seen here."""

    def on_resize(self) -> None:
        """At first the classes fit already; of another size they are set only after this."""
        self.resized()
        self.call_next(self.resized)

    def on_screen_resume(self) -> None:
        """What lay over it may have hidden that the terminal changed its size."""
        self.call_next(self.resized)

    def resized(self) -> None:
        """Fit to the classes of the size: the header names the place where no rail does."""
        title = next((one.title for one in self._places() if one.name == self.here), "")
        for header in self.query(Header):
            header.place = "" if any(self.has_class(name) for name in _RAILED) else title

    def show_title(self, title: str, state: str = "") -> None:
        """Name what is open, in the header and in the terminal's title."""
        header = self.query_one(Header)
        header.title, header.state = title, state
        if isinstance(self.app, Shell):
            self.app.name_terminal(f"{one_line(title, 80)} · cohere-tui" if title else "cohere-tui")

    def show_connection(self, connection: Connection) -> None:
        """Name who answers."""
        self.query_one(Header).connection = connection

    def show_problems(self, count: int) -> None:
        """Tell in the header how many problems the settings have."""
        self.query_one(Header).problems = count

    def show_trouble(self, error: CohereTuiError | None) -> None:
        """Say under the header what is wrong, and what can be done; None: only what lasts is."""
        headers = self.query(Header)
        if not (headers and self.is_attached):
            return  # the app ends
        self.query(".place--trouble").remove()
        text = self._lasting if error is None else error.told
        if text:
            line = Content(f"{signs_of(self.app).failed} {plain(text)}")
            self.mount(TroubleLine(line), after=headers.first())

    def cancel(self) -> bool:
        """A step of `ctrl+c`: stop what runs, else clear what is written."""
        return self.stop_running() or self.clear_text()

    def stop_running(self) -> bool:
        """Stop what runs here. False when nothing did."""
        return False

    def clear_text(self) -> bool:
        """Clear the focused field, undoably where it can. False when there was nothing in it."""
        field = self.focused
        if isinstance(field, TextArea) and field.text:
            field.clear()
            return True
        if isinstance(field, Input) and field.value:
            field.clear()
            return True
        return False

    def back(self) -> bool:
        """Peel one layer off, for `esc`: a selection. False when there was none."""
        return self.peel_selection()

    def peel_selection(self) -> bool:
        """Drop what is selected. False when nothing was."""
        if not selected_text(self):
            return False
        drop_selection(self)
        return True

    def unfinished(self) -> str:
        """What would be lost by quitting now, as a sentence; empty when nothing would."""
        return ""

    def _places(self) -> tuple[Place, ...]:
        return self.app.PLACES if isinstance(self.app, Shell) else ()
