"""A value to read in a dialog, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.reading_dialog import ReadingDialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class JsonDialog(ReadingDialog[None]):
    """Shows `value`, anything that JSON can say."""

    DEFAULT_CSS = """
    JsonDialog {
        & .dialog { width: 100; }
        & JsonView, & JsonView:ansi { height: 70vh; margin-top: 1; }
        & JsonView { background: $surface; }
        &:ansi JsonView { background: ansi_default; }
    }
    JsonDialog.-short JsonView { margin-top: 0; height: 80vh; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "JSON in a dialog"
    cancelled = None

    def __init__(self, title: str, value: object) -> None:
        super().__init__(title)
        self.value = value
        """What it shows."""

    def body(self) -> ComposeResult:
        """The value."""
        yield JsonView(self.value)

    @on(JsonView.CopyAsked)
    def copy_asked(self, event: JsonView.CopyAsked) -> None:
        """Copy the value under the cursor, or all of it."""
        event.stop()
        self.app.copy_to_clipboard(event.text)
