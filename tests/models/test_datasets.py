"""Datasets as the API writes them, and what may be asked of a new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.dataset_types import TYPES, UPLOADS, dataset_type
from cohere_tui.models.datasets import (
    Dataset,
    DatasetAnswer,
    DatasetCreated,
    DatasetFilter,
    DatasetPage,
    NewDataset,
    Usage,
    Validation,
)
from tests.conftest import FIXTURES
from tests.models.junk import JSON_VALUES, names_in, objects, read_or_refuse

CREATED = datetime(2026, 8, 19, 10, 11, 12, 131415, tzinfo=UTC)


def fixture(name: str) -> bytes:
    return (FIXTURES / "responses" / f"datasets.{name}.json").read_bytes()


def got(name: str) -> Dataset:
    dataset = DatasetAnswer.read(fixture(f"get.{name}")).dataset
    assert dataset is not None
    return dataset


def test_a_validated_dataset() -> None:
    dataset = got("validated")
    assert (dataset.id, dataset.name) == ("harbours-7x2k9a", "harbours")
    assert dataset.created_at == CREATED
    assert dataset.updated_at == CREATED + timedelta(seconds=8)
    assert dataset.type.formats == ("csv", "jsonl", "txt")
    assert (dataset.over, dataset.usable, dataset.failed) == (True, True, False)
    assert (dataset.rows, dataset.size) == (40, 2048)
    assert dataset.avro_schema.startswith('{"type":"record"')
    assert dataset.required_fields == ("text",)
    assert dataset.preserve_fields == ("lang",)
    assert dataset.validation_warnings == ("2 rows were skipped",)
    (part,) = dataset.parts
    assert part.url == "https://storage.example.invalid/part?sig=abc"
    assert part.original_url == "https://storage.example.invalid/orig.csv?sig=abc"
    assert part.samples == ('{"text": "Cobh"}',)
    assert not dataset.model_extra


def test_a_failed_dataset_says_why() -> None:
    dataset = got("failed")
    assert (dataset.over, dataset.usable, dataset.failed) == (True, False, True)
    assert dataset.validation_error == "row 3: field 'text' is missing"


@pytest.mark.parametrize("name", ["queued", "processing"])
def test_a_dataset_under_way(name: str) -> None:
    dataset = got(name)
    assert dataset.status == name
    assert (dataset.over, dataset.usable, dataset.failed) == (False, False, False)
    assert (dataset.rows, dataset.size) == (None, None)


def test_metrics_of_a_dataset_to_fine_tune_with() -> None:
    metrics = got("finetune_metrics").metrics
    assert metrics is not None
    counted = metrics.finetune_dataset_metrics
    assert counted is not None
    assert (counted.train_examples, counted.eval_examples) == (200, 56)
    assert counted.trainable_token_count == 80
    assert counted.reranker_data_metrics is not None
    assert counted.reranker_data_metrics.num_train_hard_negatives == 100
    assert counted.chat_data_metrics is None


def test_lists_usage_and_ids() -> None:
    page = DatasetPage.read(fixture("list"))
    assert [dataset.validation_status for dataset in page.datasets] == [
        "validated",
        "skipped",
        "unknown",
    ]
    assert [dataset.over for dataset in page.datasets] == [True, True, False]
    assert page.datasets[2].type.about == "what embed batches made"
    assert DatasetPage.read(fixture("list.empty")).datasets == ()
    usage = Usage.read(fixture("usage"))
    assert (usage.organization_usage, usage.left) == (1_048_576, 9_998_951_424)
    assert DatasetCreated.read(fixture("create")).id == "harbours-7x2k9a"


@pytest.mark.parametrize(
    ("later", "days"),
    [
        (timedelta(days=-1), 30),
        (timedelta(0), 30),
        (timedelta(seconds=1), 30),
        (timedelta(days=1), 29),
        (timedelta(days=29, hours=23), 1),
        (timedelta(days=30), 0),
        (timedelta(days=99), 0),
    ],
)
def test_days_until_it_is_removed(later: timedelta, days: int) -> None:
    assert got("validated").days_left(CREATED + later) == days


@pytest.mark.parametrize("created", [None, "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "soon"])
def test_an_unknown_age_has_no_end(created: object) -> None:
    dataset = Dataset.model_validate({"created_at": created})
    assert dataset.days_left(CREATED) is None


def test_parts_come_in_their_order_and_are_added_up() -> None:
    parts = [
        {"id": "c", "num_rows": 3},
        {"id": "b", "index": 1, "size_bytes": 5},
        {"id": "a", "index": 0, "num_rows": 4},
    ]
    dataset = Dataset.model_validate({"dataset_parts": parts})
    assert [part.id for part in dataset.parts] == ["a", "b", "c"]
    assert (dataset.rows, dataset.size) == (7, 5)


def test_types_nobody_has_heard_of_are_types_too() -> None:
    assert dataset_type("embed-input-v9").word == "embed-input-v9"
    assert dataset_type("embed-input-v9").formats == ()
    assert [one.word for one in TYPES if one.formats] == list(UPLOADS)


@settings(max_examples=50)
@given(
    value=JSON_VALUES | objects(names_in(DatasetAnswer) | names_in(DatasetPage) | names_in(Usage))
)
def test_any_answer_is_a_value_or_refused(value: Any) -> None:
    for model in (DatasetPage, DatasetCreated, Usage):
        read_or_refuse(model, value)
    answer = read_or_refuse(DatasetAnswer, {"dataset": value})
    assert answer is not None
    if answer.dataset is not None:
        dataset = answer.dataset
        assert not (dataset.usable and dataset.failed)
        assert dataset.rows is None or isinstance(dataset.rows, int)
        assert (dataset.days_left(CREATED) or 0) >= 0
        assert len(dataset.parts) == len(dataset.dataset_parts)


GOOD = {"name": "harbours", "type": "embed-input"}


def test_what_is_sent_of_a_new_dataset() -> None:
    new = NewDataset.of(
        {**GOOD, "keep_fields": ["a", "b"], "csv_delimiter": ";", "skip_malformed_input": True}
    )
    assert new.to_wire() == {
        **GOOD,
        "keep_fields": ["a", "b"],
        "optional_fields": [],
        "csv_delimiter": ";",
        "skip_malformed_input": True,
    }


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "1 to 49"),
        ("name", "x" * 50, "1 to 49"),
        ("name", None, "1 to 49"),
        ("type", "embed-output", "embed-input, batch-embed-v2-input"),
        ("type", "embed-result", "embed-input, batch-embed-v2-input"),
        ("csv_delimiter", ";;", "one character"),
        ("csv_delimiter", "", "one character"),
        ("csv_delimiter", '"', "cannot part"),
        ("csv_delimiter", "\n", "cannot part"),
        ("text_separator", "", "not empty"),
        ("keep_fields", "text", "a list"),
        ("keep_original_file", "maybe", "true or false"),
        ("dry_run", True, "not a field"),
    ],
)
def test_a_new_dataset_that_would_be_refused(field: str, value: object, said: str) -> None:
    with pytest.raises(RequestInvalid, match=said) as caught:
        NewDataset.of({**GOOD, field: value})
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["x", "x" * 49, "Häfen & Kais"])
def test_names_up_to_their_bound(name: str) -> None:
    assert NewDataset.of({**GOOD, "name": name}).name == name


@pytest.mark.parametrize("field", ["name", "type"])
def test_what_a_new_dataset_cannot_do_without(field: str) -> None:
    with pytest.raises(RequestInvalid, match="missing"):
        NewDataset.of({name: value for name, value in GOOD.items() if name != field})


def test_filters_have_the_names_of_the_wire() -> None:
    wanted = DatasetFilter(dataset_type="embed-input", validation_status="failed", before=CREATED)
    assert wanted.model_dump(by_alias=True, exclude_none=True) == {
        "datasetType": "embed-input",
        "validationStatus": "failed",
        "before": CREATED,
    }
    for status in get_args(Validation):
        assert DatasetFilter.of({"validationStatus": status}).validation_status == status


@pytest.mark.parametrize(
    ("field", "value"),
    [("validationStatus", "broken"), ("before", "yesterday"), ("after", "2026-01-02T03:04:05")],
)
def test_filters_that_mean_nothing(field: str, value: str) -> None:
    with pytest.raises(RequestInvalid):
        DatasetFilter.of({field: value})
