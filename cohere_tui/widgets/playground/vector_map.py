"""Vectors on a map: what is alike lies together. The cursor goes from point to point.

Every point has its number, and its name where there is room; where points crowd they are dots.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from cohere_tui.state.playground.vectors.moving import towards
from cohere_tui.state.playground.vectors.placing import Chart, Said, chart
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.pictured import Pictured
from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events

    from cohere_tui.state.playground.vectors.picture import Picture
    from cohere_tui.widgets.playground.pictured import Words

_MANY: Final = 200
"""Of more points only dots are drawn, and the number of the one under the cursor."""
_NAMES: Final = (26, 18, 12)
"""A name is cut to one of these where there is no room for all of it."""
_NEAREST: Final = 3
_BRAILLE: Final = 0x2800
_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dots of a braille sign: row by row, left and right."""
_NO_CHART: Final = Chart(0, 0, (), (), ())


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"map.{name}", show=show)


class VectorMap(Pictured):
    """Shows the plane of a picture."""

    BINDING_GROUP_TITLE = "Map"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(0, 1)", "Nearest below", "down"),
        _key("k,up", "move(0, -1)", "Nearest above", "up"),
        _key("l,right", "move(1, 0)", "Nearest to the right", "right"),
        _key("h,left", "move(-1, 0)", "Nearest to the left", "left"),
        _key("pagedown,ctrl+d", "step(1)", "Next number", "next"),
        _key("pageup,ctrl+u", "step(-1)", "Number before", "previous"),
        _key("g,home", "end(0)", "First", "first"),
        _key("G,end", "end(-1)", "Last", "last"),
        _key("enter", "choose", "Neighbours", "choose", show=True),
        _key("y", "copy", "Copy", "copy", show=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._chart = _NO_CHART
        self._lines: Mapping[int, list[Said]] = {}
        self._dots: Mapping[int, Mapping[int, int]] = {}
        """By line and column: the dots of a cell."""

    # --- what it shows

    def show(self, picture: Picture, labels: Iterable[str], note: str = "") -> None:
        """Show another picture, the cursor on the same input if it is there."""
        place = self.place
        super().show(picture, labels, note)
        self._at = 0
        self._lay_out()
        self.point_to(place)

    @property
    def place(self) -> int:
        """The input under the cursor."""
        return self.picture.similarity.places[self._at] if self.picture and self.count else 0

    def go_to(self, at: int) -> None:
        """Put the cursor on a point."""
        self._at = at
        self.refresh()
        self.tell()

    def on_resize(self, event: events.Resize) -> None:
        """Spread them over the new size."""
        self._lay_out()
        super().on_resize(event)

    def _lay_out(self) -> None:
        points = self.picture.plane.points if self.picture is not None else ()
        many, signs = len(points) > _MANY, signs_of(self.app)
        every = () if many else range(len(points))
        names = [
            tuple(
                dict.fromkeys(
                    fit(self.label(at), min(cells, cell_len(self.label(at))), signs.ellipsis)
                    for cells in _NAMES
                )
            )
            for at in every
        ]
        numbers = [self.number(at) for at in range(len(points))]
        width = max(1, self.size.width - 2)
        self._chart = found = chart(points, width, self.room, numbers, names, cell_len)
        said = () if many else found.said
        lines: defaultdict[int, list[Said]] = defaultdict(list)
        for one in sorted(said, key=lambda one: one.x):
            lines[one.y].append(one)
        dots: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for at in range(len(points)) if many else found.unsaid:
            x, y = found.spots[at]
            dots[int(y)][int(x)] |= _BITS[int(y % 1 * 4)][int(x % 1 * 2)]
        self._lines, self._dots = lines, dots

    # --- keys

    def action_move(self, across: int, down: int) -> None:
        """Go to the nearest point on a side; beyond the outermost the key is the page's."""
        # A cell is twice as high as it is wide.
        spots = [(x, y * 2) for x, y in self._chart.spots]
        found = towards(spots, self._at, across, down) if spots else None
        if found is not None:
            self.go_to(found)
        elif across:
            raise SkipAction

    def action_step(self, step: int) -> None:
        """Go to the next number, or the one before; round at the ends."""
        if self.count:
            self.go_to((self._at + step) % self.count)

    def action_end(self, end: int) -> None:
        """Go to the first number, or to the last one (-1)."""
        if self.count:
            self.go_to(self.count - 1 if end < 0 else end)

    def action_choose(self) -> None:
        """See the neighbours of the point."""
        if self.count > 1:
            self.post_message(self.Chosen(self.place))

    def action_copy(self) -> None:
        """Copy what the point is."""
        if self.count:
            self.post_message(self.CopyAsked(self.label(self._at)))

    def on_click(self, event: events.Click) -> None:
        """Go to the point nearest to the pointer."""
        x, y = event.x - 1, event.y - int(bool(self.note))
        if self.count and 0 <= y < self.room:
            spots = self._chart.spots
            self.go_to(
                min(
                    range(self.count),
                    key=lambda at: abs(spots[at][0] - x) + 2 * abs(spots[at][1] - y),
                )
            )

    # --- drawing

    def drawn(self, y: int) -> list[Segment]:
        """A line of the map: dots, then what is written, then the point under the cursor."""
        cells = [(" ", "")] * self._chart.width
        for x, bits in self._dots.get(y, {}).items():
            cells[x] = (self._dot(bits), "")
        segments, at = [Segment(" ")], 0
        near = set(self._nearest)
        for one in self._written(y):
            segments += [Segment(sign) for sign, _ in cells[at : one.x]]
            segments += self._point(one, near)
            at = one.x + cell_len(one.text)
        return [*segments, *(Segment(sign) for sign, _ in cells[at:])]

    def _written(self, y: int) -> list[Said]:
        """What is written on a line; the point under the cursor always is."""
        said = self._lines.get(y, [])
        x, line = self._chart.cell(self._at)
        if line != y or any(one.point == self._at for one in said):
            return said
        mine = Said(self._at, x, y, self.number(self._at))
        end = x + len(mine.text)
        apart = [one for one in said if one.x + cell_len(one.text) <= x or one.x >= end]
        return sorted([*apart, mine], key=lambda one: one.x)

    def _point(self, one: Said, near: set[int]) -> list[Segment]:
        """Number and name; the nearest neighbours of the point under the cursor stand out."""
        if one.point == self._at:
            style = self.style_of("pictured--cursor" if self.has_focus else "pictured--here")
            return [Segment(one.text, style)]
        number = self.number(one.point)
        bold = self.style_of("pictured--bold" if one.point in near else "pictured--quiet")
        before, _, after = (
            ("", "", one.text[len(number) :])
            if one.text.startswith(number)
            else (one.text.removesuffix(number), "", "")
        )
        return [
            Segment(before, bold),
            Segment(number, self.style_of("pictured--here")),
            Segment(after, bold),
        ]

    def _dot(self, bits: int) -> str:
        if signs_of(self.app) is ASCII:
            return "." if bits.bit_count() == 1 else ":"
        return chr(_BRAILLE + bits)

    @property
    def _nearest(self) -> list[int]:
        """The points most alike to the one under the cursor."""
        assert self.picture is not None
        row = self.picture.similarity.row(self._at)
        others = (at for at in range(self.count) if at != self._at)
        return sorted(others, key=lambda at: -row[at])[:_NEAREST]

    def words(self, y: int) -> Words:
        """The point under the cursor, its neighbours, and what the map leaves out."""
        assert self.picture is not None
        if y == 0:
            return ((self.named(self._at), "bold"),)
        if y == 1:
            alike = self.picture.similarity.row(self._at)
            near = (f"{self.named(at)} {alike[at]:.2f}" for at in self._nearest)
            gap = f" {signs_of(self.app).dot} "
            return (("nearest: ", "quiet"), (gap.join(near), ""))
        share = f"{self.picture.plane.share:.0%}"
        what = f"Two directions of the {self.kind} vectors: {share} of how they differ."
        return ((what, "quiet"),)
