"""The drawing of a small table of examples: labels, texts, and a cursor over their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from cohere_tui.plain import one_line
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.playground.labels import Labelled

LABEL: Final = 0
TEXT: Final = 1
"""The columns."""

_MOST_ROWS: Final = 8
_WIDEST_LABEL: Final = 20
_EDGE: Final = 2
_GAP: Final = 2
_LOOKED_AT: Final = 200
"""So many rows tell how wide the labels are."""


class ExampleStrips(Painted):
    """Shows `examples` under a heading."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "cells--heading",
        "cells--label",
        "cells--empty",
        "cells--row",
        "cells--here",
    }

    DEFAULT_CSS = """
    ExampleStrips {
        height: auto; background: $panel;
        .cells--heading { color: $text-muted; }
        .cells--label { color: $accent; }
        .cells--empty { color: $warning; }
        .cells--row { background: $block-cursor-blurred-background; }
        .cells--here {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi { background: ansi_default; }
        &:ansi .cells--heading { text-style: dim; }
    }
    """

    examples: reactive[tuple[Labelled, ...]] = reactive(
        (), init=False, always_update=True, layout=True
    )
    row: reactive[int] = reactive(0)
    column: reactive[int] = reactive(TEXT)

    def on_mount(self) -> None:
        """Show what was given from the beginning."""
        self.watch_examples(self.examples)

    def watch_examples(self, now: tuple[Labelled, ...]) -> None:
        """Show others; the cursor stays where it is, if that is still there."""
        self.row = max(0, min(self.row, len(now) - 1))
        self.virtual_size = Size(0, len(now) + 1)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are examples, within the room there is."""
        del container, viewport, width
        most = max(3, min(_MOST_ROWS, self.app.size.height // 6))
        return 1 + max(1, min(most, len(self.examples)))

    @property
    def labels_width(self) -> int:
        """How wide the labels are."""
        few = self.examples[:_LOOKED_AT]
        widest = max((cell_len(one_line(one.label, _WIDEST_LABEL)) for one in few), default=0)
        return max(8, min(widest, _WIDEST_LABEL, self.size.width // 3))

    def cell(self, row: int, column: int) -> Region:
        """Where a cell is in sight."""
        left = _EDGE + (self.labels_width + _GAP if column == TEXT else 0)
        room = self.scrollable_content_region.width - 1
        width = max(1, room - left) if column == TEXT else self.labels_width + 1
        return Region(left, row + 1 - self.scroll_offset.y, width, 1)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """The heading, or an example."""
        width, row = self.size.width, y - 1 + self.scroll_offset.y
        if y == 0:
            text = "  " + fit("label", self.labels_width + _GAP) + "text"
            segments = iter((Segment(text, self.style_of("cells--heading")),))
        elif row < len(self.examples):
            segments = self._row(row)
        else:
            words = "" if self.examples else "  ctrl+n adds an example, f7 brings a file"
            segments = iter((Segment(words if y == 1 else "", self.style_of("cells--heading")),))
        return Strip(segments).adjust_cell_length(width, self.base).apply_style(self.base)

    def _row(self, row: int) -> Iterator[Segment]:
        one, signs = self.examples[row], signs_of(self.app)
        here = row == self.row and self.has_focus
        sign = signs.here if here else " " if one.label and one.text else signs.warning
        yield Segment(f"{sign} ", self.style_of("cells--label" if here else "cells--empty"))
        for column, text in enumerate((one.label, one.text)):
            room = self.cell(row, column).width
            shown = fit(one_line(text, room * 2) or "…", room, signs.ellipsis)
            style = self.style_of("cells--label") if column == LABEL else None
            if not text:
                style = self.style_of("cells--empty")
            if here and column == self.column:
                style = self.style_of("cells--here")
            yield Segment(shown, style)
            if column == LABEL:
                yield Segment(" " * (_GAP - 1))
