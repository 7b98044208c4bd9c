"""What the fields of a form are filled in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Static

from cohere_tui.state.form import Kind
from cohere_tui.widgets.form.browser import FileBrowser, folder_of
from cohere_tui.widgets.form.choices import ChoiceLine, ChoicesLine, ToggleLine
from cohere_tui.widgets.form.completing import common, completions
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.form.texts_area import TextsArea
from cohere_tui.widgets.in_order import InOrder
from cohere_tui.widgets.playground.examples_table import ExamplesTable
from cohere_tui.widgets.quick_line import QuickLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.state.form import Field, Values


class SecretLine(QuickLine):
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


class PathLine(QuickLine):
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
        """Write as much as all paths that fit have in common."""
        if not self.complete():
            raise SkipAction

    def complete(self) -> bool:
        """The same; False when there is nothing to write."""
        found = completions(self.value)
        shared = common(found)
        if len(shared) > len(self.value):
            self.value = shared
            self.cursor_position = len(shared)
            return True
        return False

    def action_browse(self) -> None:
        """Look for a file in the folders, from where the path leads to."""

        def chosen(path: str | None) -> None:
            if path is not None:
                self.value = path
                self.cursor_position = len(path)

        self.app.push_screen(FileBrowser(folder_of(self.value)), chosen)


Control = QuickLine | ChoiceLine | ChoicesLine | ToggleLine | PickLine | TextsArea | ExamplesTable


def control_for(field: Field, value: str, values: Callable[[], Values]) -> Control:
    """What a field is filled in with; `values` says what is in all fields."""
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
            return PickLine(field, values, value)
        case _:
            return QuickLine(value, limit=0)


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
