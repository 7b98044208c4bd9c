"""Fine-tuned models: requests within their ranges, answers of any kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.finetunes import (
    DEFAULTS,
    EventPage,
    FinetuneAnswer,
    FinetuneChanges,
    FinetunedModel,
    FinetunePage,
    FinetuneRequest,
    Hyperparameters,
    StepMetrics,
    StepMetricsPage,
)
from tests.conftest import FIXTURES
from tests.models.junk import JSON_VALUES, names_in, objects
from tests.openapi import faults, needs_description

RESPONSES = FIXTURES / "responses"
SETTINGS: dict[str, Any] = {"base_model": {"base_type": "BASE_TYPE_CHAT"}, "dataset_id": "d"}
PLAIN: dict[str, Any] = {"name": "tide-voice", "settings": SETTINGS}
FULL: dict[str, Any] = {
    "name": "tide-voice",
    "settings": {
        "base_model": {
            "base_type": "BASE_TYPE_CHAT",
            "name": "command-r-08-2024",
            "strategy": "STRATEGY_TFEW",
        },
        "dataset_id": "d",
        "hyperparameters": {
            "early_stopping_patience": 6,
            "early_stopping_threshold": 0.01,
            "train_batch_size": 16,
            "train_epochs": 1,
            "learning_rate": 0.01,
            "lora_alpha": 8,
            "lora_rank": 8,
            "lora_target_modules": "LORA_TARGET_MODULES_QKVO_FFN",
        },
        "wandb": {"project": "p", "api_key": "w-s3cret-01", "entity": "e"},
    },
}


def model(name: str) -> FinetunedModel:
    return FinetuneAnswer.read((RESPONSES / f"finetuning.{name}.json").read_bytes()).finetuned_model


def test_a_new_one() -> None:
    read = model("create")
    assert read.id == "7b24b13f-17ba-4194-b6ae-4b1d3423bf15"
    assert read.model_name == "7b24b13f-17ba-4194-b6ae-4b1d3423bf15-ft"
    assert read.name == "tide-voice"
    assert read.creator_id.startswith("f7ae9466")
    assert read.organization_id.startswith("8cd272e0")
    assert read.created_at == datetime(2024, 6, 17, 20, 11, 42, 907112, tzinfo=UTC)
    assert read.updated_at == datetime(2024, 6, 17, 21, 11, 42, tzinfo=UTC)
    assert (read.completed_at, read.last_used) == (None, None)


def test_its_settings() -> None:
    read = model("create").settings
    base = read.base_model
    assert (base.name, base.version, base.kind) == ("command-r", "1.0.0", "chat")
    assert base.strategy == "STRATEGY_TFEW"
    assert (read.dataset_id, read.multi_label) == ("voice-1a2b3c", False)
    how = read.hyperparameters
    assert (how.early_stopping_patience, how.early_stopping_threshold) == (6, 0.01)
    assert (how.train_batch_size, how.train_epochs, how.learning_rate) == (16, 1, 0.01)
    assert (how.lora_alpha, how.lora_rank) == (8, 8)
    assert how.lora_target_modules == "LORA_TARGET_MODULES_QKVO_FFN"
    assert read.wandb is not None
    assert (read.wandb.project, read.wandb.entity) == ("p", "e")


def test_a_key_that_a_server_tells_is_not_taken_over() -> None:
    wandb = {"project": "p", "api_key": "w-s3cret-01"}
    read = FinetunedModel.model_validate({"id": "f", "settings": {**SETTINGS, "wandb": wandb}})
    assert "s3cret" not in repr(read) + read.model_dump_json()


@pytest.mark.parametrize(
    ("name", "word", "over", "failed", "ready"),
    [
        ("queued", "queued", False, False, False),
        ("finetuning", "finetuning", False, False, False),
        ("deploying_api", "deploying api", False, False, False),
        ("ready", "ready", True, False, True),
        ("failed", "failed", True, True, False),
        ("deleted", "deleted", True, False, False),
        ("temporarily_offline", "temporarily offline", True, False, False),
        ("paused", "paused", True, False, False),
        ("unspecified", "unknown", False, False, False),
        ("null_dates", "finetuning", False, False, False),
    ],
)
def test_its_stages(name: str, word: str, *, over: bool, failed: bool, ready: bool) -> None:
    read = model(f"get.{name}")
    assert read.status_word == word
    assert (read.over, read.failed, read.ready) == (over, failed, ready)
    assert (read.completed_at, read.last_used) == (None, None)


def test_a_new_word_is_work_going_on() -> None:
    read = FinetunedModel.model_validate({"status": "STATUS_POLISHING"})
    assert (read.status_word, read.over) == ("polishing", False)
    assert FinetunedModel().status_word == "unknown"


def test_a_page_and_a_renamed_one() -> None:
    page = FinetunePage.read((RESPONSES / "finetuning.list.json").read_bytes())
    assert (page.next_page_token, page.total_size) == ("", 2)
    first, second = page.finetuned_models
    assert first.completed_at == datetime(2024, 6, 18, 1, tzinfo=UTC)
    assert (first.ready, second.ready) == (True, False)
    assert model("update").name == "renamed"


def test_its_events() -> None:
    page = EventPage.read((RESPONSES / "finetuning.events.json").read_bytes())
    assert (page.next_page_token, page.total_size) == ("", 3)
    assert [event.status_word for event in page.events] == ["ready", "finetuning", "queued"]
    assert page.events[0].created_at == datetime(2024, 6, 18, 1, tzinfo=UTC)
    assert page.events[0].user_id.startswith("f7ae9466")


def test_what_was_measured() -> None:
    page = StepMetricsPage.read((RESPONSES / "finetuning.metrics.json").read_bytes())
    assert page.next_page_token == "bmV4dA=="
    first, second = page.step_metrics
    assert first.created_at == datetime(2024, 6, 17, 20, 30, tzinfo=UTC)
    assert (first.step_number, first.metrics) == (1, {"loss": 2.31, "accuracy": 0.41})
    assert (second.step_number, second.metrics) == (50, {"loss": 1.02})


@pytest.mark.parametrize(
    ("metrics", "read"),
    [
        ('{"loss": 1, "best": true, "name": "x", "none": null}', {"loss": 1.0}),
        ('{"loss": "0.5", "a": "NaN", "b": "inf", "c": NaN, "d": 1e999}', {"loss": 0.5}),
        ('{"loss": [1], "a": {"b": 1}}', {}),
        ("null", {}),
        ("[1]", {}),
    ],
)
def test_only_numbers_are_measurements(metrics: str, read: dict[str, float]) -> None:
    step = StepMetrics.read(f'{{"step_number": 2, "metrics": {metrics}}}')
    assert (step.step_number, step.metrics) == (2, read)


def test_only_what_is_set_is_sent() -> None:
    assert FinetuneRequest.of(PLAIN).to_wire() == PLAIN
    assert FinetuneRequest.of(FULL).to_wire() == FULL
    for fields in ({}, {"name": "renamed"}, {"settings": FULL["settings"]}):
        assert FinetuneChanges.of(fields).to_wire() == fields


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("early_stopping_patience", (0, 10), (-1, 11, 0.5)),
        ("early_stopping_threshold", (0.001, 0.1), (0.0009, 0.11, float("nan"))),
        ("train_batch_size", (2, 16), (1, 17)),
        ("train_epochs", (1, 10), (0, 11)),
        ("learning_rate", (0.00005, 0.1), (0.00004, 0.11, float("inf"))),
        ("lora_alpha", (1, 64), (0, "x")),
        ("lora_rank", (1, 64), (0, "x")),
        ("lora_target_modules", ("LORA_TARGET_MODULES_QV",), ("QV",)),
    ],
)
def test_ranges(name: str, within: tuple[Any, ...], beyond: tuple[Any, ...]) -> None:
    for value in within:
        assert Hyperparameters.of({name: value}).to_wire() == {name: value}
    for value in beyond:
        with pytest.raises(RequestInvalid) as caught:
            Hyperparameters.of({name: value})
        assert caught.value.field == name
        assert "allowed: " in str(caught.value)


def test_the_defaults_are_within_the_ranges() -> None:
    assert Hyperparameters.of(DEFAULTS).to_wire() == DEFAULTS


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"dataset_id": ""}, "dataset_id"),
        ({"dataset_id": None}, "dataset_id"),
        ({"base_model": {}}, "base_model.base_type"),
        ({"base_model": {"base_type": "CHAT"}}, "base_model.base_type"),
        ({"hyperparameters": {"train_epochs": 0}}, "hyperparameters.train_epochs"),
        ({"wandb": {"project": "p"}}, "wandb.api_key"),
        (
            {"base_model": {"base_type": "BASE_TYPE_RERANK"}, "wandb": FULL["settings"]["wandb"]},
            "wandb",
        ),
        ({"multi_label": True}, "multi_label"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_sent(wrong: dict[str, Any], field: str) -> None:
    for request in (FinetuneRequest, FinetuneChanges):
        with pytest.raises(RequestInvalid) as caught:
            request.of({**PLAIN, "settings": {**SETTINGS, **wrong}})
        assert caught.value.field == f"settings.{field}"


def test_what_else_cannot_be_sent() -> None:
    for wrong in ({"name": ""}, {"status": "STATUS_READY"}):
        for request in (FinetuneRequest, FinetuneChanges):
            with pytest.raises(RequestInvalid) as caught:
                request.of({**PLAIN, **wrong})
            assert caught.value.field in wrong
    with pytest.raises(RequestInvalid, match="settings: is missing"):
        FinetuneRequest.of({"name": "x"})


PAGES = (FinetunePage, EventPage, StepMetricsPage, FinetuneAnswer)
NAMES = {name for page in PAGES for name in names_in(page)}


@settings(max_examples=50)
@given(value=objects(NAMES), metrics=st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=4))
def test_any_object_is_a_model_or_a_step(value: dict[str, Any], metrics: dict[str, Any]) -> None:
    read = FinetunedModel.model_validate(value)
    assert isinstance(read.settings.base_model.kind, str)
    assert read.over or not (read.ready or read.failed)
    step = StepMetrics.model_validate({**value, "metrics": metrics})
    assert all(isinstance(number, float) for number in step.metrics.values())


@needs_description
def test_what_is_sent_is_as_described() -> None:
    body = "paths/~1v1~1finetuning~1finetuned-models{}/requestBody/content/application~1json/schema"
    for fields in (PLAIN, FULL):
        assert faults(body.format("/post"), FinetuneRequest.of(fields).to_wire()) == []
        assert faults(body.format("~1{id}/patch"), FinetuneChanges.of(fields).to_wire()) == []
    assert faults(body.format("/post"), {"name": "x"})
