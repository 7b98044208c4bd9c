"""A text area that stays quick under any paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from cohere_tui.plain import plain
from cohere_tui.widgets.pastes import FOLD_ABOVE, Pastes

if TYPE_CHECKING:
    from textual import events
    from textual.widgets.text_area import EditResult, Location


def unix_lines(text: str) -> str:
    """`text` with line feeds for line ends: terminals paste them as carriage returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class FoldingArea(TextArea):
    """A `TextArea` whose big pastes are folded into tokens, which no edit cuts in two.

    `text` is what is seen, tokens and all; `draft` is what was meant. Pasted control characters are
    made visible.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(
            id=id, classes=classes, highlight_cursor_line=False, tab_behavior="focus", theme="css"
        )
        self._pastes = Pastes()
        self.cursor_blink = False

    @property
    def draft(self) -> str:
        """The whole text, pastes unfolded. Costs as much as it is long."""
        return self._pastes.unfold(self.text)

    def fill(self, text: str) -> None:
        """Put `text` in place of what is there, the cursor at its end; can be undone."""
        whole = self._folded(plain(unix_lines(text)))
        self.replace(whole, (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor(self.document.end)

    def clear_text(self) -> None:
        """Empty it; can be undone."""
        self.fill("")

    def on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted: harmless, and folded when it is big."""
        event.stop()
        event.prevent_default()
        text = self._folded(plain(unix_lines(event.text)))
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    def replace(
        self,
        insert: str,
        start: Location,
        end: Location,
        *,
        maintain_selection_offset: bool = True,
    ) -> EditResult:
        """Replace a range, never part of a token."""
        start, end = self._whole(start, end)
        return super().replace(
            insert, start, end, maintain_selection_offset=maintain_selection_offset
        )

    def delete(
        self, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Delete a range, and all of any token that it touches."""
        start, end = self._whole(start, end)
        return super().delete(start, end, maintain_selection_offset=maintain_selection_offset)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> None:
        """None: prose is not code, and the search would walk the text at each cursor move."""

    def _folded(self, text: str) -> str:
        return self._pastes.fold(text) if len(text) > FOLD_ABOVE else text

    def _whole(self, start: Location, end: Location) -> tuple[Location, Location]:
        """The range widened to the edges of tokens; an empty range inside one becomes its end.

        It may end below the last line, where that is to be deleted.
        """
        (top, left), (bottom, right) = sorted(min(one, self.document.end) for one in (start, end))
        first, last = (self.document.get_line(row) for row in (top, bottom))
        far = self._pastes.around(last, right)[1]
        near = far if start == end else self._pastes.around(first, left)[0]
        return (top, near), (bottom, far)
