"""What a long conversation on screen takes of memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.opening import LONG, SHORT, open_conversation
from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan import Plan
    from benchmarks.world import World

_MIB = 1 << 20
_PAGE_UP = "\x1b[5~"
_PAGES = 1_500


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """A thousand messages against one; as opened, and after all of them were looked at."""
    long, short = in_turn(
        plan.runs, partial(_resident, world, LONG), partial(_resident, world, SHORT)
    )
    against = "one message"
    what = f"memory, {LONG:,} messages on screen"
    budget = Budget(most=30)
    yield Row(what, long, "MiB", against, short, budget, difference=True)
    if not plan.quick:
        seen = (_resident(world, LONG, pages=_PAGES),)
        what = "the same, read up to its beginning"
        yield Row(what, seen, "MiB", against, short, difference=True)


def _resident(world: World, messages: int, pages: int = 0) -> float:
    with world.run(messages=messages) as program:
        program.wait_for(title_of(messages))
        program.wait_until_quiet()
        open_conversation(program, messages)
        for _ in range(pages):
            program.send(_PAGE_UP)
            program.wait_until_quiet(0.02)
        return program.memory() / _MIB
