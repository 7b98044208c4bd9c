"""Two runs beside each other: what is different on the whole, and row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.state.columns import Cell, Column
from cohere_tui.state.facts import Fact, Note
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.aligned import aligned
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.reading_dialog import ReadingDialog
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.playground.comparison import Comparison

_WIDEST: Final = 24
_LOOKED_AT: Final = 200
"""Rows that tell how wide a column has to be."""


class SideBySide(ReadingDialog[None]):
    """Shows a comparison: facts above, its sheet below as a table to filter and sort."""

    DEFAULT_CSS = """
    SideBySide {
        & .dialog { width: 120; height: 92%; }
        & FactList { height: auto; max-height: 40%; margin-top: 1; background: $surface; }
        & Table { height: 1fr; margin-top: 1; }
    }
    SideBySide.-short FactList, SideBySide.-short Table { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Two runs"
    cancelled = None

    def __init__(self, title: str, comparison: Comparison) -> None:
        super().__init__(title)
        self._comparison = comparison
        self.facts = FactList()
        self.table = Table()

    def body(self) -> ComposeResult:
        """Facts and table."""
        yield self.facts
        if self._comparison.sheet.columns:
            yield self.table

    def on_mount(self) -> None:
        """Show it."""
        self.facts.facts = self._comparison.facts or (Note("Nothing was asked differently."),)
        if self._comparison.sheet.columns:
            self.table.empty = "There is nothing to set side by side."
            self.table.listing = _listing(self._comparison)
            self.call_after_refresh(self.table.focus)

    async def text_to_read(self) -> str:
        """Facts and sheet, whole."""
        names, *rows = self._comparison.sheet.texts()
        table = aligned(names, rows) if rows else ""
        return "\n\n".join(part for part in (await self.facts.text_to_read(), table) if part)

    @on(Table.Changed)
    def _changed(self, event: Table.Changed) -> None:
        assert self.table.listing is not None
        self.table.listing = event.change(self.table.listing)

    @on(Table.Opened)
    def _open(self, event: Table.Opened) -> None:
        """Show a row whole: its texts are cut in the table."""
        row = self.table.listing.get(event.id) if self.table.listing is not None else None
        if row is not None:
            told = zip(self._comparison.sheet.columns, row[1:], strict=True)
            facts = [Fact(name, _whole(value)) for name, value in told]
            self.app.push_screen(FactDialog(f"Row {int(event.id) + 1:,}", facts))

    @on(FactList.CopyAsked)
    def _copy(self, event: FactList.CopyAsked) -> None:
        self.app.copy_to_clipboard(event.text)


def _listing(comparison: Comparison) -> Listing[Any]:
    sheet = comparison.sheet
    numbered = tuple((str(at), *row) for at, row in enumerate(sheet.rows))
    columns = tuple(_column(at, name, numbered) for at, name in enumerate(sheet.columns, start=1))
    return Listing(columns, lambda row: str(row[0])).with_rows(numbered)


def _column(at: int, name: str, rows: tuple[tuple[Any, ...], ...]) -> Column[Any]:
    values = [row[at] for row in rows[:_LOOKED_AT]]
    numbers = all(isinstance(value, int | float | None) for value in values)
    widest = max((len(_text(value)) for value in values), default=0)
    width = min(_WIDEST, max(len(name), widest))
    return Column(
        name,
        lambda row, _: Cell(_text(row[at])),
        width,
        key=(lambda row: row[at]) if numbers else None,
        grows=widest > _WIDEST,
        right=numbers,
    )


def _whole(value: Any) -> str:
    return value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else " ".join(str(value).split())
