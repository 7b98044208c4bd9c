"""A map of points in terminal cells: where each is, and which of them say their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cohere_tui.state.playground.vectors.moving import Spot


@dataclass(frozen=True, slots=True)
class Said:
    """What is written at a point."""

    point: int
    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A map of so many cells."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    """For each point where it is, in cells; a little aside where it would be over another."""
    said: tuple[Said, ...]
    """Nothing is written over anything."""
    unsaid: tuple[int, ...]
    """The points for which there is no room: they are drawn as dots."""

    def cell(self, point: int) -> tuple[int, int]:
        """The cell of a point."""
        x, y = self.spots[point]
        return int(x), int(y)


def chart(
    points: Sequence[Spot],
    width: int,
    height: int,
    numbers: Sequence[str],
    names: Sequence[Sequence[str]] = (),
    measure: Callable[[str], int] = len,
) -> Chart:
    """Points spread over a map, with their numbers, and with names where there is room for them.

    Both directions fill the map. Of the `names` of a point the first that fits is taken, behind its
    number or before it; `measure` tells how many cells a name takes.
    """
    widest = max(map(len, numbers), default=1)
    spots = _spread(points, max(1, width - widest), max(1, height))
    room = _Room(width, height)
    said: dict[int, Said] = {}
    for at, spot in enumerate(spots):
        cells = len(numbers[at])
        for x, y in _around(spot, cells + 1):
            if room.take(x, y, cells):
                said[at] = Said(at, x, y, numbers[at])
                spots[at] = (x + 0.5, y + 0.5)
                break
    for at, known in enumerate(names):
        if at in said:
            said[at] = _named(said[at], [(name, measure(name)) for name in known], room)
    unsaid = tuple(at for at in range(len(spots)) if at not in said)
    return Chart(width, height, tuple(spots), tuple(said.values()), unsaid)


def _around(spot: Spot, cells: int) -> Iterator[tuple[int, int]]:
    """The cell of a spot, and those that are as good where it is taken."""
    x, y = int(spot[0]), int(spot[1])
    for aside in (0, cells, -cells):
        for down in (0, 1, -1):
            yield x + aside, y + down


class _Room:
    """The cells of a map that are still free."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._taken: set[tuple[int, int]] = set()

    def take(self, x: int, y: int, cells: int, *, beside: int | None = None) -> bool:
        """Whether there is room, with a cell between it and others; then it is taken.

        `beside` is a cell that it may touch.
        """
        if x < 0 or x + cells > self._width or not 0 <= y < self._height:
            return False
        wanted = {(at, y) for at in range(x, x + cells)}
        around = wanted | {(x - 1, y), (x + cells, y)} - {(beside, y)}
        if around & self._taken:
            return False
        self._taken |= wanted
        return True


def _named(said: Said, names: Sequence[tuple[str, int]], room: _Room) -> Said:
    """With one of its names, where that is free."""
    end = said.x + len(said.text)
    for name, cells in names:
        if room.take(end, said.y, cells + 1, beside=end - 1):
            return Said(said.point, said.x, said.y, f"{said.text} {name}")
        if room.take(said.x - cells - 1, said.y, cells + 1, beside=said.x):
            return Said(said.point, said.x - cells - 1, said.y, f"{name} {said.text}")
    return said


def _spread(points: Sequence[Spot], width: int, height: int) -> list[Spot]:
    """Points as places on a map of so many cells; upwards is up."""
    across = _scaled([x for x, _ in points], width)
    down = _scaled([-y for _, y in points], height)
    return list(zip(across, down, strict=True))


def _scaled(values: Sequence[float], cells: int) -> list[float]:
    """From half a cell behind the first edge to half a cell before the last one."""
    if not values:
        return []
    least, span = min(values), max(values) - min(values)
    if span <= 0:
        return [cells / 2] * len(values)
    return [0.5 + (value - least) / span * (cells - 1) for value in values]
