"""Tokens as a table, whose ids can be copied as a list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.widgets.detail.rows_page import RowsPage

if TYPE_CHECKING:
    from cohere_tui.state.listing import Listing
    from cohere_tui.state.playground.tokens import Token


class IdsPage(RowsPage):
    """Shows a row for each token."""

    BINDING_GROUP_TITLE = "Ids"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy the ids", id="ids.copy"),
    ]

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def action_copy(self) -> None:
        """Copy the ids as a JSON list: of the marked rows, else of all that the filter shows."""
        # What was marked just before is on its way to us through the table.
        self.table.call_later(self.call_later, self._copy)

    def _copy(self) -> None:
        listing: Listing[Token] = self.listing
        rows = listing.chosen or tuple(listing.rows[place] for place in listing.shown)
        self.post_message(self.CopyAsked(json.dumps([token.id for token in rows])))
