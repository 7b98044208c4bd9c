"""How alike each two texts are: a square of shades and figures, with a cursor over its cells.

The numbers of the columns and the names of the rows stay where they are while the cells are
scrolled, both ways; only what is in sight is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from cohere_tui.widgets.playground.heat_strips import HeatStrips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from cohere_tui.state.playground.vectors.picture import Picture


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"heat.{name}", show=show)


class HeatMap(HeatStrips):
    """Shows the similarities of a picture."""

    BINDING_GROUP_TITLE = "Similarities"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1, 0)", "Row below", "down"),
        _key("k,up", "move(-1, 0)", "Row above", "up"),
        _key("l,right", "move(0, 1)", "Column to the right", "right"),
        _key("h,left", "move(0, -1)", "Column to the left", "left"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "row(0)", "First row", "first"),
        _key("G,end", "row(-1)", "Last row", "last"),
        _key("H", "column(0)", "First column", "first_column"),
        _key("L", "column(-1)", "Last column", "last_column"),
        _key("s", "group", "Like beside like", "group", show=True),
        _key("w", "narrow", "Narrow cells", "narrow"),
        _key("enter", "choose", "Neighbours", "choose", show=True),
        _key("y", "copy", "Copy", "copy", show=True),
    ]

    # --- what it shows

    def show(self, picture: Picture, labels: Iterable[str], note: str = "") -> None:
        """Show another picture, the cursor on the same two inputs if they are there."""
        before = self._pair_of_places()
        super().show(picture, labels, note)
        self._arrange()
        self._back_to(before)

    @property
    def place(self) -> int:
        """The input of the row under the cursor."""
        return self._pair_of_places()[0]

    def go_to(self, at: int) -> None:
        """Put the cursor on a row."""
        self.go(self._order.index(at), self._column)

    def _pair_of_places(self) -> tuple[int, int]:
        if self.picture is None or len(self._order) < 2:
            return 0, 1
        row, column = (self.picture.similarity.places[at] for at in self.pair)
        return row, column

    def _back_to(self, pair: tuple[int, int]) -> None:
        places = self.similarity.places if self.picture is not None else ()
        found = [self._order.index(places.index(one)) for one in pair if one in places]
        self.go(*(found if len(found) == len(pair) else (0, 1)))

    def _arrange(self) -> None:
        assert self.picture is not None
        self._order = self.picture.grouped if self._grouped else tuple(range(self.count))
        self._row, self._column = (max(0, min(at, self.count - 1)) for at in (0, 1))

    # --- keys

    def action_move(self, down: int, right: int) -> None:
        """Go to a cell beside this one; beyond the outermost column the key is the page's."""
        if right and not 0 <= self._column + right < self.count:
            raise SkipAction
        self.go(self._row + down, self._column + right)

    def action_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.go(self._row + pages * max(1, self._down - 1), self._column)

    def action_row(self, row: int) -> None:
        """Go to the first row, or to the last one (-1)."""
        self.go(self.count - 1 if row < 0 else row, self._column)

    def action_column(self, column: int) -> None:
        """Go to the first column, or to the last one (-1)."""
        self.go(self._row, self.count - 1 if column < 0 else column)

    def action_group(self) -> None:
        """Put what is alike side by side, or all in the order of the inputs again."""
        if self.picture is None:
            return
        before = self._pair_of_places()
        self._grouped = not self._grouped
        self._arrange()
        self._back_to(before)
        self.refresh()

    def action_narrow(self) -> None:
        """Show shades alone, which leaves room for four times as many, or figures again."""
        self._is_narrow = not self._is_narrow
        self.go(self._row, self._column)
        self.refresh()

    def action_choose(self) -> None:
        """See the neighbours of the row."""
        if self.count > 1:
            self.post_message(self.Chosen(self.place))

    def action_copy(self) -> None:
        """Copy how alike the two are, and what they are, with tabs between."""
        if self.count > 1:
            row, column = self.pair
            alike = f"{self.similarity.at(row, column):.4f}"
            self.post_message(self.CopyAsked("\t".join((alike, *map(self.label, self.pair)))))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        row = self._top + event.y - int(bool(self.note)) - 1
        column = self._left + (event.x - self._edge) // self._cell
        if row >= self._top and event.x >= self._edge and max(row, column) < self.count:
            self.go(row, column)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down; with shift to the right."""
        event.stop()
        self.go(self._row + (not event.shift), self._column + event.shift)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up; with shift to the left."""
        event.stop()
        self.go(self._row - (not event.shift), self._column - event.shift)
