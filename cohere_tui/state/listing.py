"""What a table shows: the rows that were loaded, filtered, ordered and marked (DESIGN 2.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from cohere_tui.state.filtering import matching, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from cohere_tui.state.columns import Column

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way round."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A frozen value; every change is a new one. Rows are known by their ids.

    `shown` are the places, in `rows`, of those that the filter lets through, in their order.
    """

    columns: tuple[Column[Row], ...]
    identify: Callable[[Row], str]
    rows: tuple[Row, ...] = ()
    query: str = ""
    order: Order | None = None
    """None: as the server gave them."""
    marked: frozenset[str] = frozenset()
    """Ids; also of rows that the filter hides."""
    shown: tuple[int, ...] = ()
    now: float = 0.0
    """Unix seconds, for what cells say about time."""
    texts: tuple[str, ...] = ()
    """What the filter looks at, one for each row."""

    # --- what is in it

    def __len__(self) -> int:
        return len(self.shown)

    def at(self, place: int) -> Row | None:
        """The row shown at `place`, counted from 0."""
        return self.rows[self.shown[place]] if 0 <= place < len(self.shown) else None

    def id_at(self, place: int) -> str:
        """Its id; empty where there is no row."""
        row = self.at(place)
        return "" if row is None else self.identify(row)

    def place_of(self, row_id: str) -> int | None:
        """Where the row with that id is shown."""
        for place, index in enumerate(self.shown):
            if self.identify(self.rows[index]) == row_id:
                return place
        return None

    def get(self, row_id: str) -> Row | None:
        """The row with that id, shown or not."""
        return next((row for row in self.rows if self.identify(row) == row_id), None)

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The marked rows, in the order of loading."""
        return tuple(row for row in self.rows if self.identify(row) in self.marked)

    # --- rows come and go

    def with_rows(self, rows: Iterable[Row]) -> Listing[Row]:
        """Other rows; filter, order and the marks of those that are still there stay."""
        new = tuple(rows)
        known = dict(zip(map(id, self.rows), self.texts, strict=True))
        texts = tuple(known.get(id(row)) or self._text(row) for row in new)
        marked = self.marked and self.marked & {self.identify(row) for row in new}
        return _arranged(replace(self, rows=new, texts=texts, marked=marked))

    def extended(self, rows: Sequence[Row]) -> Listing[Row]:
        """With a further page. A row that is there already takes its place (lists shift)."""
        if not rows:
            return self
        fresh = {self.identify(row): row for row in rows}
        kept = tuple(
            fresh.pop(name, row) if (name := self.identify(row)) in fresh else row
            for row in self.rows
        )
        return self.with_rows((*kept, *fresh.values()))

    def replaced(self, row: Row) -> Listing[Row]:
        """With the newest state of one row; nothing changes when it is not there."""
        name = self.identify(row)
        return self.with_rows(row if self.identify(one) == name else one for one in self.rows)

    def without(self, ids: Collection[str]) -> Listing[Row]:
        """Without the rows of these ids."""
        return self.with_rows(row for row in self.rows if self.identify(row) not in ids)

    # --- what is seen of them

    def filtered(self, query: str) -> Listing[Row]:
        """Only what fits `query` (see `filtering.matching`)."""
        return _arranged(replace(self, query=query))

    def sorted_by(self, column: str) -> Listing[Row]:
        """Ordered by a column; by the same again: the other way; once more: as they came."""
        if self.order is None or self.order.column != column:
            order: Order | None = Order(column)
        else:
            order = None if self.order.descending else Order(column, descending=True)
        return _arranged(replace(self, order=order))

    def at_time(self, now: float) -> Listing[Row]:
        """The same a little later."""
        return replace(self, now=now)

    # --- marks

    def toggled(self, row_id: str) -> Listing[Row]:
        """With the mark of one row set or taken away."""
        return replace(self, marked=self.marked ^ {row_id} if row_id else self.marked)

    def marking_shown(self) -> Listing[Row]:
        """With every shown row marked; when they all are, with none of them."""
        shown = {self.identify(self.rows[index]) for index in self.shown}
        return replace(
            self, marked=self.marked - shown if shown <= self.marked else self.marked | shown
        )

    def unmarked(self) -> Listing[Row]:
        """Without marks."""
        return replace(self, marked=frozenset())

    def _text(self, row: Row) -> str:
        return text_of([column.cell(row, self.now).text for column in self.columns])


def _arranged(listing: Listing[Row]) -> Listing[Row]:
    places = matching(listing.query, listing.texts)
    if listing.order is not None:
        places = _ordered(listing, places, listing.order)
    return replace(listing, shown=tuple(places))


def _ordered(listing: Listing[Row], places: list[int], order: Order) -> list[int]:
    column = next((one for one in listing.columns if one.name == order.column), None)
    if column is None:
        return places
    key = column.key or (lambda row: column.cell(row, listing.now).text.casefold())
    keys = {place: key(listing.rows[place]) for place in places}
    known = [place for place in places if keys[place] is not None]
    known.sort(key=keys.__getitem__, reverse=order.descending)
    return [*known, *(place for place in places if keys[place] is None)]
