"""Selecting with keys: from the line the cursor is on, by lines, characters and leaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.selection import Selection

from cohere_tui.widgets.log.points import line_at, point, row_at
from cohere_tui.widgets.log.sheet_view import SheetView
from cohere_tui.widgets.log.visual import Visual

if TYPE_CHECKING:
    from cohere_tui.widgets.log.sheet import Sheet


class Selecting(SheetView):
    """A sheet on which keys select, beside the mouse."""

    def __init__(self, sheet: Sheet, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(sheet, id=id)
        self._visual: Visual | None = None

    @property
    def selecting(self) -> bool:
        """Whether a selection is being made with keys."""
        return self._visual is not None

    def begin_selection(self, line: int) -> None:
        """Select a whole line of the sheet; keys move the end of it from now on."""
        self._mark(Visual.at(self.sheet, line))

    def move_selection(self, columns: int, lines: int) -> None:
        """Move the end of the selection."""
        if self._visual is not None:
            with self.held():
                visual = self._visual.moved(self.sheet, columns, lines)
            self._mark(visual)

    def stretch_selection(self, line: int) -> None:
        """Put the end of the selection before a line of the sheet."""
        if self._visual is not None:
            self._mark(self._visual.to(row_at(self.sheet, line)))

    def end_selection(self) -> None:
        """Select nothing any more."""
        self._visual = None
        if self.text_selection is not None:
            self.screen.clear_selection()

    def selection_updated(self, selection: Selection | None) -> None:
        """Another selection, or none: whoever made it."""
        if self._visual is not None and selection != self._visual.selection:
            self._visual = None
        super().selection_updated(selection)

    def select_lines(self, first: int, end: int) -> None:
        """Select lines of the sheet, from `first` to before `end`."""
        start, stop = point(row_at(self.sheet, first), 0), point(row_at(self.sheet, end), 0)
        self.screen.selections = {self: Selection(start, stop)}

    def selected(self) -> str:
        """The text that is selected here, by whatever means."""
        selection = self.text_selection
        found = self.get_selection(selection) if selection is not None else None
        return found[0] if found is not None else ""

    def bring_into_sight(self, first: int, end: int) -> None:
        """Scroll as little as shows the lines from `first` to before `end`, or the first of them.

        The lines are made: what is in sight of them after that, is as it was counted.
        """
        height = self.size.height
        if first < self.top or end - first > height:
            self.leave_for(first)
        elif end > self.top + height:
            self.leave_for(end - height)
        self.refresh()

    def _mark(self, visual: Visual) -> None:
        self._visual = visual
        self.screen.selections = {self: visual.selection}
        line = line_at(self.sheet, visual.head.y)
        self.bring_into_sight(line, line + 1)
