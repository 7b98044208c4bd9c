"""From the command to the first paint, and to the first letter echoed."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import APP, NEWEST, STORED, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.plan import Plan
    from benchmarks.world import World

_LETTER = "Ж"
"""Nothing on the first screen has it."""


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """The command line's quick answers, then the app's first moments."""
    for option in ("--version", "--help"):
        ours, theirs = in_turn(
            plan.runs * 2,
            partial(_wall_ms, world, [*APP, option]),
            partial(_wall_ms, world, [sys.executable, "-c", "pass"]),
        )
        yield Row(option, ours, "ms", "python -c pass", theirs, Budget(most=2.5))
    both, labels = in_turn(
        plan.runs * 2, partial(_first_moments, world), partial(_first_label, world)
    )
    painted, usable = ([moments[place] for moments in both] for place in (0, 1))
    stored = f"{STORED} conversations stored"
    against = "one label"
    yield Row("first paint", tuple(painted), "ms", against, labels, Budget(most=1.3), note=stored)
    yield Row("composer usable", tuple(usable), "ms", against, labels, Budget(most=1.8))
    listed = tuple(moments[2] for moments in both)
    yield Row("stored conversations listed", listed, "ms", against, labels)


def _wall_ms(world: World, command: Sequence[str]) -> float:
    environ = world.environ()
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environ, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000


def _first_moments(world: World) -> tuple[float, float, float]:
    with world.run() as program:
        painted = program.wait_for("Conversations")
        program.send(_LETTER)
        usable = program.wait_for(_LETTER)
        listed = program.wait_for(NEWEST)
        moments = (moment - program.started for moment in (painted, usable, listed))
        first, second, third = (moment * 1000 for moment in moments)
        return first, second, third


def _first_label(world: World) -> float:
    with world.run(reference("label")) as program:
        return (program.wait_for("firstpaint") - program.started) * 1000
