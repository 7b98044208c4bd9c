"""How many stream events a second are received and understood, without a screen."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.plan import Plan
    from benchmarks.world import World

OURS = (sys.executable, "-m", "benchmarks.receiving")
_EVENTS = 20_000


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """Client, models and `Turn.apply`, against the plainest client and the official one."""
    ours, plain = in_turn(
        plan.runs,
        partial(_per_second, world, OURS),
        partial(_per_second, world, reference("lines_and_json")),
    )
    what, unit = "stream events per second", "/s"
    yield Row(what, ours, unit, "aiter_lines + json.loads", plain, Budget(least=0.5))
    against, budget = "official SDK", Budget(least=4)
    if find_spec("cohere") is None:
        yield Row(what, ours, unit, against, budget=budget, note="the package cohere is not here")
        return
    sdk = [_per_second(world, reference("official_sdk")) for _ in range(plan.runs)]
    yield Row(what, ours, unit, against, tuple(sdk), budget)


def _per_second(world: World, command: Sequence[str]) -> float:
    done = subprocess.run(
        [*command, f"{_EVENTS}@0"],
        check=True,
        env=world.environ(),
        capture_output=True,
        text=True,
    )
    return float(done.stdout)
