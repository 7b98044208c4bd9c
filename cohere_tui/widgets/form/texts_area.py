"""An area of a form for several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.plain import plain
from cohere_tui.widgets.folding_area import unix_lines
from cohere_tui.widgets.writing_area import WritingArea

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.geometry import Size

MOST_LINES = 10
"""It grows to so many lines, or a third of the terminal if that is less."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = True) -> Binding:
    return Binding(keys, action, what, id=f"texts.{name}", show=show)


class TextsArea(WritingArea):
    """Texts of a form; `value` is the whole of it, with what was folded."""

    DEFAULT_CSS = """
    TextsArea {
        height: auto; padding: 0 1; border: none; background: $panel;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        &:ansi { background: ansi_default; border-left: solid ansi_bright_black; padding: 0; }
        &:light .text-area--cursor {
            color: $input-cursor-foreground; background: $input-cursor-background;
        }
    }
    """

    BINDING_GROUP_TITLE = "Texts of a form"
    SWAPPED: ClassVar[Mapping[str, str]] = {
        "texts.send": "ctrl+j",
        "texts.newline": "enter,shift+enter",
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("enter", "send", "Run", "send", show=False),
        _key("ctrl+j,shift+enter", "newline", "New line", "newline"),
        _key("up", "cursor_up", "Line up", "up", show=False),
        _key("down", "cursor_down", "Line down", "down", show=False),
        _key("f7", "ask('FileWanted')", "From a file", "file"),
        _key("f4,ctrl+g", "ask('EditOutside')", "Edit in $EDITOR", "editor", show=False),
    ]

    class Done(Message):
        """The person pressed enter."""

    class Wanted(Message):
        """The person wants something of elsewhere in it."""

        def __init__(self, area: TextsArea) -> None:
            super().__init__()
            self.area = area

    class FileWanted(Wanted):
        """The texts of a file."""

    class EditOutside(Wanted):
        """What is saved in an editor."""

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.show_line_numbers = False
        self.load_text(self._folded(plain(unix_lines(value))))

    @property
    def value(self) -> str:
        """All that is in it."""
        return self.draft

    @value.setter
    def value(self, text: str) -> None:
        self.fill(text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has, and at least three, within the room there is."""
        height = super().get_content_height(container, viewport, width)
        return max(3, min(height, MOST_LINES, self.app.size.height // 3))

    def sent(self) -> None:
        """Say so: what is written stays."""
        self.post_message(self.Done())

    def action_ask(self, what: str) -> None:
        """Ask the screen for texts of elsewhere."""
        asked: dict[str, type[TextsArea.Wanted]] = {
            "FileWanted": self.FileWanted,
            "EditOutside": self.EditOutside,
        }
        self.post_message(asked[what](self))
