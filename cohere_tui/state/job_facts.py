"""Everything that is known of an embed job or a batch, and what belongs to it (API.md 15, 16)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, FactLine, Heading, Link, Note
from cohere_tui.state.jobs import progress, status
from cohere_tui.state.moments import dated
from cohere_tui.state.naming import count, duration
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.batches import Batch
    from cohere_tui.models.datasets import Dataset
    from cohere_tui.models.embed_jobs import EmbedJob
    from cohere_tui.state.jobs import Job

NOT_SAID: Final = "not said"


def embed_job_facts(job: EmbedJob, now: float) -> tuple[FactLine, ...]:
    """Everything that is known of an embed job, after what went wrong."""
    billed = job.meta.billed.model_dump(exclude_none=True)
    return (
        *_remarks(job, "", (job.warning, *job.meta.warnings)),
        *_beginning(job, job.job_id),
        Fact("truncate", job.truncate or NOT_SAID),
        *(Fact(f"billed {name.replace('_', ' ')}", f"{one:,}") for name, one in billed.items()),
        Fact("created", dated(job.created_at, now)),
        *_duration(job, None, now),
        *_others(job.model_extra),
    )


def batch_facts(batch: Batch, now: float) -> tuple[FactLine, ...]:
    """Everything that is known of a batch, after what went wrong."""
    share = "" if batch.progress is None else f" ({batch.progress * 100:.0f}%)"
    done = progress(batch)
    failed = batch.num_failed_records
    return (
        *_remarks(batch, batch.status_reason, ()),
        *_beginning(batch, batch.id),
        Fact("records", NOT_SAID if batch.num_records is None else f"{done.text}{share}"),
        Fact("answered", _number(batch.num_successful_records)),
        Fact("failed", _number(failed), Tone.WARNING if failed else Tone.PLAIN),
        Fact("input tokens", _number(batch.input_tokens)),
        Fact("output tokens", _number(batch.output_tokens)),
        Fact("created", dated(batch.created_at, now)),
        Fact("updated", dated(batch.updated_at, now)),
        *_duration(batch, batch.updated_at, now),
        Fact("creator", batch.creator_id or NOT_SAID),
        Fact("organization", batch.org_id or NOT_SAID),
        *_others(batch.model_extra),
    )


def _remarks(job: Job, reason: str, warnings: tuple[str, ...]) -> tuple[FactLine, ...]:
    lines: list[FactLine] = []
    if job.failed:
        lines.append(Note(reason or "It failed; the server does not say why.", Tone.FAILED))
    elif reason:
        lines.append(Note(reason))
    return (*lines, *(Note(text, Tone.WARNING) for text in warnings if text))


def _beginning(job: Job, job_id: str) -> tuple[FactLine, ...]:
    found = status(job)
    return (
        Fact("name", job.name or "none"),
        Fact("id", job_id or NOT_SAID),
        Fact("status", found.text, found.tone),
        Fact("model", job.model or NOT_SAID, link=_model_link(job)),
        Fact("input dataset", job.input_dataset_id or NOT_SAID, link=_link(job.input_dataset_id)),
        Fact("output dataset", _output(job), link=_link(job.output_dataset_id)),
    )


def _output(job: Job) -> str:
    return job.output_dataset_id or ("none" if job.over else "not yet")


def _link(dataset_id: str) -> Link | None:
    return Link("datasets", dataset_id) if dataset_id else None


def _model_link(job: Job) -> Link | None:
    """Models of batches alone are on no list."""
    known = job.model and not job.model.startswith("batch-")
    return Link("models", job.model) if known else None


def _duration(job: Job, ended: datetime | None, now: float) -> tuple[Fact, ...]:
    """From its creation until it ended, as far as that is known, or until now."""
    if job.created_at is None or (job.over and ended is None):
        return ()
    until = ended.timestamp() if job.over and ended is not None else now
    passed = duration(max(0.0, until - job.created_at.timestamp()))
    return (Fact("took" if job.over else "elapsed", passed),)


def _others(extra: dict[str, Any] | None) -> tuple[FactLine, ...]:
    """What newer servers tell besides."""
    known = {name: one for name, one in (extra or {}).items() if isinstance(one, str | int | float)}
    facts = (Fact(name.replace("_", " "), str(one)) for name, one in known.items())
    return (Heading("Also said"), *facts) if known else ()


def _number(number: int | None) -> str:
    return NOT_SAID if number is None else f"{number:,}"


def related_to(job: Job, about: Mapping[str, str]) -> tuple[FactLine, ...]:
    """What belongs to it, with what is known `about` the datasets."""
    datasets = (("input", job.input_dataset_id), ("output", job.output_dataset_id))
    facts = [
        Fact(label, ": ".join(filter(None, (one, about.get(one)))), link=_link(one), copied=one)
        for label, one in datasets
        if one
    ]
    if job.model:
        facts.append(Fact("model", job.model, link=_model_link(job)))
    return tuple(facts)


def dataset_words(dataset: Dataset, now: float) -> str:
    """A dataset in a few words: what is unusual of its state, rows, size, how long it stays."""
    words = [] if dataset.usable else [dataset.status or "unknown"]
    if dataset.rows is not None:
        words.append(count(dataset.rows, "row"))
    if dataset.size is not None:
        words.append(size(dataset.size))
    days = dataset.days_left(datetime.fromtimestamp(now, UTC))
    if days is not None:
        words.append(f"is removed in {count(days, 'day')}")
    return ", ".join(words)
