"""What is painted first: the frame of a place whose own screen is still being imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.screens.place import PlaceScreen
from cohere_tui.widgets.pane_title import PaneTitle
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.widgets.rail import Place


class Threshold(PlaceScreen):
    """The frame of `place`, where its list and its prompt will be. What is typed waits for it."""

    DEFAULT_CSS = """
    Threshold {
        & .threshold--pane { width: 32; display: none; border-right: vkey $border-blurred; }
        & .threshold--pane:ansi { border-right: vkey ansi_bright_black; }
        & .threshold--room { height: 1fr; }
        & .threshold--prompt { height: 3; border-top: hkey $border-blurred; }
        & .threshold--prompt:ansi { border-top: hkey ansi_bright_black; }
    }
    Threshold.-wide .threshold--pane, Threshold.-vast .threshold--pane { display: block; }
    Threshold.-short .threshold--prompt { height: 2; border-top: none; }
    """

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        self._written = ""

    @property
    def here(self) -> str:
        """The place that will stand here."""
        return self._place.name

    def aside(self) -> Iterable[Widget]:
        """Where the list will be."""
        if self._place.pane:
            yield Vertical(PaneTitle(self._place.pane), classes="threshold--pane")

    def content(self) -> ComposeResult:
        """Where the prompt will be."""
        yield Static(classes="threshold--room")
        if self._place.prompt:
            yield Static(self._prompt(), classes="threshold--prompt")

    def keep(self, event: Key | Paste) -> None:
        """Keep it for the place, and show meanwhile what it writes."""
        super().keep(event)
        self._written = _after(self._written, event)
        for prompt in self.query(".threshold--prompt").results(Static):
            prompt.update(self._prompt())

    def _prompt(self) -> Content:
        sign = (signs_of(self.app).here, "$accent")
        if not self._written:
            return Content.assemble(sign, (self._place.prompt, quiet(self.app)))
        line = plain(self._written).rpartition("\n")[2]
        return Content.assemble(sign, line[1 - self.app.size.width :], (" ", "reverse"))

    def _seen(self) -> None:
        """That it is painted changes nothing: nobody here will ever take what is typed."""


def _after(written: str, event: Key | Paste) -> str:
    """What stands in a prompt after a key or a paste, as far as can be told without one."""
    if isinstance(event, Paste):
        return written + event.text
    if event.is_printable and event.character is not None:
        return written + event.character
    return {"backspace": written[:-1], "ctrl+j": f"{written}\n", "enter": ""}.get(
        event.key, written
    )
