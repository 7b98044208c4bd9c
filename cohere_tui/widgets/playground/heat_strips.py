"""The drawing of similarities: shades and figures, headings that stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment

from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.matrix_layout import scrolled
from cohere_tui.widgets.playground.pictured import Pictured
from cohere_tui.widgets.playground.shading import shade_sign, shade_signs, tinted
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual import events

    from cohere_tui.state.playground.vectors.similarity import Similarity
    from cohere_tui.widgets.playground.pictured import Words

_CELL: Final = 4
_NARROW: Final = 1
_WIDEST_NAME: Final = 28
_STEPS: Final = 16
"""So many shades of a colour are told apart."""
_DEEPEST: Final = 0.85
_APART: Final = 10
"""Where cells are narrow only one column in so many is numbered."""


class HeatStrips(Pictured):
    """Draws similarities: the least alike two are palest, the most alike deepest."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"heat--hot"}

    DEFAULT_CSS = """
    HeatStrips { .heat--hot { color: $accent; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._row, self._column = 0, 1
        self._top = self._left = 0
        """The first row and column in sight."""
        self._order: tuple[int, ...] = ()
        """Which row and column of the picture stands where."""
        self._grouped = self._is_narrow = False
        self._shades: dict[int, Style] = {}

    @property
    def similarity(self) -> Similarity:
        """What is drawn."""
        assert self.picture is not None
        return self.picture.similarity

    @property
    def pair(self) -> tuple[int, int]:
        """The two under the cursor, as the picture counts them."""
        return self._order[self._row], self._order[self._column]

    def on_resize(self, event: events.Resize) -> None:
        """Fit into the new size."""
        super().on_resize(event)
        self._top = self._left = 0
        self.go(self._row, self._column)

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell, or the nearest there is."""
        before, seen = self._row, (self._top, self._left)
        self._row = max(0, min(row, self.count - 1))
        self._column = max(0, min(column, self.count - 1))
        self._top = scrolled(self._top, self._row, self._down, self.count)
        self._left = scrolled(self._left, self._column, self._across, self.count)
        if seen != (self._top, self._left):
            self.refresh()
        else:
            self.redraw(0, before - self._top + 1, self._row - self._top + 1)
        if self.count > 1:
            self.tell()

    # --- drawing

    @property
    def _cell(self) -> int:
        return _NARROW if self._is_narrow else _CELL

    @property
    def _edge(self) -> int:
        """Where the cells begin."""
        return max(8, min(_WIDEST_NAME, self.size.width // 3))

    @property
    def _across(self) -> int:
        return max(1, (self.size.width - self._edge) // self._cell)

    @property
    def needed(self) -> int:
        """The heading, and a line for each row."""
        return 1 + self.count

    @property
    def _down(self) -> int:
        return max(1, self.room - 1)

    @property
    def _columns(self) -> range:
        """The columns in sight."""
        return range(self._left, min(self.count, self._left + self._across))

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._shades.clear()

    def drawn(self, y: int) -> list[Segment]:
        """The numbers of the columns, or a row."""
        if y == 0:
            return list(self._heading())
        row = self._top + y - 1
        return list(self._cells(row)) if row < self.count else []

    def _heading(self) -> Iterator[Segment]:
        signs, quiet = signs_of(self.app), self.style_of("pictured--quiet")
        seen = self._columns
        told = ""
        if len(seen) < self.count:
            more = (
                f"{signs.left} " if seen.start else "",
                f" {signs.right}" * (seen.stop < self.count),
            )
            told = f"{more[0]}{seen.start + 1}-{seen.stop} of {self.count}{more[1]}"
        yield Segment(" " + fit(told, self._edge - 1, signs.ellipsis), quiet)
        if self._is_narrow:
            yield from self._marks(seen)
            return
        for column in seen:
            here = column == self._column
            text = fit(self.number(self._order[column]), _CELL, signs.ellipsis, right=True)
            yield Segment(text, self.style_of("pictured--here") if here else quiet)

    def _marks(self, seen: range) -> Iterator[Segment]:
        """Every tenth number, and a mark over the column of the cursor."""
        line = [" "] * len(seen)
        for far in range(0, len(seen), _APART):
            number = self.number(self._order[seen[far]])
            line[far : far + len(number)] = number
        text, here = "".join(line)[: len(seen)], self._column - seen.start
        quiet = self.style_of("pictured--quiet")
        yield Segment(text[:here], quiet)
        yield Segment(signs_of(self.app).down[0], self.style_of("pictured--here"))
        yield Segment(text[here + 1 :], quiet)

    def _cells(self, row: int) -> Iterator[Segment]:
        signs = signs_of(self.app)
        here = row == self._row
        style = self.style_of("pictured--here") if here else None
        yield Segment(signs.here if here and self.has_focus else " ", style)
        digits = len(str(len(self.labels)))
        number = self.number(self._order[row]).rjust(digits)
        name = fit(f"{number} {self.label(self._order[row])}", self._edge - 2, signs.ellipsis)
        yield Segment(f"{name} ", style)
        for column in self._columns:
            yield self._one(row, column)

    def _one(self, row: int, column: int) -> Segment:
        one, other = self._order[row], self._order[column]
        share, alike = self.similarity.share(one, other), self.similarity.at(one, other)
        coloured, same = not self.app.native_ansi_color, one == other
        sign = " " if coloured else shade_sign(share, self.app)
        here = row == self._row and column == self._column and self.has_focus
        if here:
            text = "+" if self._is_narrow else f"[{_figure(alike):>2}]"[:_CELL]
            return Segment(text, self.style_of("pictured--cursor"))
        if same:
            return Segment(
                signs_of(self.app).dot.rjust(self._cell), self.style_of("pictured--quiet")
            )
        text = sign if self._is_narrow else f"{sign}{_figure(alike):>{_CELL - 1}}"
        return Segment(text, self._shade(share) if coloured else None)

    def _shade(self, share: float) -> Style:
        step = round(share * (_STEPS - 1))
        style = self._shades.get(step)
        if style is None:
            hot = self.get_component_styles("heat--hot").color
            depth = _DEEPEST * step / (_STEPS - 1)
            style = self._shades[step] = tinted(self.background_colors[1], hot, depth)
        return style

    def words(self, y: int) -> Words:
        """The two under the cursor, how alike they are, and what the shades mean."""
        row, column = self.pair
        alike = f"{self.similarity.at(row, column):.4f}"
        if self.legend == 1:
            pair = f"{self.number(row)} and {self.number(column)}"
            return ((alike, "bold"), (f"  {pair}  {self.label(column)}", ""))
        if y == 2:
            dot = signs_of(self.app).dot
            told = f"  {self.kind} vectors  {dot}  {self._scale()}"
            return ((f"cosine {alike}", "bold"), (told, "quiet"))
        one, other = self.pair
        return ((self.named(other if y else one), ""),)

    def _scale(self) -> str:
        found, signs = self.similarity, shade_signs(self.app)
        ends = f"{found.lowest:.2f}", f"{found.highest:.2f}"
        if not self.app.native_ansi_color:
            return f"palest {ends[0]}, deepest {ends[1]}"
        return f"{signs[1]} {ends[0]} to {signs[-1]} {ends[1]}"


def _figure(alike: float) -> str:
    """A cosine in hundredths."""
    return str(round(alike * 100))
