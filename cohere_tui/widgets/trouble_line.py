"""What is wrong, in as many lines as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widgets import Static

if TYPE_CHECKING:
    from textual.content import Content

_MOST: Final = 6
"""Lines."""


class TroubleLine(Static):
    """A line split off a screen that tells what is wrong.

    It measures itself: what is split off gets the height that its text would need over the whole
    width of the screen.
    """

    DEFAULT_CSS = """
    TroubleLine { split: top; height: auto; max-height: 6; padding: 0 1; color: $error; }
    """

    def __init__(self, text: Content) -> None:
        super().__init__(text, classes="place--trouble")
        self._text = text

    def on_resize(self) -> None:
        """Take the height that the text needs at the width there is."""
        width = self.content_size.width
        if width:
            self.styles.height = min(_MOST, len(self._text.wrap(width)))
