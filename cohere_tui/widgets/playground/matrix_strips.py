"""The drawing of a confusion matrix: counts on shades, headings that stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from cohere_tui.state.playground.scoring import Confusion
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.matrix_layout import (
    HEADING,
    SHARE,
    MatrixLayout,
    laid_out,
    named,
    scrolled,
)
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.playground.shading import shade_sign
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.geometry import Size

    from cohere_tui.state.playground.scoring import LabelScore

_DEEPEST: Final = 0.45
"""So much of the colour is mixed into a cell that holds all of its row."""


class MatrixStrips(Painted):
    """Shows `confusion`, and beside each row how well its label is met (`scores`)."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "matrix--heading",
        "matrix--here",
        "matrix--right",
        "matrix--wrong",
        "matrix--cursor",
    }

    DEFAULT_CSS = """
    MatrixStrips {
        height: auto; overflow: hidden hidden;
        .matrix--heading { color: $text-muted; }
        .matrix--here { color: $accent; text-style: bold; }
        .matrix--right { color: $success; }
        .matrix--wrong { color: $error; }
        .matrix--cursor { text-style: reverse bold; }
        &:ansi .matrix--heading { text-style: dim; }
    }
    """

    confusion: reactive[Confusion] = reactive(
        Confusion((), (), {}), init=False, always_update=True, layout=True
    )
    scores: reactive[Mapping[str, LabelScore]] = reactive(dict, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = 0
        self._top = self._left = 0
        """The first row and column in sight."""
        self._laid = MatrixLayout()

    @property
    def cursor(self) -> tuple[int, int]:
        """The row and the column of the cell under the cursor."""
        return self._row, self._column

    def watch_confusion(self, before: Confusion, now: Confusion) -> None:
        """Show another; the cursor stays on its labels as long as they are there."""
        self._row = _place_of(now.rows, before.rows, self._row)
        self._column = _place_of(now.columns, before.columns, self._column)
        self._lay_out()
        self.tell()

    def watch_scores(self) -> None:
        """Show other shares."""
        self.refresh()

    def on_resize(self) -> None:
        """Fit into the new size."""
        self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are labels, within half of what there is."""
        del viewport, width
        most = max(3, container.height // 2 - HEADING) if container.height else 20
        return HEADING + min(most, max(1, len(self.confusion.rows)))

    def _lay_out(self) -> None:
        self._laid = laid_out(self.confusion, self.size.width, self.size.height)
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        laid, found = self._laid, self.confusion
        self._top = scrolled(self._top, self._row, laid.down, len(found.rows))
        self._left = scrolled(self._left, self._column, laid.across, len(found.columns))

    def tell(self) -> None:
        """The cursor may be on another cell now."""

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell, or the nearest there is."""
        rows, columns = len(self.confusion.rows), len(self.confusion.columns)
        if rows and columns:
            self._row = max(0, min(row, rows - 1))
            self._column = max(0, min(column, columns - 1))
            self._keep_in_sight()
            self.refresh()
            self.tell()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """A heading, a row, or nothing."""
        width, row = self.size.width, self._top + y - HEADING
        if not self.confusion.rows or row >= len(self.confusion.rows):
            return Strip.blank(width, self.base)
        if y == 0:
            segments = self._above()
        elif y == 1:
            segments = self._heading()
        else:
            segments = self._cells(row)
        return Strip(segments).adjust_cell_length(width, self.base).apply_style(self.base)

    def _above(self) -> Iterator[Segment]:
        """What the columns are, and which of them are in sight."""
        columns, signs = len(self.confusion.columns), signs_of(self.app)
        last = min(columns, self._left + self._laid.across)
        told = "taken for"
        if last - self._left < columns:
            told += f" {self._left + 1}-{last} of {columns}"
        more = (self._left > 0, last < columns)
        told = f"{signs.left + ' ' if more[0] else ''}{told}{' ' + signs.right if more[1] else ''}"
        quiet = self.style_of("matrix--heading")
        yield Segment(" " * (self._laid.edge + 1) + told, quiet)

    def _heading(self) -> Iterator[Segment]:
        quiet, signs = self.style_of("matrix--heading"), signs_of(self.app)
        rows, down = len(self.confusion.rows), self._laid.down
        told = "is"
        if rows > down:
            told += f" {self._top + 1}-{min(rows, self._top + down)} of {rows}"
        yield Segment("  " + fit(told, self._laid.name, signs.ellipsis), quiet)
        if self._laid.shares:
            yield Segment(f"{'recall':>{SHARE}}{'prec':>{SHARE}}", quiet)
        yield Segment(" ")
        for at in range(
            self._left, min(len(self.confusion.columns), self._left + self._laid.across)
        ):
            here = at == self._column and self.has_focus
            name = named(self.confusion.columns[at])
            text = fit(name, self._laid.cell - 1, signs.ellipsis, right=True)
            yield Segment(f" {text}", self.style_of("matrix--here") if here else quiet)

    def _cells(self, row: int) -> Iterator[Segment]:
        signs, quiet = signs_of(self.app), self.style_of("matrix--heading")
        here = row == self._row and self.has_focus
        style = self.style_of("matrix--here")
        yield Segment(f"{signs.here if here else ' '} ", style)
        label = self.confusion.rows[row]
        name = fit(named(label), self._laid.name, signs.ellipsis)
        yield Segment(name, style if here else None)
        if self._laid.shares:
            score = self.scores.get(label)
            shares = (score.recall, score.precision) if score else (None, None)
            yield Segment("".join(map(_share, shares)), quiet)
        yield Segment(" ")
        for at in range(
            self._left, min(len(self.confusion.columns), self._left + self._laid.across)
        ):
            yield self._one(row, at)

    def _one(self, row: int, column: int) -> Segment:
        found = self.confusion
        count, total = found.count(row, column), found.totals[row]
        right = found.rows[row] == found.columns[column]
        share = count / total if total else 0.0
        sign = shade_sign(share, self.app) if count else " "
        coloured = not self.app.native_ansi_color
        figure = f"{count:,}" if count else signs_of(self.app).dot
        text = fit(f"{' ' if coloured else sign} {figure}", self._laid.cell, right=True)
        style = self._shaded(right=right, share=share, coloured=coloured, empty=not count)
        if row == self._row and column == self._column and self.has_focus:
            style += self.style_of("matrix--cursor")
        return Segment(text, style)

    def _shaded(self, *, right: bool, share: float, coloured: bool, empty: bool) -> Style:
        """The more of the row, the deeper; in the terminal's own colours a sign says it."""
        if empty:
            return self.style_of("matrix--heading")
        name = "matrix--right" if right else "matrix--wrong"
        if not coloured:
            return Style(bold=right)
        tint = self.get_component_styles(name).color
        ground = self.background_colors[1]
        mixed = ground.blend(tint, _DEEPEST * max(0.15, share), alpha=1.0)
        return Style(bgcolor=Color.from_rgb(*mixed.rgb), bold=right)


def _share(value: float | None) -> str:
    """A share in percent; of nothing there is none."""
    return f"{'-' if value is None else f'{value * 100:.0f}%':>{SHARE}}"


def _place_of(now: tuple[str, ...], before: tuple[str, ...], at: int) -> int:
    name = before[at] if at < len(before) else None
    return now.index(name) if name in now else max(0, min(at, len(now) - 1))
