"""The pages of a dataset: what is known of it, its first rows, what made it and what uses it.

Rows and uses are asked for when their page comes into sight, and once: `r` asks again.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.resource.looking import ACTIVITY, JSON, RELATED
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.screens.resource.subject import OVERVIEW
from cohere_tui.services.dataset_uses import uses_of
from cohere_tui.state.code import Request
from cohere_tui.state.data_rows import DataRow, columns_of, numbered
from cohere_tui.state.dataset_facts import (
    described,
    metric_facts,
    overview,
    part_facts,
    schema_facts,
)
from cohere_tui.state.dataset_uses import use_facts
from cohere_tui.state.facts import FactLine, Note
from cohere_tui.state.listing import Listing
from cohere_tui.state.naming import count
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_dialog import JsonDialog
from cohere_tui.widgets.detail.rows_page import RowsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.state.dataset_uses import Uses

ROWS: Final = "Rows"
PARTS: Final = "Parts"
SCHEMA: Final = "Schema"
METRICS: Final = "Metrics"

FIRST_ROWS: Final = 20
_REST_S: Final = 0.3
"""Beside the list, a row is asked about once the cursor has rested on it for so long."""
_LOOKING: Final = "looking for what uses it…"
_STOPPED: Final = "Stopped: r asks again."
_NO_ROWS: Final[Listing[Any]] = Listing((), str)


class DatasetPages(ResourceScreen["Dataset"]):
    """Everything about one dataset."""

    PAGES: ClassVar[tuple[str, ...]] = (
        OVERVIEW,
        ROWS,
        PARTS,
        SCHEMA,
        METRICS,
        JSON,
        RELATED,
        ACTIVITY,
    )
    GROUPS: ClassVar[tuple[str, ...]] = (*ResourceScreen.GROUPS, "rows", "uses")

    def __init__(self) -> None:
        super().__init__()
        self.uses: dict[str, Uses] = {}
        """What is known to make or use datasets, by their ids."""
        self._uses_missing: dict[str, str] = {}
        self._rows_of: tuple[str, str] = ("", "")

    def raw(self, row: Dataset) -> Any:
        """As the server described it, without the links to its data."""
        return described(row)

    def request_of(self, row: Dataset) -> Request:
        """GET /v1/datasets/{id}."""
        return Request("GET", f"/v1/datasets/{row.id}")

    def overview(self, row: Dataset) -> tuple[FactLine, ...]:
        """Everything that is known of it."""
        return overview(row, time.time())

    def related(self, row: Dataset) -> tuple[FactLine, ...]:
        """What made it and what uses it, as far as that is known by now."""
        uses = self.uses.get(row.id)
        if uses is not None:
            return use_facts(uses)
        return (Note(self._uses_missing.get(row.id, _LOOKING)),)

    def make_page(self, name: str) -> Widget:
        """Rows have a table of their own."""
        return RowsPage(_values) if name == ROWS else super().make_page(name)

    def fill_page(self, name: str, row: Dataset) -> None:
        """Bring a page up to date, and ask for what is not known yet."""
        self.detail.names = _pages_of(row)
        if name not in self.detail.names:
            self.detail.turn_to(OVERVIEW)
            return
        body = self.detail.body(name)
        facts = _FACTS.get(name)
        if facts is not None and isinstance(body, FactList):
            body.facts = facts(row)
        elif isinstance(body, RowsPage):
            self._fill_rows(body, row)
        else:
            super().fill_page(name, row)
        if name == RELATED and row.id not in self.uses and row.id not in self._uses_missing:
            self._uses_missing[row.id] = _LOOKING
            self._look_for_uses(row)

    def action_reload(self) -> None:
        """Ask for everything again, also for what the page shows."""
        self._rows_of = ("", "")
        self.uses.clear()
        self._uses_missing.clear()
        super().action_reload()
        if self.row is not None and self.house is not None:
            self.fill_page(self.detail.page, self.row)

    async def _settle(self) -> None:
        """Going through the list beside the page does not ask for everything on the way."""
        if not self.has_class("-detail"):
            await asyncio.sleep(_REST_S)

    # --- rows

    def _fill_rows(self, page: RowsPage, row: Dataset) -> None:
        of = (row.id, row.status)
        if of != self._rows_of:
            self._rows_of = of
            page.show(_NO_ROWS, "loading…")
            self._load_rows(page, row)

    @work(exclusive=True, group="rows", description="rows")
    async def _load_rows(self, page: RowsPage, row: Dataset) -> None:
        listing, note = _NO_ROWS, _STOPPED
        try:
            await self._settle()
            with self.saying("loading rows…"):
                found = numbered(await self.services.datasets.rows(row.id, FIRST_ROWS))
            columns = columns_of(row.avro_schema, found)
            listing = Listing(columns, _id_of).with_rows(found)
            note = _rows_note(row, len(found))
        except CohereTuiError as error:
            note = f"{error.told}\n\nr asks again."
        finally:
            if self.is_attached and self._rows_of == (row.id, row.status):
                page.show(listing, note)

    @on(RowsPage.Opened)
    def open_data_row(self, event: RowsPage.Opened) -> None:
        """Show one row of the data whole."""
        event.stop()
        page = self.detail.body(ROWS)
        found = page.listing.get(event.id) if isinstance(page, RowsPage) else None
        if isinstance(found, DataRow):
            self.app.push_screen(JsonDialog(f"Row {found.number}", found.values))

    # --- what made it, what uses it

    @work(exclusive=True, group="uses")
    async def _look_for_uses(self, row: Dataset) -> None:
        try:
            await self._settle()
            with self.saying("looking…"):
                self.uses[row.id] = await uses_of(self.services, row)
            self._uses_missing.pop(row.id, None)
        except asyncio.CancelledError:
            self._uses_missing.pop(row.id, None)
            if self.shown_id == row.id:  # else the cursor went on: who comes back asks again
                self._uses_missing[row.id] = _STOPPED
            raise
        finally:
            if self.is_attached and self.shown_id == row.id and self.detail.page == RELATED:
                self.fill_page(RELATED, row)


def _pages_of(row: Dataset) -> tuple[str, ...]:
    """Only what is for fine-tuning is counted."""
    counted = row.metrics is not None or row.dataset_type.endswith("-finetune-input")
    return tuple(name for name in DatasetPages.PAGES if counted or name != METRICS)


def _rows_note(row: Dataset, found: int) -> str:
    if not found:
        return "Its first part has no rows."
    if row.rows is None:
        return f"The first {count(found, 'row')}. enter shows one whole."
    return f"The first {found:,} of {count(row.rows, 'row')}. enter shows one whole."


def _id_of(row: DataRow) -> str:
    return row.id


def _values(row: DataRow) -> Any:
    return row.values


_FACTS: Final[dict[str, Callable[[Dataset], tuple[FactLine, ...]]]] = {
    PARTS: part_facts,
    SCHEMA: schema_facts,
    METRICS: metric_facts,
}
