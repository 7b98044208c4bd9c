"""Ten and a thousand reranked documents of any length: first ones, keys."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.lists import p95, timed
from benchmarks.plan import in_turn
from benchmarks.pty_run import Program
from benchmarks.report import NONE, Budget, Row
from benchmarks.server import document_name
from benchmarks.world import APP
from cohere_tui.config.paths import Paths
from cohere_tui.services.runs import RunService
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.plan import Plan
    from benchmarks.world import World

FEW, MANY = 10, 1_000
_SIZE = (80, 24)
"""Ten documents scroll, too: so only their number makes a difference."""
_LARGE = (120, 40)
"""Ten documents fit, and are never scrolled."""
_KEYS = 50
_RERANK = "2"
_INTO_THE_FORM = "\r"
_F5 = "\x1b[15~"
_TO_THE_ANSWER = "\t" * 4


@dataclass(frozen=True, slots=True)
class Reranked:
    """What one run of the app over an answer gave."""

    first_ms: float
    """From F5 to the first document."""
    keys_ms: tuple[float, ...]
    """From a key to the document it leads to, painted: down from the top and up from the end."""


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """Both numbers; the budget is about the keys."""
    yield from _compared(world, plan, _SIZE, Budget(most=1.3))
    if not plan.quick:
        yield from _compared(world, plan, _LARGE, NONE)


def _compared(world: World, plan: Plan, size: tuple[int, int], budget: Budget) -> Iterator[Row]:
    many, few = in_turn(
        plan.runs, partial(_run, world, MANY, size), partial(_run, world, FEW, size)
    )
    place = f"{MANY:,} reranked documents, {size[0]}x{size[1]}"
    against = f"{FEW} documents"
    keys = [tuple(p95(one.keys_ms) for one in some) for some in (many, few)]
    yield Row(f"key to paint, p95, {place}", keys[0], "ms", against, keys[1], budget)
    first = [tuple(one.first_ms for one in some) for some in (many, few)]
    yield Row(f"F5 to the first of {place}", first[0], "ms", against, first[1])


def _run(world: World, documents: int, size: tuple[int, int]) -> Reranked:
    environ = world.environ()
    asyncio.run(_written(Paths.of(environ).database, documents))
    with Program((*APP, "--screen", "playground"), environ, size) as program:
        program.wait_for("F5")
        program.wait_until_quiet(1.0)
        program.send("\x1b")  # to the tabs
        program.wait_until_quiet()
        program.send(_RERANK)
        program.wait_for("Documents")
        program.send(_INTO_THE_FORM)
        program.wait_until_quiet(1.0)
        since = program.written
        gone = program.send(_F5)
        first_ms = (program.wait_for(document_name(0), since) - gone) * 1000
        program.wait_until_quiet()
        program.send(_TO_THE_ANSWER)
        program.wait_until_quiet()
        return Reranked(first_ms, tuple(_walked(program, documents)))


def _walked(program: Program, documents: int) -> Iterator[float]:
    """How long each of many steps took, down from the top and up from the end."""
    steps = min(_KEYS, documents - 1)
    for _ in range(_KEYS // steps):
        for begin, key, places in (
            ("g", "j", range(1, steps + 1)),
            ("G", "k", range(documents - 2, documents - 2 - steps, -1)),
        ):
            program.send(begin)
            program.wait_until_quiet()
            for place in places:
                yield timed(program, key, document_name(place))


async def _written(database: Path, documents: int) -> None:
    """Leave a form in which so many documents stand."""
    database.parent.mkdir(parents=True)
    store = await Store.open(database)
    await RunService(store).keep_draft("rerank", _form(documents))
    await store.close()


def _form(documents: int) -> Mapping[str, str]:
    texts = (f"{document_name(at)} {'of any length ' * (at * 37 % 400)}" for at in range(documents))
    return {"query": "Which?", "model": "rerank-v4.0-pro", "documents": "\n".join(texts)}
