"""What came of Embed, in pages: similarities, a map, neighbours, the vectors, and their sizes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.plain import one_line
from cohere_tui.screens.playground.embed_runs import EmbedRuns
from cohere_tui.state.listing import Listing
from cohere_tui.state.playground.embedded import (
    all_labels,
    kind_of,
    picture_of,
    what_is_missing,
)
from cohere_tui.state.playground.vectors.kinds import most_exact
from cohere_tui.state.playground.vectors.multiplying import quickest
from cohere_tui.state.playground.vectors.picture import neighbours
from cohere_tui.state.playground.vectors.similarity import drift
from cohere_tui.state.playground.vectors.sizes import sizes
from cohere_tui.state.playground.vectors.tables import (
    SizeRow,
    neighbour_columns,
    rows_of_neighbours,
    rows_of_vectors,
    size_columns,
    vector_columns,
)
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.playground.heat_map import HeatMap
from cohere_tui.widgets.playground.pictured import Pictured
from cohere_tui.widgets.playground.vector_map import VectorMap
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.models.embed import EmbedResponse
    from cohere_tui.screens.house import House
    from cohere_tui.state.columns import Column
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.vectors.picture import Picture

SIMILARITY, MAP, NEIGHBOURS = "Similarity", "Map", "Neighbours"
VECTORS, SIZES = "Vectors", "Sizes"


class EmbedPages(EmbedRuns):
    """Shows vectors of one kind at a time; one input is looked at on all pages."""

    PAGES = (SIMILARITY, MAP, NEIGHBOURS, VECTORS, SIZES)
    AHEAD = (MAP,)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "kind", "Other type", id="embed.kind"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        self._place = 0
        """The input that is looked at."""
        self._pictures: tuple[EmbedResponse | None, dict[str, Picture]] = None, {}
        """Those of one answer, by kind."""
        self._drawing = asyncio.Lock()

    def furnish(self, house: House) -> None:
        """The house is ready; what multiplies vectors will be, too."""
        super().furnish(house)
        self._get_ready()

    @work(group="ready")
    async def _get_ready(self) -> None:
        await asyncio.to_thread(quickest)

    # --- pages

    def make_page(self, name: str) -> Widget:
        """A picture, or a table."""
        if name == SIMILARITY:
            return HeatMap()
        return VectorMap() if name == MAP else RowsPage()

    async def fill_page(self, name: str, run: Run[EmbedResponse]) -> None:
        """Show a run; what takes long is done once for all pages, in a thread."""
        page = self.answer.body(name)
        picture = await self._picture(run, kind_of(run.answer, self._kind))
        if isinstance(page, Pictured):
            page.show(picture, all_labels(run), what_is_missing(picture))
            page.point_to(self._place)
        elif isinstance(page, RowsPage):
            await self._fill_rows(name, page, run, picture)

    async def _fill_rows(
        self, name: str, page: RowsPage, run: Run[EmbedResponse], picture: Picture
    ) -> None:
        labels = tuple(one_line(label) or "(empty)" for label in all_labels(run))
        if name == VECTORS:
            rows = rows_of_vectors(picture.measured, labels)
            _show(page, vector_columns(), rows, f"{picture.kind} vectors. enter: its neighbours")
        elif name == SIZES:
            _show(page, size_columns(), await self._sizes(run), _SIZES_TOLD)
        else:
            self._place = max(0, min(self._place, len(picture.measured) - 1))
            await self._fill_neighbours(page, picture, labels)

    async def _fill_neighbours(
        self, page: RowsPage, picture: Picture, labels: tuple[str, ...]
    ) -> None:
        if not picture.measured:
            _show(page, (), (), "There are no vectors.")
            return
        here = picture.measured[self._place]
        named = f"{self._place + 1} {labels[self._place]}"
        found = await asyncio.to_thread(neighbours, picture, self._place)
        told = f"Nearest to {named}, by {picture.kind} vectors. enter: those of another"
        if here.trouble:
            told = f"{named} has no neighbours: {here.trouble}."
        elif not found:
            told = f"{named} has no neighbours: there is nothing to compare it with."
        signs = signs_of(self.app)
        columns = neighbour_columns(signs.full, signs.hollow)
        _show(page, columns, rows_of_neighbours(found, labels), told)

    async def _sizes(self, run: Run[EmbedResponse]) -> tuple[SizeRow, ...]:
        exact = await self._picture(run, most_exact(run.answer.kinds))
        rows = []
        for one in sizes(run.answer.embeddings):
            moved = None
            if one.came and one.kind != exact.kind:
                other = await self._picture(run, one.kind)
                moved = await asyncio.to_thread(drift, exact.similarity, other.similarity)
            rows.append(SizeRow(one, moved))
        return tuple(rows)

    async def _picture(self, run: Run[EmbedResponse], kind: str) -> Picture:
        """The picture of a kind, drawn once."""
        async with self._drawing:
            answer, known = self._pictures
            if answer is not run.answer:
                known = {}
                self._pictures = run.answer, known
            if kind not in known:
                known[kind] = await asyncio.to_thread(picture_of, run, kind)
            return known[kind]

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only where several kinds came there is another one."""
        if action == "kind":
            return self.run is not None and len(self.run.answer.kinds) > 1
        return super().check_action(action, parameters)

    def action_kind(self) -> None:
        """Look at the vectors of another kind."""
        if self.run is not None and self.run.answer.kinds:
            kinds = self.run.answer.kinds
            at = kinds.index(kind_of(self.run.answer, self._kind))
            self._look_at(kinds[(at + 1) % len(kinds)])

    def _look_at(self, kind: str) -> None:
        self._kind = kind
        self.answered.outdated |= set(self.PAGES) - {SIZES}
        self.answered.fill()

    @on(Pictured.Pointed)
    def _point(self, event: Pictured.Pointed) -> None:
        event.stop()
        if event.place != self._place:
            self._place = event.place
            self.answered.outdated |= {SIMILARITY, MAP, NEIGHBOURS} - {self.answer.page}

    @on(Pictured.Chosen)
    def _choose(self, event: Pictured.Chosen) -> None:
        event.stop()
        self._see_neighbours(event.place)

    @on(RowsPage.Opened)
    def _open_row(self, event: RowsPage.Opened) -> None:
        event.stop()
        if self.answer.page != SIZES:
            self._see_neighbours(int(event.id))
        elif self.run is not None and event.id in self.run.answer.kinds:
            self._look_at(event.id)
            self.answer.turn_to(SIMILARITY)

    def _see_neighbours(self, place: int) -> None:
        self._place = place
        self.answered.outdated |= {SIMILARITY, MAP, NEIGHBOURS}
        if self.answer.page == NEIGHBOURS:
            self.answered.fill()
        else:
            self.answer.turn_to(NEIGHBOURS)

    @on(Pictured.CopyAsked)
    def _copy_words(self, event: Pictured.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)


_SIZES_TOLD = (
    "What vectors take where each type is kept as it is, and by how much cosines differ, on "
    "average, from those of the most exact type that came."
)


def _show(
    page: RowsPage, columns: tuple[Column[Any], ...], rows: tuple[Any, ...], note: str
) -> None:
    """Show rows; how the person has sorted and filtered them stays."""
    names = [column.name for column in columns]
    known = page.listing
    if [column.name for column in known.columns] != names:
        known = Listing(columns, _id_of)
    page.show(known.with_rows(rows), note)


def _id_of(row: Any) -> str:
    found: str = row.id
    return found
