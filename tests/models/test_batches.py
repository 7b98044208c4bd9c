"""Batches: requests within their bounds, answers of any kind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.batches import Batch, BatchAnswer, BatchPage, BatchQuery, BatchRequest
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

RESPONSES = FIXTURES / "responses"


def batch(name: str) -> Batch:
    return BatchAnswer.read((RESPONSES / f"batches.{name}.json").read_bytes()).batch


def test_a_new_batch() -> None:
    read = batch("create")
    assert (read.id, read.name) == ("fbc1af89-7d69-4938-84f7-18fd250c67f3", "nightly")
    assert (read.input_dataset_id, read.model) == ("nightly-q1w2e3", "batch-embed-v4")
    assert read.creator_id.startswith("75bd")
    assert read.org_id.startswith("c660")
    assert read.updated_at == datetime(2026, 8, 19, 10, 30, tzinfo=UTC)
    assert (read.status_word, read.cancellable, read.over) == ("queued", True, False)
    assert (read.records_done, read.progress) == (None, None)


def test_counts_come_as_strings_and_as_numbers() -> None:
    read = batch("get.completed")
    assert (read.input_tokens, read.output_tokens) == (120_344, 0)
    assert (read.num_records, read.num_successful_records, read.num_failed_records) == (
        5000, 4997, 3,
    )  # fmt: skip
    assert (read.records_done, read.progress) == (5000, 1.0)
    assert (read.over, read.failed, read.output_dataset_id) == (
        True,
        False,
        "nightly-output-r4t5y6",
    )


def test_a_batch_in_progress_and_one_that_failed() -> None:
    read = batch("get.in_progress")
    assert (read.status_word, read.over, read.cancellable) == ("in progress", False, True)
    assert (read.records_done, read.progress) == (1203, 1203 / 5000)
    read = batch("get.failed")
    assert (read.status_word, read.over, read.failed, read.cancellable) == (
        "failed", True, True, False,
    )  # fmt: skip
    assert read.status_reason == "input dataset could not be read"


def test_a_page_and_the_empty_one() -> None:
    page = BatchPage.read((RESPONSES / "batches.list.json").read_bytes())
    assert [one.status_word for one in page.batches] == ["completed", "cancelled"]
    assert page.next_page_token == "bmV4dA=="
    assert BatchPage.read('{"batches": null}').batches == ()


@pytest.mark.parametrize(
    ("status", "word", "over", "cancellable"),
    [
        ("BATCH_STATUS_CANCELED", "cancelled", True, False),
        ("BATCH_STATUS_CANCELLED", "cancelled", True, False),
        ("BATCH_STATUS_CANCELING", "cancelling", False, False),
        ("BATCH_STATUS_CANCELLING", "cancelling", False, False),
        ("IN_PROGRESS", "in progress", False, True),
        ("completed", "completed", True, False),
        ("BATCH_STATUS_ON_HOLD", "on hold", False, False),
        ("BATCH_STATUS_UNSPECIFIED", "unknown", False, False),
        (None, "unknown", False, False),
        (3, "unknown", False, False),
    ],
)
def test_every_spelling_of_a_status(status: Any, word: str, over: bool, cancellable: bool) -> None:
    read = Batch.model_validate({"status": status})
    assert (read.status_word, read.over, read.cancellable) == (word, over, cancellable)


@pytest.mark.parametrize(
    ("counts", "progress"),
    [
        ({"num_records": 10}, 0.0),
        ({"num_records": "10", "num_successful_records": "4"}, 0.4),
        ({"num_records": 10, "num_successful_records": 30}, 1.0),
        ({"num_records": 0}, None),
        ({"num_records": -5, "num_failed_records": 1}, None),
        ({"num_records": "many"}, None),
    ],
)
def test_progress_is_a_share(counts: dict[str, Any], progress: float | None) -> None:
    assert Batch.model_validate({"status": "IN_PROGRESS", **counts}).progress == progress


@pytest.mark.parametrize("body", ["{}", '{"batch": null}', '{"batch": []}', "[]"])
def test_an_answer_without_a_batch_is_none(body: str) -> None:
    with pytest.raises(ValueError, match=r"batch|object"):
        BatchAnswer.read(body)


@settings(max_examples=25)
@given(objects(names_in(BatchPage) | names_in(BatchAnswer)))
def test_anything_is_a_batch_or_refused(value: dict[str, Any]) -> None:
    for model in (BatchPage, BatchAnswer):
        read_or_refuse(model, value)
    read = Batch.read(json.dumps(value))
    assert read.status_word
    assert read.progress is None or 0 <= read.progress <= 1
    assert not (read.over and read.cancellable)


@pytest.mark.parametrize("size", [0, 1001, "ten"])
def test_pages_have_bounds(size: object) -> None:
    with pytest.raises(RequestInvalid, match=r"page_size: .* a whole number from 1 to 1000"):
        BatchQuery.of({"page_size": size})


def test_an_order_that_does_not_exist_is_named() -> None:
    with pytest.raises(RequestInvalid, match="order_by: found 'name'; allowed: created_at or "):
        BatchQuery.of({"order_by": "name"})
    assert BatchQuery().to_wire() == {"page_size": 50}


@needs_description
def test_requests_are_as_described() -> None:
    example = json.loads((FIXTURES / "requests" / "batches.create.json").read_bytes())
    assert BatchRequest.of(example).to_wire() == example
    assert faults("components/schemas/Batch", example) == []
    with pytest.raises(RequestInvalid, match="input_dataset_id: is missing"):
        BatchRequest.of({"name": "n", "model": "m"})
