"""Embed jobs and batches in words, whatever the server says of them."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from cohere_tui.models.batches import Batch
from cohere_tui.models.datasets import Dataset
from cohere_tui.models.embed_jobs import EmbedJob
from cohere_tui.models.meta import Meta
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Note
from cohere_tui.state.job_facts import batch_facts, dataset_words, embed_job_facts, related_to
from cohere_tui.state.jobs import BATCH_COLUMNS, EMBED_JOB_COLUMNS, elapsed, progress, status
from cohere_tui.widgets.table.layout import laid_out
from tests.models.junk import names_in, objects, read_or_refuse

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
AT = NOW.timestamp()


@given(objects(names_in(Batch)))
def test_any_batch_is_shown(value: dict[str, Any]) -> None:
    batch = read_or_refuse(Batch, value)
    if batch is not None:
        assert batch_facts(batch, AT)
        assert all(column.cell(batch, AT).text is not None for column in BATCH_COLUMNS)


@given(objects(names_in(EmbedJob)))
def test_any_embed_job_is_shown(value: dict[str, Any]) -> None:
    job = read_or_refuse(EmbedJob, value)
    if job is not None:
        assert embed_job_facts(job, AT)
        assert all(column.cell(job, AT).text is not None for column in EMBED_JOB_COLUMNS)


def test_a_batch_has_a_name_before_it_has_an_input() -> None:
    narrow = {one.column.name: one.width for one in laid_out(BATCH_COLUMNS, 76)}
    assert narrow["name"] >= 30
    assert "input" not in narrow
    assert "input" in {one.column.name for one in laid_out(BATCH_COLUMNS, 84)}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_times_that_mean_nothing_are_shown(
    zone: str, year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for moment in (f"{year}-01-01T00:00:00Z", f"{year}-12-31T23:59:59Z"):
            batch = Batch.model_validate({"id": "b", "created_at": moment, "updated_at": moment})
            assert batch_facts(batch, AT)
            assert all(column.cell(batch, AT).text is not None for column in BATCH_COLUMNS)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("word", "told", "tone"),
    [
        ("processing", "processing", Tone.WORKING),
        ("complete", "complete", Tone.READY),
        ("failed", "failed", Tone.FAILED),
        ("cancelling", "cancelling", Tone.WORKING),
        ("canceled", "- cancelled", Tone.QUIET),
        ("pondering", "pondering", Tone.WORKING),
        ("", "unknown", Tone.WAITING),
    ],
)
def test_the_status_of_an_embed_job(word: str, told: str, tone: Tone) -> None:
    found = status(EmbedJob(status=word))
    assert (found.text, found.tone) == (told, tone)


def test_the_status_of_a_batch() -> None:
    found = status(Batch(status="BATCH_STATUS_QUEUED"))
    assert (found.text, found.tone) == ("queued", Tone.WAITING)


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(seconds=7), "0:07"),
        (timedelta(minutes=12, seconds=30), "12:30"),
        (timedelta(hours=1, minutes=2, seconds=3), "1:02:03"),
        (timedelta(days=3, hours=4), "3d 4h"),
        (-timedelta(hours=1), "0:00"),
    ],
)
def test_how_long_a_job_goes_on(ago: timedelta, told: str) -> None:
    job = EmbedJob(status="processing", created_at=NOW - ago)
    assert elapsed(job, AT).text == told
    assert elapsed(job.model_copy(update={"status": "complete"}), AT).text == ""


def test_progress_counts_records_and_marks_failed_ones() -> None:
    batch = Batch(status="IN_PROGRESS", num_records=1204)
    assert (progress(batch).text, progress(batch).tone) == ("0 of 1,204", Tone.QUIET)
    some = batch.model_copy(update={"num_successful_records": 410, "num_failed_records": 2})
    assert (progress(some).text, progress(some).tone) == ("412 of 1,204, 2 failed", Tone.WARNING)
    assert progress(Batch()).text == "?"


def test_why_it_failed_comes_first() -> None:
    failed = Batch(status="FAILED", status_reason="row 3 is no request")
    assert batch_facts(failed, AT)[0] == Note("row 3 is no request", Tone.FAILED)
    assert "does not say why" in str(embed_job_facts(EmbedJob(status="failed"), AT)[0])


def test_what_a_newer_server_tells_is_shown() -> None:
    job = EmbedJob.read(json.dumps({"job_id": "j", "priority": 3, "parts": [1]}))
    facts = embed_job_facts(job, AT)
    assert Fact("priority", "3") in facts
    assert not any(isinstance(one, Fact) and one.label == "parts" for one in facts)


def test_what_belongs_to_it() -> None:
    job = EmbedJob(input_dataset_id="a", output_dataset_id="b", model="embed-v4.0")
    facts = related_to(job, {"a": "3 rows"})
    assert [str(one.value) for one in facts if isinstance(one, Fact)] == [
        "a: 3 rows", "b", "embed-v4.0",
    ]  # fmt: skip
    assert all(isinstance(one, Fact) and one.link is not None for one in facts)
    batch = Batch(model="batch-embed-v4")
    assert related_to(batch, {}) == (Fact("model", "batch-embed-v4"),)


def test_a_dataset_in_a_few_words() -> None:
    dataset = Dataset.read(
        json.dumps(
            {
                "id": "a",
                "validation_status": "failed",
                "created_at": (NOW - timedelta(days=29)).isoformat(),
                "dataset_parts": [{"num_rows": 3, "size_bytes": 1200}],
            }
        )
    )
    assert dataset_words(dataset, AT) == "failed, 3 rows, 1.2 KB, is removed in 1 day"
    assert dataset_words(Dataset(), AT) == "unknown"


def test_the_remarks_of_an_answer_are_spelled_as_they_came() -> None:
    sent = {
        "api_version": {"version": "1"},
        "billed_units": {"input_tokens": 7},
        "tokens": {"output_tokens": 3},
        "warnings": ["old"],
    }
    assert Meta.model_validate(sent).as_sent() == sent
    assert Meta().as_sent() == {}
