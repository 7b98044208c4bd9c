"""What a table shows: the rows that were loaded, filtered, ordered and marked (DESIGN 2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from cohere_tui.state.filtering import matching, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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
    fault: str = ""
    """Why a word of the filter cannot be used."""
    order: Order | None = None
    """None: as the server gave them."""
    marked: frozenset[str] = frozenset()
    """Ids; also of rows that the filter hides."""
    shown: Sequence[int] = ()
    now: float = 0.0
    """Unix seconds, for what cells say about time."""
    texts: tuple[str, ...] = ()
    """What the filter looks at, one for each row."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Where in `rows` an id is. A row without an id is shown, and cannot be asked for."""

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
        index = self.places.get(row_id)
        if index is None or index not in self.shown:
            return None
        return self.shown.index(index)

    def get(self, row_id: str) -> Row | None:
        """The row with that id, shown or not."""
        index = self.places.get(row_id)
        return None if index is None else self.rows[index]

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The marked rows, in the order of loading."""
        return tuple(self.rows[index] for index in sorted(self.places[one] for one in self.marked))

    # --- rows come and go

    def with_rows(self, rows: Iterable[Row]) -> Listing[Row]:
        """Other rows; filter, order and the marks of those that are still there stay."""
        known = dict(zip(map(id, self.rows), self.texts, strict=True))
        return _joined(replace(self, rows=(), texts=(), places={}), rows, known)

    def extended(self, rows: Iterable[Row]) -> Listing[Row]:
        """With a further page. A row that is there already takes its place (lists shift)."""
        return _joined(self, rows, {})

    def holding(self, other: Listing[Row]) -> Listing[Row]:
        """With the rows of another listing; filter, order and marks are our own."""
        held = replace(self, rows=other.rows, texts=other.texts, places=other.places)
        return _arranged(replace(held, marked=self.marked & other.places.keys()))

    def replaced(self, row: Row) -> Listing[Row]:
        """With the newest state of one row; nothing changes when it is not there."""
        return self.extended((row,)) if self.identify(row) in self.places else self

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
        return replace(self, marked=self.marked ^ {row_id}) if row_id in self.places else self

    def marking_shown(self) -> Listing[Row]:
        """With every shown row marked; when they all are, with none of them."""
        shown = {self.identify(self.rows[index]) for index in self.shown} - {""}
        return replace(
            self, marked=self.marked - shown if shown <= self.marked else self.marked | shown
        )

    def unmarked(self) -> Listing[Row]:
        """Without marks."""
        return replace(self, marked=frozenset())


def _joined(listing: Listing[Row], rows: Iterable[Row], known: Mapping[int, str]) -> Listing[Row]:
    """With further rows; `known` are texts of the filter, by the identity of their rows.

    What is there already is not looked at again: a list may come in a thousand pages.
    """
    all_rows, texts, places = list(listing.rows), list(listing.texts), dict(listing.places)
    for row in rows:
        name = listing.identify(row)
        text = known.get(id(row)) or _text(listing, row)
        at = places.get(name, len(all_rows)) if name else len(all_rows)
        if name:
            places[name] = at
        all_rows[at : at + 1], texts[at : at + 1] = [row], [text]
    return _arranged(
        replace(
            listing,
            rows=tuple(all_rows),
            texts=tuple(texts),
            places=places,
            marked=listing.marked and listing.marked & places.keys(),
        )
    )


def _text(listing: Listing[Row], row: Row) -> str:
    return text_of([column.cell(row, listing.now).text for column in listing.columns])


def _arranged(listing: Listing[Row]) -> Listing[Row]:
    names = [column.name for column in listing.columns]
    found = matching(listing.query, listing.texts, names)
    places = found.places
    if listing.order is not None:
        places = _ordered(listing, places, listing.order)
    return replace(listing, shown=places, fault=found.fault)


def _ordered(listing: Listing[Row], places: Sequence[int], order: Order) -> Sequence[int]:
    column = next((one for one in listing.columns if one.name == order.column), None)
    if column is None:
        return places
    key = column.key or (lambda row: column.cell(row, listing.now).text.casefold())
    keys = {place: key(listing.rows[place]) for place in places}
    known = [place for place in places if keys[place] is not None]
    known.sort(key=keys.__getitem__, reverse=order.descending)
    return [*known, *(place for place in places if keys[place] is None)]
