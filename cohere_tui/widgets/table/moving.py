"""Moving over the rows of a table, and over its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var

from cohere_tui.widgets.table.rows import TableRows

if TYPE_CHECKING:
    from typing import Self

    from cohere_tui.state.listing import Listing


def key_of(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    """A key of a table."""
    return Binding(keys, action, what, id=f"table.{name}", show=show)


class Moving(Vertical, inherit_bindings=False):
    """Rows under a cursor of rows and one of columns. Subclasses compose the `TableRows`."""

    BINDING_GROUP_TITLE = "List"

    BINDINGS: ClassVar[list[BindingType]] = [
        key_of("j,down", "move(1)", "Down", "down"),
        key_of("k,up", "move(-1)", "Up", "up"),
        key_of("pagedown", "page(1)", "Page down", "page_down"),
        key_of("pageup", "page(-1)", "Page up", "page_up"),
        key_of("ctrl+d", "page(0.5)", "Half a page down", "half_down"),
        key_of("ctrl+u", "page(-0.5)", "Half a page up", "half_up"),
        key_of("g,home", "first", "First", "first"),
        key_of("G,end", "last", "Last", "last"),
        key_of("l,right", "column(1)", "Next column", "column_right"),
        key_of("h,left", "column(-1)", "Previous column", "column_left"),
    ]

    listing: var[Listing[Any] | None] = var(None, init=False, always_update=True)
    opened: var[str] = var("")
    empty: var[str] = var("")
    phase: var[int] = var(0)
    wide: var[bool] = var(False)
    column: var[str] = var("")

    @dataclass
    class Moved(Message):
        """The cursor is on another row now; "" when there is none."""

        id: str

    class EndSeen(Message):
        """The last row is in sight."""

    rows = getters.query_one(TableRows)

    @property
    def cursor_id(self) -> str:
        """The id of the row under the cursor; empty when there is none, or no row was made yet."""
        return next((rows.cursor_id for rows in self.query(TableRows)), "")

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the rows."""
        self.screen.set_focus(self.rows, scroll_visible)
        return self

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.rows.move(rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor by screenfuls."""
        self.rows.page(pages)

    def action_first(self) -> None:
        """Go to the first row."""
        self.rows.go(0)

    def action_last(self) -> None:
        """Go to the last row that is loaded."""
        self.rows.go(len(self.listing or ()))

    def action_column(self, step: Literal[1, -1]) -> None:
        """Move the column cursor."""
        if self.listing is None:
            return
        names = [column.name for column in self.listing.columns]
        if not self.wide:
            names = [name for name in names if name in self.rows.shown_columns]
        at = names.index(self.column) + step if self.column in names else 0
        self.column = names[max(0, min(at, len(names) - 1))] if names else ""

    # What the rows say because of our keys comes no further than to us: we say it again.

    @on(TableRows.Moved)
    def _tell_move(self, event: TableRows.Moved) -> None:
        event.stop()
        self.post_message(self.Moved(event.id))

    @on(TableRows.EndSeen)
    def _tell_end(self, event: TableRows.EndSeen) -> None:
        event.stop()
        self.post_message(self.EndSeen())
