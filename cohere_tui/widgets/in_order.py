"""A widget on which no text is written, and whose keys act in the order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual.events import Key


class InOrder:
    """A key goes to what the one before it has opened: `:models` and `enter` may be one read.

    Not a widget itself: Textual takes styles and keys from the first base that is one.
    """

    async def on_key(self, event: Key) -> None:
        """Act on our own keys in their order, and on those of the screen and the app."""
        assert isinstance(self, Widget)
        await act_on(self, event, beyond=True)
