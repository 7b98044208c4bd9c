"""Lists of a hundred to a hundred thousand rows: first rows, keys, filter, memory."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from typing import TYPE_CHECKING

from benchmarks.plan import in_turn
from benchmarks.pty_run import Program
from benchmarks.report import Budget, Row
from benchmarks.server import row_name
from benchmarks.world import APP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.plan import Plan
    from benchmarks.world import World

SMALL, LARGE = 100, 100_000
_FILTERED = 10_000
_SIZE = (80, 24)
_MIB = 1 << 20
_KEYS = 50
_FILTERS = ("9", "99", "999")
_LEAVE_THE_PROMPT = "\t"
_BETWEEN_KEYS_S = 0.05


@dataclass(frozen=True, slots=True)
class Listed:
    """What one run of the app over a list gave."""

    first_ms: float
    """From the digit that goes there to the first rows."""
    all_s: float
    """From the key that loads all to the count of all."""
    keys_ms: tuple[float, ...]
    """From a key to the row it leads to, painted: at the top of the list and at its end."""
    filter_ms: tuple[float, ...]
    """From a letter of the filter to the number of rows that fit."""
    memory: float
    """MiB."""


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """Every size; the budgets are about the largest, and about ten thousand."""
    large, small = in_turn(plan.runs, partial(_run, world, LARGE), partial(_run, world, SMALL))
    against = f"{SMALL} rows"
    yield Row(
        f"key to paint, p95, {LARGE:,} rows",
        tuple(p95(one.keys_ms) for one in large),
        "ms",
        against,
        tuple(p95(one.keys_ms) for one in small),
        Budget(most=1.3),
    )
    filtered = tuple(_run(world, _FILTERED) for _ in range(plan.runs))
    worst = tuple(max(one.filter_ms) for one in filtered)
    what = f"filter keystroke to result, {_FILTERED:,} rows"
    yield Row(what, worst, "ms", budget=Budget(most=100))
    runs = {SMALL: small, _FILTERED: filtered, LARGE: large}
    if not plan.quick:
        runs = {SMALL: small, 1_000: (_run(world, 1_000),), _FILTERED: filtered, LARGE: large}
    for rows, found in runs.items():
        yield from _told(rows, found, small)


def _told(rows: int, found: Sequence[Listed], small: Sequence[Listed]) -> Iterator[Row]:
    against = "" if rows == SMALL else f"{SMALL} rows"
    small = small if against else ()
    first, least = (tuple(one.first_ms for one in some) for some in (found, small))
    yield Row(f"first of {rows:,} rows on screen", first, "ms", against, least)
    yield Row(f"all {rows:,} rows loaded", tuple(one.all_s for one in found), "s")
    if rows != _FILTERED:
        worst = tuple(max(one.filter_ms) for one in found)
        yield Row(f"filter keystroke to result, {rows:,} rows", worst, "ms")
    memory, least = (tuple(one.memory for one in some) for some in (found, small))
    yield Row(f"memory with {rows:,} rows", memory, "MiB", against, least, difference=True)


def _run(world: World, rows: int) -> Listed:
    environ = world.environ() | {"CO_API_URL": f"{world.url}/rows{rows}"}
    with Program(APP, environ, _SIZE) as program:
        program.wait_for("Ask")
        program.wait_until_quiet()
        program.send(_LEAVE_THE_PROMPT)
        program.wait_until_quiet()
        since = program.written
        gone = program.send("2")
        first_ms = (program.wait_for(row_name(0), since) - gone) * 1000
        program.wait_until_quiet()
        asked = program.send("M")
        loaded = program.wait_for(f"{rows:,} of {rows:,}")  # it may have been before
        program.wait_until_quiet(1.0)
        keys_ms = (
            *_walk(program, "g", "j", (row_name(place) for place in range(1, _KEYS + 1))),
            *_walk(program, "G", "k", (row_name(rows - 1 - n) for n in range(1, _KEYS + 1))),
        )
        filter_ms = _filter(program, rows)
        program.wait_until_quiet()
        all_s = max(0.0, loaded - asked)
        return Listed(first_ms, all_s, keys_ms, filter_ms, program.memory() / _MIB)


def _walk(program: Program, begin: str, key: str, names: Iterable[str]) -> Iterator[float]:
    """Go to an end and from there from row to row; how long each took to be painted."""
    program.send(begin)
    program.wait_until_quiet()
    for name in names:
        yield timed(program, key, name)


def _filter(program: Program, rows: int) -> tuple[float, ...]:
    """Type a filter; how long it took until the number of rows that fit was painted."""
    program.send("/")
    program.wait_until_quiet()
    fitting = (sum(words in row_name(place) for place in range(rows)) for words in _FILTERS)
    return tuple(timed(program, "9", f"{fits:,} of {rows:,}") for fits in fitting)


def timed(program: Program, key: str, shown: str) -> float:
    """Milliseconds from a key until `shown` was painted."""
    since = program.written
    sent = program.send(key)
    ms = (program.wait_for(shown, since) - sent) * 1000
    program.read_until(time.perf_counter() + _BETWEEN_KEYS_S)
    return ms


def p95(figures: Sequence[float]) -> float:
    """What nineteen of twenty do not exceed."""
    return quantiles(figures, n=20)[-1]
