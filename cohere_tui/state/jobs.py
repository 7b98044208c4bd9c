"""Embed jobs and batches in a list: how far they are, how long they take (API.md 15, 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from cohere_tui.state.columns import Cell, Column, Tone, id_column, number_column
from cohere_tui.state.moments import age_column, newness

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cohere_tui.models.batches import Batch

_WAITING: Final = frozenset({"queued", "unknown"})
_UNKNOWN: Final = Cell("?", Tone.QUIET)


class Job(Protocol):
    """Something that is done in the background, from one dataset to another."""

    @property
    def name(self) -> str:
        """What somebody called it; may be empty."""

    @property
    def model(self) -> str:
        """What does it."""

    @property
    def input_dataset_id(self) -> str:
        """What it is done with."""

    @property
    def output_dataset_id(self) -> str:
        """What came of it; empty before it is complete."""

    @property
    def created_at(self) -> datetime | None:
        """When it was asked for."""

    @property
    def status_word(self) -> str:
        """The status, for people."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""

    @property
    def failed(self) -> bool:
        """Whether it ended of its own fault."""

    @property
    def cancellable(self) -> bool:
        """Whether it can be cancelled."""


def status(job: Job) -> Cell:
    """Its status in a word, and how good that is; words we do not know are work going on."""
    word = job.status_word
    if job.failed:
        return Cell(word, Tone.FAILED)
    if not job.over:
        return Cell(word, Tone.WAITING if word in _WAITING else Tone.WORKING)
    if word == "cancelled":
        return Cell(f"- {word}", Tone.QUIET)
    return Cell(word, Tone.READY)


def state(job: Job) -> str:
    """Its status as the end of a sentence: `is in progress`, `has failed`."""
    return "has failed" if job.failed else f"is {job.status_word}"


def elapsed(job: Job, now: float) -> Cell:
    """How long it has been going on; of one that is over the server does not say it."""
    if job.over or job.created_at is None:
        return Cell("", Tone.QUIET)
    return Cell(_hours(max(0.0, now - job.created_at.timestamp())))


def _hours(seconds: float) -> str:
    """As a stop-watch shows it: `0:07`, `12:30`, `1:02:03`, `3d 4h`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 24:
        return f"{hours // 24}d {hours % 24}h"
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def progress(batch: Batch) -> Cell:
    """The records that are done, of all; that some failed is marked."""
    if batch.num_records is None:
        return _UNKNOWN
    text = f"{batch.records_done or 0:,} of {batch.num_records:,}"
    if batch.num_failed_records:
        return Cell(f"{text}, {batch.num_failed_records:,} failed", Tone.WARNING)
    return Cell(text, Tone.PLAIN if batch.records_done else Tone.QUIET)


# --- columns


def _named(identify: Callable[[Any], str]) -> Column[Any]:
    return Column("name", lambda job, _: Cell(job.name or identify(job) or "?"), 16, grows=True)


_STATUS: Final[Column[Any]] = Column(
    "status", lambda job, _: status(job), 13, exported=lambda job: job.status_word
)
_MODEL: Final = id_column("model", lambda job: job.model, 18, rank=4)
_INPUT: Final = id_column("input", lambda job: job.input_dataset_id, 18, rank=3)
_OUTPUT: Final = id_column("output", lambda job: job.output_dataset_id, 24, wide=True)
_AGE: Final = age_column("age", lambda job: job.created_at, rank=2)

EMBED_JOB_COLUMNS: Final[tuple[Column[Any], ...]] = (
    _named(lambda job: job.job_id),
    _STATUS,
    Column("elapsed", elapsed, 7, key=lambda job: newness(job.created_at), right=True, rank=1),
    _INPUT,
    _MODEL,
    _AGE,
    id_column("id", lambda job: job.job_id, 36, wide=True),
    _OUTPUT,
    number_column("tokens", lambda job: job.meta.billed.input_tokens, 10, wide=True),
    Column("truncate", lambda job, _: Cell(job.truncate, Tone.QUIET), 8, wide=True),
)

BATCH_COLUMNS: Final[tuple[Column[Any], ...]] = (
    _named(lambda batch: batch.id),
    _STATUS,
    Column("progress", lambda batch, _: progress(batch), 20, key=lambda batch: batch.progress),
    _INPUT,
    _MODEL,
    _AGE,
    id_column("id", lambda batch: batch.id, 36, wide=True),
    _OUTPUT,
    number_column("tokens in", lambda batch: batch.input_tokens, 10, wide=True),
    number_column("tokens out", lambda batch: batch.output_tokens, 10, wide=True),
)
