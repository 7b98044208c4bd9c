"""Facts to read in a dialog: what came of something that was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.reading_dialog import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cohere_tui.state.facts import FactLine


class FactDialog(ReadingDialog[None]):
    """Shows `facts`; a value under the cursor is copied with `y`."""

    DEFAULT_CSS = """
    FactDialog {
        & .dialog { width: 92; }
        & FactList, & FactList:ansi { height: 70vh; margin-top: 1; }
        & FactList { background: $surface; }
        &:ansi FactList { background: ansi_default; }
    }
    FactDialog.-short FactList { margin-top: 0; height: 80vh; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Facts"
    cancelled = None

    def __init__(self, title: str, facts: Sequence[FactLine]) -> None:
        super().__init__(title)
        self.facts = tuple(facts)
        """What it shows."""

    def body(self) -> ComposeResult:
        """The facts."""
        yield FactList(*self.facts)

    @on(FactList.CopyAsked)
    def copy_asked(self, event: FactList.CopyAsked) -> None:
        """Copy the value under the cursor."""
        event.stop()
        self.app.copy_to_clipboard(event.text)
