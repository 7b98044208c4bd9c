"""What is said of curves: the newest and the best value of each, those of several in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.curves import best, drawable, short
from cohere_tui.state.naming import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.curve_span import Beyond
    from cohere_tui.state.curves import Curve
    from cohere_tui.state.training import Point

_WAYS: Final = ((" at step ", " best "), (" at ", " "))
"""The words between the numbers, fewer where there is no room."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line about a curve."""

    text: str
    measured: bool = True
    """Whether it tells numbers, and not why there are none."""


def told(metric: str, curves: Sequence[Curve], room: int, sign: str) -> tuple[Told, ...]:
    """A line for each curve, all in the same words; `sign` marks the best value."""
    drawn = [drawable(curve.points) for curve in curves]
    for at, best_is in _WAYS:
        pairs = [_pair(metric, points, at, f"{sign}{best_is}") for points in drawn]
        widest = max((len(newest) for newest, _ in pairs), default=0)
        texts = [f"{newest:<{widest}}  {top}".rstrip() for newest, top in pairs]
        if all(len(text) <= room for text in texts):
            break
    else:
        texts = [short(points[-1].value) if points else "" for points in drawn]
    return tuple(
        Told(text) if text else Told(_why_not(curve), measured=False)
        for text, curve in zip(texts, curves, strict=True)
    )


def _pair(metric: str, points: Sequence[Point], at: str, best_is: str) -> tuple[str, str]:
    """The newest and the best value, as far as there are any."""
    if not points:
        return "", ""
    top = best(metric, points)
    newest = f"{short(points[-1].value)}{at}{points[-1].step:,}"
    return newest, "" if top is None else f"{best_is}{short(top.value)}{at}{top.step:,}"


def _why_not(curve: Curve) -> str:
    return "too far out to be drawn" if curve.points else "nothing measured yet"


def told_beyond(beyond: Sequence[Beyond], way: str, names: str) -> str:
    """What leaves the picture: `B 12 points, up to 1e+06 at step 380`; `way` is up or down.

    `names` has a letter for each curve; it is empty where there is one curve.
    """
    return "; ".join(
        f"{names[one.number % len(names)] + ' ' if names else ''}{count(one.many, 'point')}, "
        f"{way} to {short(one.farthest.value)} at step {one.farthest.step:,}"
        for one in beyond
    )
