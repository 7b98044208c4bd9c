"""Jobs move on: what is due is worked on in threads, by and by, as requests come in.

Nothing ticks. Before each request `move_on` looks at every job: to the caller that is as if someone
always did.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from cohere_tui.sandbox.datasets.records import (
    Dataset,
    create_derived,
    dataset_named,
    remove,
    rows_of,
)
from cohere_tui.sandbox.jobs.answering import LABOURS
from cohere_tui.sandbox.jobs.embedding import Embedding
from cohere_tui.sandbox.jobs.records import Batch, EmbedJob, Job, Work, phase
from cohere_tui.sandbox.stage import stage_of
from cohere_tui.sandbox.wire import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from cohere_tui.sandbox.datasets.records import Row
    from cohere_tui.sandbox.jobs.labour import Labour
    from cohere_tui.sandbox.world.world import World

_UNREADABLE = "input dataset could not be read"


class _StoppedError(Exception):
    """The work is given up: the job was cancelled, or the sandbox closes."""


class MovingOn:
    """ASGI around the routes: first the jobs, then the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the jobs move on, then let the request through."""
        world = stage_of(HTTPConnection(scope)).world
        move_on(world)
        world.keep_time()
        await self._app(scope, receive, send)


def move_on(world: World) -> None:
    """Let every job do what it is time for. Runs on the event loop, and takes no time."""
    for kind in (EmbedJob, Batch):
        for job in world.shelf(kind):
            _move_on(world, job)


def _move_on(world: World, job: Job) -> None:
    now = world.clock.now()
    work = world.shelf(Work).get(job.id)
    if job.cancelled_at is not None:
        _discard_output(world, job)
    elif not phase(job, work, now).cancellable or world.works_on(job.id):
        return
    elif not _has_input(world, job):
        world.shelf(type(job)).put(replace(job, lost_at=now))
    elif work is None:
        world.work(job.id, partial(survey, world, job))
    elif now >= job.ends_at:
        world.work(job.id, partial(produce, world, job, work))


def _has_input(world: World, job: Job) -> bool:
    try:
        dataset_named(world, job.input_dataset_id)
    except RefusedError:
        return False
    return True


def _discard_output(world: World, job: Job) -> None:
    """There is no partial output; it may have been written while the job was cancelled."""
    output = world.shelf(Dataset).get(job.output_dataset_id)
    if output is not None:
        remove(world, output)


def survey(world: World, job: Job) -> None:
    """Find out what the job will cost, and which rows cannot be answered. Blocks."""
    tokens, failed = 0, []
    try:
        labour = _labour(world, job)
        for number, row in enumerate(_rows(world, job)):
            try:
                tokens += labour.tokens(row)
            except RefusedError:
                failed.append(number)
    except _StoppedError:
        return
    except (RefusedError, OSError):
        world.shelf(Work).put(Work(job.id, fault=_UNREADABLE))
        return
    world.shelf(Work).put(Work(job.id, tokens, failed_rows=failed))


def produce(world: World, job: Job, work: Work) -> None:
    """Write the output of a job that was surveyed. Blocks."""
    output = 0

    def answers(labour: Labour) -> Iterator[Row]:
        nonlocal output
        for number, row in enumerate(_rows(world, job)):
            answer, tokens = labour.answer(number, row)
            output += tokens
            yield answer

    try:
        labour = _labour(world, job)
        create_derived(
            world,
            job.name,
            labour.output_kind,
            labour.schema,
            answers(labour),
            dataset_id=job.output_dataset_id,
            created_at=job.ends_at,
        )
    except _StoppedError:
        return
    except (RefusedError, OSError):
        world.shelf(Work).put(replace(work, fault=_UNREADABLE))
        return
    world.shelf(Work).put(replace(work, output_tokens=output, done=True))


def _labour(world: World, job: Job) -> Labour:
    source = dataset_named(world, job.input_dataset_id)
    if isinstance(job, EmbedJob):
        return Embedding(job, source)
    assert isinstance(job, Batch)
    return LABOURS[job.input_kind](world, job)


def _rows(world: World, job: Job) -> Iterator[Row]:
    """The rows of the input, as long as they are wanted."""
    for row in rows_of(world, dataset_named(world, job.input_dataset_id)):
        now = world.shelf(type(job)).get(job.id)
        if world.closing.is_set() or now is None or now.cancelled_at is not None:
            raise _StoppedError
        yield row
