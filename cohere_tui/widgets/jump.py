"""Jump labels: a letter on everything that can be focused; the letter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from cohere_tui.widgets.manners import Cancels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key
    from textual.widget import Widget

LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"


class Jump(Cancels, ModalScreen["Widget | None"]):
    """Labels on `targets`, where they stand; answers the one whose letter is pressed."""

    DEFAULT_CSS = """
    Jump {
        background: transparent; layers: labels;
        & Static {
            layer: labels; position: absolute; width: auto; height: 1;
            background: $accent; color: $button-color-foreground; text-style: bold;
        }
        & Static:ansi { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+o", "close", "Cancel", id="jump.close"),
    ]

    BINDING_GROUP_TITLE = "Jump labels"

    def __init__(self, targets: Sequence[Widget]) -> None:
        super().__init__()
        self._targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """One label in the corner of each target."""
        for letter, target in self._targets.items():
            sign = Static(f" {letter} ", markup=False)
            sign.styles.offset = target.region.offset
            yield sign

    def on_key(self, event: Key) -> None:
        """Go where the letter stands; any other key leaves."""
        if event.key not in {"escape", "ctrl+o"}:
            event.stop()
            self.dismiss(self._targets.get(event.key))

    def cancel(self) -> bool:
        """Leave."""
        self.dismiss(None)
        return True

    def action_close(self) -> None:
        """Leave without going anywhere."""
        self.dismiss(None)
