"""A sheet on Textual's line API: its lines as strips, and what stands out on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip

from cohere_tui.widgets.log.ink import Ink
from cohere_tui.widgets.log.points import covered, row_at, with_points
from cohere_tui.widgets.log.scrolled_sheet import ScrolledSheet
from cohere_tui.widgets.log.selected import selected_text
from cohere_tui.widgets.log.strips import MARGIN, marked, strip_of
from cohere_tui.widgets.log.styles import COMPONENT_CLASSES, DEFAULT_CSS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from textual.geometry import Region
    from textual.selection import Selection

    from cohere_tui.widgets.log.sheet import Sheet
    from cohere_tui.widgets.markdown.line import Line


class SheetView(ScrolledSheet):
    """Paints a sheet and what is selected of it; subclasses say what else stands on it."""

    ALLOW_SELECT: ClassVar[bool] = True
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES
    DEFAULT_CSS = DEFAULT_CSS

    def __init__(self, sheet: Sheet, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(sheet, id=id)
        self._ink: Ink | None = None
        self._painting = False

    @property
    def ink(self) -> Ink:
        """The styles of the lines under the theme of the moment."""
        if self._ink is None:
            self._ink = Ink(
                self.rich_style,
                lambda name: self.get_component_rich_style(
                    f"log--{name.replace('.', '-')}", partial=True
                ),
            )
        return self._ink

    def notify_style_update(self) -> None:
        """Forget the styles: the theme changed."""
        self._ink = None
        super().notify_style_update()

    def bar_at(self, line: int) -> str:
        """What stands in the margin of a line: the cursor's bar, or a space."""
        del line
        return " "

    def blank(self, y: int) -> Strip:
        """What stands on line `y` of the view when the sheet has no such line: nothing."""
        del y
        return Strip([])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint. Offsets for selecting are left out: only questions about a point need them."""
        self._painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._painting = False

    def render_line(self, y: int) -> Strip:
        """Line `y` of the view."""
        number, width = self.top + y, self.size.width
        line = self.sheet.line(number)
        if line is None:
            strip = self.blank(y)
        else:
            strip = strip_of(line, self.ink, self.bar_at(number))
            for start, end, style in self.marks_on(line, number):
                strip = marked(strip, MARGIN + start, MARGIN + end, style)
        strip = strip.adjust_cell_length(width, self.ink.base)
        if self._painting or not self.sheet.cards:
            return strip
        return with_points(strip, line, MARGIN, row_at(self.sheet, number))

    def marks_on(self, line: Line, number: int) -> Iterable[tuple[int, int, Style]]:
        """Characters of a line (from, to) that stand out: those that are selected."""
        selection = self.text_selection
        span = selection and covered(line, selection, row_at(self.sheet, number))
        if span:
            yield (*span, self.screen.get_component_rich_style("screen--selection"))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, soft line ends and decoration left out."""
        with self.held():
            return selected_text(self.sheet, selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint again: the selection is another one."""
        del selection
        self.refresh()
