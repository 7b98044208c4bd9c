"""Tables as lines: aligned columns while they fit, else one line per cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.harmless import cite, shown
from cohere_tui.widgets.markdown.line import set_line
from cohere_tui.widgets.markdown.measure import cell_len
from cohere_tui.widgets.markdown.wrap import fold, part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.widgets.markdown.block import Align, Cell, Row, Table
    from cohere_tui.widgets.markdown.line import Lines
    from cohere_tui.widgets.markdown.margin import Margin

_MEASURED = 64
"""The columns fit the head and this many rows; later rows wrap in them, so that a table that
grows for long is not set anew for ever."""
_SLIM = 8
"""A column that must wrap is at least this wide, or the table is set cell by cell."""
_BETWEEN = 2
_Cells: TypeAlias = list[list[Run]]
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def lay_table(lines: Lines, table: Table, margin: Margin) -> None:
    """Append the lines of `table`, going on where `lines` were left if its columns still fit."""
    top = 1 if lines.made_for.block.gap else 0
    start = lines.parts
    rows = [tuple(_bold(cell) for cell in table.head), *table.parts.since(start)]
    ends = [*[_place(row) for row in rows[1:]], lines.made_for.block.end]
    head, *cells = [_cells(lines, row, end) for row, end in zip(rows, ends, strict=True)]
    wanted = _wanted(lines, table, head, cells)
    shape = _fitted(wanted, margin.room - _BETWEEN * (len(head) - 1))
    if start and shape != lines.shape:
        del lines[top:]
        lines.parts, lines.kept, lines.laid, lines.wanted = 0, min(lines.kept, top), top, ()
        lay_table(lines, table, margin)
        return
    lines.shape = shape
    lay = _Grid(lines, table, margin, top) if shape else _Stack(lines, table, margin, top)
    if not start:
        lay.head(head)
    for number, row in enumerate(cells, start):
        lay.row(head, row)
        if number < table.parts.count:
            lines.laid, lines.parts = len(lines), number + 1
            lines.edge = max(lines.edge, ends[number - start + 1])


class _Rows:
    """What both ways of setting a table share."""

    def __init__(self, lines: Lines, table: Table, margin: Margin, top: int) -> None:
        self.lines = lines
        self.table = table
        self.margin = margin
        self._top = top

    def head(self, head: _Cells) -> None:
        """Append the lines of the head."""

    def row(self, head: _Cells, row: _Cells) -> None:
        """Append the lines of a row under that head."""

    def put(self, runs: Sequence[Run], *, wraps: bool = False, joint: str = "") -> None:
        """Append a line."""
        spans, _ = self.margin.of(len(self.lines) - self._top)
        self.lines.append(set_line(spans, runs, self.margin.indent, wraps=wraps, joint=joint))

    @property
    def first(self) -> bool:
        """Whether no line is there yet."""
        return len(self.lines) == self._top


class _Grid(_Rows):
    """Columns side by side."""

    def head(self, head: _Cells) -> None:
        self.row(head, head)
        sign = "-" if self.lines.made_for.look.ascii else "─"
        rule: list[Run] = []
        for width in self.lines.shape:
            rule += [Run(" " * _BETWEEN, "text", -1, 0)] if rule else []
            rule.append(Run(sign * width, "table.line", -1, 0))
        self.put(rule)

    def row(self, head: _Cells, row: _Cells) -> None:  # noqa: ARG002 - it stands above
        widths = self.lines.shape
        columns = [fold(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max([len(column) for column in columns])):
            runs: list[Run] = []
            ahead = 0
            for column, width, align in zip(columns, widths, self.table.aligns, strict=True):
                text = column[number].runs if number < len(column) else []
                size = sum([cell_len(run.text) for run in text])
                left = _left(align, width - size)
                if text and ahead + left:
                    runs.append(Run(" " * (ahead + left), "text", -1, 0))
                runs += text
                ahead = (width - size - left if text else ahead + width) + _BETWEEN
            self.put(runs)


class _Stack(_Rows):
    """One line per cell, behind the name of its column; for tables wider than the room."""

    def head(self, head: _Cells) -> None:
        if not len(self.table.parts):
            for name in head:
                self._fold(name)

    def row(self, head: _Cells, row: _Cells) -> None:
        if not self.first:
            self.put([])
        for name, cell in zip(head, row, strict=True):
            colon = [Run(": ", "table.head", -1, 0)] if name else []
            self._fold([*[run for run in name if run.style != "citation"], *colon, *cell])

    def _fold(self, runs: Sequence[Run]) -> None:
        for laid in fold(runs, self.margin.room):
            self.put(laid.runs, wraps=laid.wraps, joint=laid.joint)


def _cells(lines: Lines, row: Row, end: int) -> _Cells:
    """The cells of a row, which ends before offset `end`, as they are shown."""
    look, marks = lines.made_for.look, lines.made_for.marks
    row = tuple(_broken(cell) for cell in row)
    if not marks:
        return [shown(cell) for cell in row]
    ends = [cell[0].at if cell else -1 for cell in row[1:]] + [end]
    for number in range(len(ends) - 1, 0, -1):
        if ends[number - 1] < 0:
            ends[number - 1] = ends[number]
    return [cite(shown(cell), marks, look, stop) for cell, stop in zip(row, ends, strict=True)]


def _bold(cell: Cell) -> Cell:
    return tuple(
        run._replace(style="table.head" if run.style == "text" else f"table.head {run.style}")
        for run in cell
    )


def _broken(cell: Cell) -> Cell:
    """A cell with `<br>` as a line break, for which a table has no other sign."""
    if not any("<" in run.text and "code" not in run.style for run in cell):
        return cell
    runs: list[Run] = []
    for run in cell:
        left = 0
        breaks = "code" not in run.style and run.size == len(run.text)
        for sign in _BREAK.finditer(run.text) if breaks else ():
            runs.append(part(run, left, sign.start()))
            runs.append(Run("\n", run.style, run.at + sign.start(), len(sign.group()), run.url))
            left = sign.end()
        runs.append(part(run, left, len(run.text)))
    return tuple(run for run in runs if run.text)


def _place(row: Row) -> int:
    """Where a row starts in the document; 0 when nothing in it says so."""
    return next((cell[0].at for cell in row if cell), 0)


def _left(align: Align, free: int) -> int:
    if align == "right":
        return free
    return free // 2 if align == "center" else 0


def _wanted(lines: Lines, table: Table, head: _Cells, rows: Sequence[_Cells]) -> list[int]:
    """The widths that the columns would like to have; `rows` are those not laid for good."""
    known = lines.parts
    wanted = list(lines.wanted) or [_widest(cell) for cell in head]
    for number, row in enumerate(rows[: max(0, _MEASURED - known)], known):
        wanted = [max(width, _widest(cell)) for width, cell in zip(wanted, row, strict=True)]
        if number < table.parts.count:
            lines.wanted = tuple(wanted)
    return wanted


def _widest(cell: Sequence[Run]) -> int:
    text = "".join([run.text for run in cell])
    return max([1, *[cell_len(line) for line in text.split("\n")]])


def _fitted(wanted: Sequence[int], free: int) -> tuple[int, ...]:
    """`wanted` widths made to fit: what is slim stays, the others share what is left."""
    widths = dict(enumerate(wanted))
    settled: dict[int, int] = {}
    while widths and sum(widths.values()) + sum(settled.values()) > free:
        share = (free - sum(settled.values())) // len(widths)
        slim = {number: width for number, width in widths.items() if width <= share}
        if not slim:
            if share < _SLIM and len(wanted) > 1:
                return ()
            spare = free - sum(settled.values()) - share * len(widths)
            settled |= {n: share + (place < spare) for place, n in enumerate(widths)}
            widths = {}
            break
        settled |= slim
        widths = {number: width for number, width in widths.items() if number not in slim}
    settled |= widths
    return tuple(max(1, settled[number]) for number in range(len(wanted)))
