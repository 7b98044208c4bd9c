"""Jobs as they are remembered. What they are doing follows from the clock.

A `Job` is written by requests, its `Work` by the threads that work on it: so neither can undo what
the other has done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

CANCELLING_S = 2.0
"""How long a cancelled job takes to stop, in seconds of the sandbox."""


class Phase(Enum):
    """Where a job is on its way."""

    QUEUED = auto()
    RUNNING = auto()
    COMPLETE = auto()
    FAILED = auto()
    CANCELLING = auto()
    CANCELLED = auto()

    @property
    def cancellable(self) -> bool:
        """Whether it can still be cancelled."""
        return self in (Phase.QUEUED, Phase.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it was asked for."""

    id: str
    name: str
    model: str
    input_dataset_id: str
    output_dataset_id: str
    """Made beforehand; there is nothing of that name until the job is complete."""
    created_at: float
    starts_at: float
    ends_at: float
    """When it is complete, if the work is done by then."""
    rows: int
    """Of the input."""
    cancelled_at: float | None = None
    """When it was asked to stop."""
    lost_at: float | None = None
    """When it was found that the input is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedJob(Job):
    """POST /v1/embed-jobs."""

    input_type: str
    embedding_types: list[str]
    truncate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Job):
    """POST /v2/batches."""

    input_kind: str
    """The type of its input dataset, which says what kind of requests it holds."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the work on a job has come to."""

    id: str
    """That of the job."""
    input_tokens: int = 0
    """Of all rows that can be answered."""
    output_tokens: int = 0
    """Known when it is done."""
    failed_rows: list[int] = field(default_factory=list)
    """The numbers of the rows that cannot be answered, ascending, from 0."""
    done: bool = False
    """Whether the output is written."""
    fault: str = ""
    """Why there is no output."""


def phase(job: Job, work: Work | None, now: float) -> Phase:
    """What a job is doing; it is complete when it is both due and done."""
    if job.cancelled_at is not None:
        return Phase.CANCELLED if now >= job.cancelled_at + CANCELLING_S else Phase.CANCELLING
    if job.lost_at is not None or (work is not None and work.fault):
        return Phase.FAILED
    if now >= job.ends_at and work is not None and work.done:
        return Phase.COMPLETE
    return Phase.QUEUED if now < job.starts_at else Phase.RUNNING


def share(job: Job, now: float) -> float:
    """How much of its rows it has gone through, 0 to 1."""
    stopped = job.cancelled_at if job.cancelled_at is not None else job.lost_at
    at = now if stopped is None else stopped
    return min(max((at - job.starts_at) / (job.ends_at - job.starts_at), 0.0), 1.0)


def touched_at(job: Job, work: Work | None, now: float) -> float:
    """When its state changed last."""
    match phase(job, work, now):
        case Phase.QUEUED:
            return job.created_at
        case Phase.CANCELLING | Phase.CANCELLED:
            assert job.cancelled_at is not None
            return min(now, job.cancelled_at + CANCELLING_S)
        case Phase.FAILED if job.lost_at is not None:
            return job.lost_at
    return min(now, job.ends_at)
