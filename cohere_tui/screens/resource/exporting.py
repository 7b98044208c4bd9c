"""Saving a table as it is shown: its rows as they are filtered and sorted, or the marked ones."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.screens.resource.deeds import Deeds
from cohere_tui.screens.saving import Format, save
from cohere_tui.state.exporting import csv_lines, json_lines, jsonl_lines, rows_of

Row = TypeVar("Row")


class Exporting(Deeds[Row]):
    """Asks where to, and writes the table there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save_table", "Save the table", id="resource.save", show=False),
    ]

    @work(exclusive=True, group="save")
    async def action_save_table(self) -> None:
        """Write the rows of the table into a file: CSV has its columns, JSON all that is known."""
        rows = rows_of(self.listing)
        if not rows:
            self.app.notify("There are no rows to save.", severity="warning")
            return
        formats = (
            Format("csv", "CSV", partial(csv_lines, self.COLUMNS, rows, self.listing.now)),
            Format("jsonl", "JSONL", partial(jsonl_lines, rows, self.raw)),
            Format("json", "JSON", partial(json_lines, rows, self.raw)),
        )
        await save(self.app, "Save the table", self.PLACE, formats, note=self._what(len(rows)))

    def _what(self, rows: int) -> str:
        """Which rows it is about, and which it cannot be."""
        counted = f"{rows:,} {self.NOUN if rows == 1 else self.NOUNS}"
        if self.listing.marked:
            return f"{counted}: what is marked."
        more = "" if self.count.ended else " There are more, not loaded yet: M loads them."
        return f"{counted}, as the table shows them.{more}"
