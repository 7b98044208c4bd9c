"""The table: what was measured, against what, the budget, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Budget:
    """How large (`most`) or how small (`least`) a figure may be."""

    most: float | None = None
    least: float | None = None

    def kept(self, figure: float) -> bool:
        """Whether the figure is within it."""
        over = self.most is not None and figure > self.most
        under = self.least is not None and figure < self.least
        return not over and not under

    def __str__(self) -> str:
        sides = (("≤", self.most), ("≥", self.least))
        return " ".join(f"{sign} {side:g}" for sign, side in sides if side is not None)


NONE = Budget()
"""For figures that are told and not judged."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours, theirs, and what follows."""

    what: str
    ours: tuple[float, ...]
    """One figure for each run; empty when it was not measured."""
    unit: str = ""
    against: str = ""
    """What ours is compared with; empty when it is not."""
    theirs: tuple[float, ...] = ()
    budget: Budget = NONE
    difference: bool = False
    """Whether the budget is for ours minus theirs, and not for ours over theirs."""
    note: str = ""
    """Why there is no figure, or what to know of it."""

    @property
    def figure(self) -> float | None:
        """What the budget is for: the median of ours, as it stands to that of theirs."""
        if not self.ours or (self.against and not self.theirs):
            return None
        if not self.theirs:
            return median(self.ours)
        if self.difference:
            return median(self.ours) - median(self.theirs)
        return median(self.ours) / median(self.theirs)

    @property
    def verdict(self) -> str:
        """`kept`, `MISSED`, `skipped`, or nothing where no budget is."""
        if self.figure is None:
            return "skipped"
        if self.budget == NONE:
            return ""
        return "kept" if self.budget.kept(self.figure) else "MISSED"


def amount(figures: Sequence[float], unit: str) -> str:
    """The median and, of several runs, their span: `455 (309–464) µs`."""
    if not figures:
        return "–"
    low, high = (_number(end) for end in (min(figures), max(figures)))
    span = f" ({low}–{high})" if low != high else ""
    return f"{_number(median(figures))}{span} {unit}".rstrip()


def _number(figure: float) -> str:
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if abs(figure) >= 10 else f"{figure:.2f}"


def table(title: str, rows: Sequence[Row]) -> str:
    """Rows as aligned text under a title."""
    head = ("what", "ours", "against", "theirs", "figure", "budget", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    text = [title, "─" * len(title)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        text.append("  ".join(cells).rstrip())
    text += [f"  · {row.what}: {row.note}" for row in rows if row.note]
    return "\n".join(text)


def _cells(row: Row) -> tuple[str, ...]:
    figure = row.figure
    sign = "" if figure is None or not row.theirs else "+" if row.difference else "×"
    shown = "" if figure is None or not row.theirs else f"{_number(figure)} {sign}"
    return (
        row.what,
        amount(row.ours, row.unit),
        row.against,
        amount(row.theirs, row.unit) if row.against else "",
        shown,
        str(row.budget),
        row.verdict,
    )


def summary(rows: Sequence[Row]) -> str:
    """How many budgets were kept, and each that was not, plainly."""
    judged = [row for row in rows if row.budget != NONE and row.figure is not None]
    missed = [row for row in judged if row.verdict == "MISSED"]
    skipped = [row for row in rows if row.figure is None]
    lines = [f"{len(judged) - len(missed)} of {len(judged)} budgets kept."]
    for row in missed:
        figure = row.figure or 0.0
        lines.append(f"MISSED: {row.what}: {_number(figure)}, budget {row.budget}")
    lines += [f"skipped: {row.what}: {row.note or 'not measured'}" for row in skipped]
    return "\n".join(lines)
