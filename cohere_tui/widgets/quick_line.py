"""A line that is written on quickly: what is typed is done in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.dialog import Line
from cohere_tui.widgets.own_keys import act_on, passed_on

if TYPE_CHECKING:
    from textual import events


class QuickLine(Line):
    """A line of a form: what is typed behind `ctrl+u` is not taken away by it."""

    async def on_key(self, event: events.Key) -> None:
        """Act on keys in their order; where the focus has gone on, they are another's."""
        if not passed_on(self, event) and not event.is_printable:
            await act_on(self, event, beyond=True)
