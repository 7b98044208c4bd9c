"""What heat map and map of vectors have in common: a picture, a cursor, words under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from cohere_tui.plain import one_line
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.picture_of import PictureOf
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from cohere_tui.state.playground.vectors.picture import Picture

LEGEND: Final = 4
"""Lines under the drawing: a blank one, then words."""
_LEAST: Final = 10
"""Below so many lines there is no room for more than one line of words."""

Words = tuple[tuple[str, str], ...]
"""Texts of a line with the names of their styles."""


class Pictured(PictureOf):
    """Shows a picture of vectors, and says in words what the cursor is on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pictured--quiet",
        "pictured--bold",
        "pictured--here",
        "pictured--cursor",
        "pictured--note",
    }

    DEFAULT_CSS = """
    Pictured {
        overflow: hidden hidden;
        .pictured--quiet { color: $text-muted; }
        .pictured--bold { text-style: bold; }
        .pictured--here { color: $accent; text-style: bold; }
        .pictured--cursor { color: $background; background: $foreground; text-style: bold; }
        .pictured--note { color: $warning; }
        &:ansi .pictured--quiet { text-style: dim; }
        &:ansi .pictured--cursor {
            color: ansi_default; background: ansi_default; text-style: bold reverse;
        }
    }
    """

    @dataclass
    class Pointed(Message):
        """The cursor is on another input."""

        place: int

    @dataclass
    class Chosen(Message):
        """The person wants to see more of an input."""

        place: int

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    # --- what it shows

    def show(self, picture: Picture, labels: Iterable[str], note: str = "") -> None:
        """Show another picture; the cursor stays on its input."""
        self.picture, self.note = picture, note
        self.labels = tuple(one_line(label) or "(empty)" for label in labels)
        self.refresh()

    @property
    def place(self) -> int:
        """The input under the cursor, counted from 0."""
        raise NotImplementedError

    def point_to(self, place: int) -> None:
        """Put the cursor on an input; nothing happens where it is not in the picture."""
        places = self.picture.similarity.places if self.picture is not None else ()
        if place in places:
            self.go_to(places.index(place))

    def go_to(self, at: int) -> None:
        """Put the cursor on one that is in the picture, counted from 0."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say where the cursor is."""
        self.post_message(self.Pointed(self.place))

    # --- drawing

    @property
    def legend(self) -> int:
        """How many lines are under the drawing."""
        return LEGEND if self.size.height >= _LEAST else 1

    @property
    def room(self) -> int:
        """How many lines the drawing has."""
        return max(1, min(self.needed, self.size.height - self.legend - bool(self.note)))

    @property
    def needed(self) -> int:
        """How many lines are enough for the drawing."""
        return self.size.height

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    on_blur = on_focus

    def on_resize(self, _: events.Resize) -> None:
        """Fit into the new size."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The note, a line of the drawing, or words about what the cursor is on."""
        width = self.size.width
        first = int(bool(self.note))
        if y < first:
            segments = self.said((f"{signs_of(self.app).warning} {self.note}", "note"))
        elif self.count < 2:
            segments = self._nothing() if y == first else []
        elif y < first + self.room:
            segments = self.drawn(y - first)
        else:
            line = y - first - self.room - (self.legend == LEGEND)
            segments = self.said(*self.words(line)) if 0 <= line < LEGEND - 1 else []
        return Strip(segments).adjust_cell_length(width, self.base).apply_style(self.base)

    def _nothing(self) -> list[Segment]:
        if self.picture is None:
            return []
        one = "One vector has" if self.count else "Without vectors there is"
        return self.said((f"{one} nothing to be compared with.", "quiet"))

    def drawn(self, y: int) -> list[Segment]:
        """A line of the drawing."""
        raise NotImplementedError

    def words(self, y: int) -> Words:
        """A line of the words under it."""
        raise NotImplementedError

    def said(self, *parts: tuple[str, str]) -> list[Segment]:
        """Texts in their styles, cut where the line ends."""
        segments, left = [Segment(" ")], self.size.width - 2
        for text, style in parts:
            cells = cell_len(text)
            shown = fit(text, left, signs_of(self.app).ellipsis) if cells > left else text
            segments.append(Segment(shown, self.style_of(f"pictured--{style}") if style else None))
            left -= min(cells, left)
        return segments

    def redraw(self, *lines: int) -> None:
        """Paint some lines of the drawing again, and the words under it."""
        first, width = int(bool(self.note)), self.size.width
        below = range(first + self.room, self.size.height)
        for y in (*(line + first for line in lines), *below):
            self.refresh(Region(0, y, width, 1))
