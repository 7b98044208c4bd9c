"""The least that a Textual app can be: one label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Label

if TYPE_CHECKING:
    from textual.app import ComposeResult


class OneLabel(App[None]):
    """Shows a word."""

    def compose(self) -> ComposeResult:
        """The label."""
        yield Label("firstpaint")


if __name__ == "__main__":
    OneLabel().run()
