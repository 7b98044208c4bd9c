"""The line above a table on which its filter is written, and what is wrong with the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cohere_tui.plain import one_line
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

HINT = "word  !without  ~lttrs  re:pattern  column:word"


class FilterLine(Horizontal):
    """Hidden until it is `shown`; what is written there is told as `Changed`."""

    DEFAULT_CSS = """
    FilterLine {
        display: none; height: auto; background: $panel;
        &.-shown { display: block; }
        & .table--sign { width: 2; padding-left: 1; color: $accent; background: transparent; }
        & Input, & Input:focus {
            width: 1fr; height: 1; padding: 0 1; border: none; background: transparent;
            background-tint: transparent; color: $foreground;
        }
        & .table--fault { display: none; width: auto; max-width: 60%; height: auto; padding: 0 1;
            color: $warning; background: transparent; }
        &:ansi { background: ansi_default; text-style: underline; }
    }
    """

    line = getters.query_one(Input)

    @dataclass
    class Changed(Message):
        """Another filter is written."""

        query: str

    def compose(self) -> ComposeResult:
        """The sign, the line, and what is wrong."""
        yield Static("/", classes="table--sign")
        line = Input(placeholder=HINT)
        line.cursor_blink = False
        yield line
        yield Static("", classes="table--fault", markup=False)

    @property
    def query_text(self) -> str:
        """What is written."""
        return self.line.value

    @property
    def shown(self) -> bool:
        """Whether it is in sight."""
        return self.has_class("-shown")

    @property
    def written_on(self) -> bool:
        """Whether letters are written on it now."""
        return self.line.has_focus

    def show(self, *, shown: bool = True) -> None:
        """Bring it into sight, or hide it."""
        self.set_class(shown, "-shown")

    def fill(self, query: str) -> None:
        """Write a filter on it as a person would."""
        self.line.value = query
        self.line.cursor_position = len(query)

    def complain(self, fault: str) -> None:
        """Say what is wrong with the filter; an empty text takes it back."""
        told = self.query_one(".table--fault", Static)
        told.update(Content(f"{signs_of(self.app).warning} {one_line(fault, 120)}"))
        told.display = bool(fault)

    def take(self, event: Key) -> bool:
        """Write the letter of a key that is one; whether it was."""
        if event.character is None or not event.is_printable:
            return False
        self.line.insert_text_at_cursor(event.character)
        return True

    @on(Input.Changed)
    def _tell(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value.strip()))
