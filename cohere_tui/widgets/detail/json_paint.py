"""Lines of JSON as strips, each painted when it is first seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from cohere_tui.state.json_runs import Run, runs_of
from cohere_tui.widgets.detail.json_rows import drawn, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import Style

    from cohere_tui.widgets.detail.json_rows import Drawn, Layout, Measured
    from cohere_tui.widgets.themes import Signs

BEFORE: Final = 3
"""Cells before a line: the edge, and the sign of what can be folded."""

_KEPT: Final = 500
"""Lines that are kept painted."""


class Paint:
    """Paints what is `laid` with the styles that `style` names; `words` stand out."""

    def __init__(
        self,
        measured: Measured,
        laid: Layout,
        style: Callable[[str], Style],
        signs: Signs,
        words: str = "",
    ) -> None:
        self._measured = measured
        self._laid = laid
        self._style = style
        self._signs = signs
        self._words = words
        self._rows: dict[int, list[Strip]] = {}

    def forget(self) -> None:
        """Paint anew: the styles have changed."""
        self._rows.clear()

    def drawn(self, line: int) -> Drawn:
        """What is drawn of a line."""
        folded = line in self._laid.folded
        return drawn(self._measured.document, line, self._measured.ellipsis, folded=folded)

    def has_sign(self, line: int, x: int) -> bool:
        """Whether the sign of a line, which says what is folded, is painted at `x`."""
        text = self.drawn(line).text
        return line in self._measured.document.counts and x == 1 + len(text) - len(text.lstrip(" "))

    def row(self, line: int, nth: int) -> Strip:
        """One of the rows of a line."""
        if line not in self._rows:
            if len(self._rows) >= _KEPT:
                self._rows.clear()
            self._rows[line] = list(self._painted(line))
        return self._rows[line][nth]

    def window(self, strip: Strip, x: int, width: int) -> Strip:
        """What is seen from `x` on of a row that is not wrapped; a sign where it goes on."""
        more = Segment(self._signs.ellipsis, self._style("quiet"))
        left = [more] if 0 < x < strip.cell_length else []
        right = [more] if strip.cell_length > x + width else []
        return Strip([*left, *strip.crop(x + len(left), x + width - len(right)), *right])

    def _painted(self, line: int) -> Iterator[Strip]:
        what = self.drawn(line)
        runs = [*runs_of(what.json, self._words), Run(what.told, "quiet", found=False)]
        whole = Strip([Segment(run.text, self._styled(run)) for run in runs])
        indent = len(what.json) - len(what.json.lstrip(" "))
        sign = Segment(self._sign(line), self._style("quiet"))
        first = [Segment(" " * (indent + 1)), sign, Segment(" ")]
        if not self._laid.wrapped:
            yield Strip([*first, *whole.crop(indent)])
            return
        at = 0
        for piece in pieces(what.text, self._measured.room):
            end = at + cell_len(what.text[piece.start : piece.end])
            if piece.start:
                yield Strip([Segment(" " * (BEFORE + piece.hang)), *whole.crop(at, end)])
            else:
                yield Strip([*first, *whole.crop(indent, end)])
            at = end

    def _sign(self, line: int) -> str:
        """Whether something is folded, or could be."""
        if line not in self._measured.document.counts:
            return " "
        return self._signs.folded if line in self._laid.folded else self._signs.opened

    def _styled(self, run: Run) -> Style | None:
        style = self._style(run.kind) if run.kind else None
        if not run.found:
            return style
        return style + self._style("found") if style else self._style("found")
