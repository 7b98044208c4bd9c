"""What is known of a dataset: overview, parts, schema, metrics, JSON (API.md 14.4)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.plain import one_line
from cohere_tui.state.ago import date_and_time
from cohere_tui.state.avro_schema import fields_of
from cohere_tui.state.columns import Tone
from cohere_tui.state.datasets import SOON_DAYS, lifetime, status_of
from cohere_tui.state.facts import Fact, FactLine, Heading, Note
from cohere_tui.state.links import host_of
from cohere_tui.state.moments import dated
from cohere_tui.state.naming import count
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.dataset_metrics import (
        ChatDataMetrics,
        FinetuneDatasetMetrics,
        LabelMetric,
        RerankerDataMetrics,
    )
    from cohere_tui.models.datasets import Dataset

_SAMPLE: Final = 300
"""Characters of a sample that are shown; all of it is copied."""


def overview(dataset: Dataset, now: float) -> tuple[FactLine, ...]:
    """Everything that is known of it, after what is wrong with it."""
    status = status_of(dataset)
    kind = dataset.type
    about = f"{kind.word}: {kind.about}" if kind.about else kind.word
    parts = dataset.parts
    return (
        *_remarks(dataset, now),
        Fact("name", dataset.name or "none"),
        Fact("id", dataset.id),
        Fact("type", about or "not said", copied=kind.word),
        Fact("status", status.text, status.tone),
        Fact("rows", "not said" if dataset.rows is None else f"{dataset.rows:,}"),
        Fact("size", "not said" if dataset.size is None else size(dataset.size)),
        Fact("parts", f"{len(parts)}" if parts else "none yet"),
        Fact("created", dated(dataset.created_at, now)),
        Fact("updated", dated(dataset.updated_at, now)),
        Fact("expires", *_expiry(dataset, now)),
        Fact("required fields", ", ".join(dataset.required_fields) or "none"),
        Fact("kept fields", ", ".join(dataset.preserve_fields) or "none"),
        Fact("original file", "kept" if any(one.original_url for one in parts) else "not kept"),
        *_parsing(dataset),
    )


def _remarks(dataset: Dataset, now: float) -> tuple[FactLine, ...]:
    """What is wrong with it first: the reasons, line by line, then what was only remarked."""
    reasons = [line for line in dataset.validation_error.splitlines() if line.strip()]
    if dataset.failed and not reasons:
        reasons = ["Validation failed; the server does not say why."]
    notes = [Note(line, Tone.FAILED) for line in reasons]
    notes += [Note(line, Tone.WARNING) for line in dataset.validation_warnings]
    if lifetime(dataset, now).tone is Tone.WARNING:
        when = _expiry(dataset, now)[0].partition(":")[0]
        notes.append(Note(f"It is removed {when}: download what you need.", Tone.WARNING))
    return tuple(notes)


def _expiry(dataset: Dataset, now: float) -> tuple[str, Tone]:
    days = dataset.days_left(datetime.fromtimestamp(now, UTC))
    if days is None or dataset.expires_at is None:
        return "not said", Tone.PLAIN
    moment = date_and_time(dataset.expires_at.timestamp())
    words = f"in {count(days, 'day')}" if days else "any moment"
    return f"{words}: {moment}", Tone.WARNING if days < SOON_DAYS else Tone.PLAIN


def _parsing(dataset: Dataset) -> tuple[FactLine, ...]:
    info = dataset.parse_info
    if info is None or not (info.separator or info.delimiter):
        return ()
    known = (("text separator", info.separator), ("csv delimiter", info.delimiter))
    return tuple(Fact(label, repr(text)[1:-1], copied=text) for label, text in known if text)


# --- its parts, its metrics


def part_facts(dataset: Dataset) -> tuple[FactLine, ...]:
    """Its parts. Where they are is not shown: whoever has a link has the data (GAPS 7.8)."""
    if not dataset.parts:
        return (Note("It has no parts yet."),)
    lines: list[FactLine] = [
        Note("Links to parts grant access to the data: they are not shown. ctrl+s downloads.")
    ]
    for number, part in enumerate(dataset.parts, 1):
        lines += [
            Heading(part.name or f"Part {number}"),
            Fact("id", part.id or "not said"),
            Fact("rows", "not said" if part.num_rows is None else f"{part.num_rows:,}"),
            Fact("size", "not said" if part.size_bytes is None else size(part.size_bytes)),
            Fact("link", host_of(part.url) if part.url else "none"),
        ]
        if part.original_url:
            lines.append(Fact("original file", host_of(part.original_url)))
        lines += [
            Fact("" if place else "first rows", one_line(text, _SAMPLE), copied=text)
            for place, text in enumerate(part.samples)
        ]
    return tuple(lines)


def schema_facts(dataset: Dataset) -> tuple[FactLine, ...]:
    """The fields of its rows."""
    fields = fields_of(dataset.avro_schema)
    if not fields:
        text = "The schema is not a list of fields: see JSON." if dataset.avro_schema else ""
        return (Note(text or "It has no schema yet."),)
    return (
        *(Fact(one.name, one.type) for one in fields),
        Heading("What was asked for"),
        Fact("required fields", ", ".join(dataset.required_fields) or "none"),
        Fact("kept fields", ", ".join(dataset.preserve_fields) or "none"),
    )


def metric_facts(dataset: Dataset) -> tuple[FactLine, ...]:
    """What there is to train with."""
    metrics = dataset.metrics and dataset.metrics.finetune_dataset_metrics
    if not metrics:
        return (Note("Nothing was counted yet."),)
    kinds = (
        ("Queries and passages", metrics.reranker_data_metrics),
        ("Conversations", metrics.chat_data_metrics),
    )
    lines: list[FactLine] = list(_numbers(metrics))
    for title, found in kinds:
        if found is not None and (facts := _numbers(found)):
            lines += [Heading(title), *facts]
    if metrics.classify_data_metrics is not None:
        lines += _labels(metrics.classify_data_metrics.label_metrics)
    return tuple(lines) or (Note("Nothing was counted."),)


def _numbers(metrics: FinetuneDatasetMetrics | ChatDataMetrics | RerankerDataMetrics) -> list[Fact]:
    """The fields that are plain numbers or texts."""
    facts = []
    for name, value in metrics:
        words = name.removeprefix("num_").replace("_", " ")
        if name.endswith("_bytes") and isinstance(value, int):
            facts.append(Fact(words.removesuffix(" bytes"), size(value)))
        elif isinstance(value, int):
            facts.append(Fact(words, f"{value:,}"))
        elif isinstance(value, str) and value:
            facts.append(Fact(words, value))
    return facts


def _labels(labels: Sequence[LabelMetric]) -> list[FactLine]:
    lines: list[FactLine] = [Heading(count(len(labels), "label"))]
    for one in labels:
        total = "?" if one.total_examples is None else count(one.total_examples, "example")
        samples = "; ".join(one_line(text, 60) for text in one.samples[:2])
        lines.append(Fact(one.label, f"{total}: {samples}" if samples else total))
    return lines


def described(dataset: Dataset) -> Any:
    """As the server described it, but for what grants access."""
    raw = dataset.model_dump(mode="json", by_alias=True, exclude_unset=True)
    parts = raw.get("dataset_parts")
    for part in parts if isinstance(parts, list) else ():
        for name in ("url", "original_url"):
            if part.get(name):
                part[name] = host_of(part[name])
    return raw
