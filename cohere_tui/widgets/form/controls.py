"""What the fields of a form are filled in with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Static

from cohere_tui.plain import one_line
from cohere_tui.state.form import Kind
from cohere_tui.widgets.dialog import Line
from cohere_tui.widgets.form.browser import FileBrowser, folder_of
from cohere_tui.widgets.form.choices import ChoiceLine, ChoicesLine, Filled, ToggleLine
from cohere_tui.widgets.form.completing import common, completions
from cohere_tui.widgets.form.texts_area import TextsArea
from cohere_tui.widgets.in_order import InOrder
from cohere_tui.widgets.playground.examples_table import ExamplesTable
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from textual.events import Click

    from cohere_tui.state.form import Field


class SecretLine(Line):
    """A masked line. What is written on it leaves by no clipboard."""

    def __init__(self, value: str = "") -> None:
        super().__init__(value, secret=True)

    def action_copy(self) -> None:
        """A secret is not copied."""

    def action_cut(self) -> None:
        """The same."""


class Paths(Suggester):
    """Completes the path of a file or a directory."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins so; directories end in a slash."""
        found = completions(value)
        return found[0] if found else None


class PathLine(Line):
    """A line for the path of a file: `tab` and the right arrow take what is suggested.

    Of a long one the end is seen: it is the name that matters.
    """

    SHOWS_END = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", id="path.complete", show=False),
        Binding("f7", "browse", "Look for it", id="path.browse"),
    ]

    def __init__(self, value: str = "") -> None:
        super().__init__(value)
        self.suggester = Paths()

    def action_complete(self) -> None:
        """Write as much as all paths that fit have in common; else go to the next field."""
        found = completions(self.value)
        shared = common(found)
        if len(shared) > len(self.value):
            self.value = shared
            self.cursor_position = len(shared)
        else:
            self.screen.focus_next()

    def action_browse(self) -> None:
        """Look for a file in the folders, from where the path leads to."""

        def chosen(path: str | None) -> None:
            if path is not None:
                self.value = path
                self.cursor_position = len(path)

        self.app.push_screen(FileBrowser(folder_of(self.value)), chosen)


@dataclass
class PickAsked(Message):
    """The list to pick from is asked for."""

    line: PickLine


class PickLine(InOrder, Widget, can_focus=True):
    """What was picked from a list.

    The form opens the list when it hears `PickAsked`.
    """

    DEFAULT_CSS = """
    PickLine { height: 1; padding: 0 1; background: $panel; }
    PickLine:focus { text-style: bold; }
    PickLine:ansi { background: ansi_default; text-style: underline; }
    PickLine:ansi:focus { text-style: bold underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "Pick", id="pick.pick"),
        Binding("delete,backspace", "clear", "Clear", id="pick.clear", show=False),
    ]

    value: reactive[str] = reactive("")

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.set_reactive(PickLine.value, value)

    def render(self) -> Content:
        """What was picked, or how to."""
        if self.value:
            return Content(one_line(self.value))
        return Content.styled("space shows the list", quiet(self.app))

    def watch_value(self, before: str, now: str) -> None:
        """Tell the form."""
        if before != now and self.is_mounted:
            self.post_message(Filled(self))

    def action_pick(self) -> None:
        """Ask for the list."""
        self.post_message(PickAsked(self))

    def action_clear(self) -> None:
        """Take nothing."""
        self.value = ""

    def on_click(self, event: Click) -> None:
        """A click asks for the list."""
        event.stop()
        self.action_pick()


Control = Line | ChoiceLine | ChoicesLine | ToggleLine | PickLine | TextsArea | ExamplesTable


def control_for(field: Field, value: str) -> Control:
    """What a field is filled in with."""
    match field.kind:
        case Kind.SECRET:
            return SecretLine(value)
        case Kind.PATH:
            return PathLine(value)
        case Kind.CHOICE:
            return ChoiceLine(field.options, value)
        case Kind.CHOICES:
            return ChoicesLine(field.options, value)
        case Kind.TOGGLE:
            return ToggleLine(value)
        case Kind.TEXTS:
            return TextsArea(value)
        case Kind.EXAMPLES:
            return ExamplesTable(value)
        case Kind.PICK:
            return PickLine(value)
        case _:
            return Line(value, limit=0)


class SendButton(InOrder, Static, can_focus=True):
    """What sends the form."""

    DEFAULT_CSS = """
    SendButton {
        width: auto; height: 1; padding: 0 2; background: $panel;
        &:focus { background: $accent; color: $button-color-foreground; text-style: bold; }
        &:ansi { background: ansi_default; color: ansi_default; }
        &:ansi:focus { text-style: bold reverse; }
    }
    """

    class Pressed(Message):
        """It was clicked."""

    def __init__(self, verb: str) -> None:
        super().__init__(Content(verb), classes="form--button")

    def say(self, text: str) -> None:
        """Show another text, if it is still there."""
        if self.is_attached:
            self.update(Content(text))

    def on_click(self) -> None:
        """A click sends."""
        self.post_message(self.Pressed())
