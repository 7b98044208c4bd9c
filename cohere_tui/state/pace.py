"""How far something long is, how fast it goes and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass

_SPACING_S = 0.5
_MARKS = 9
"""The rate is that of the last four seconds or so."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Bytes, or other things, that are done one after the other."""

    done: int = 0
    total: int | None = None
    """None: not known."""
    marks: tuple[tuple[float, int], ...] = ()
    """Moments, in seconds, with how much was done at each; the last one is the newest."""

    def at(self, done: int, now_s: float, total: int | None = None) -> Pace:
        """The pace once `done` are done; `total` only where it is new."""
        marks = self.marks
        if len(marks) > 1 and marks[-1][0] - marks[-2][0] < _SPACING_S:
            marks = marks[:-1]
        marks = (*marks[-_MARKS + 1 :], (now_s, done))
        return Pace(done, self.total if total is None else total, marks)

    @property
    def rate(self) -> float | None:
        """So many a second; None while it cannot be told."""
        if len(self.marks) < 2:
            return None
        (then_s, before), (now_s, done) = self.marks[0], self.marks[-1]
        return (done - before) / (now_s - then_s) if now_s > then_s else None

    @property
    def seconds_left(self) -> float | None:
        """Until all is done at this rate; None while it cannot be told."""
        if self.total is None:
            return None
        left = max(0, self.total - self.done)
        return left / self.rate if self.rate else (None if left else 0.0)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where the total is not known. Of nothing, all is done."""
        if self.total is None:
            return None
        return min(1.0, self.done / self.total) if self.total else 1.0


NOTHING_YET = Pace()
