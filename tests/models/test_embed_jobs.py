"""Embed jobs: requests within their bounds, answers of any kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.embed_jobs import EmbedJob, EmbedJobCreated, EmbedJobRequest, EmbedJobs
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

RESPONSES = FIXTURES / "responses"
LEAST = {"model": "embed-english-v3.0", "dataset_id": "harbours-7x2k9a", "input_type": "clustering"}


def job(name: str) -> EmbedJob:
    return EmbedJob.read((RESPONSES / f"embed_jobs.get.{name}.json").read_bytes())


def test_a_complete_job_has_a_result() -> None:
    read = job("complete")
    assert read.job_id == "568cec2b-740a-4798-96f1-813481854f8a"
    assert (read.name, read.input_dataset_id) == ("harbours", "harbours-7x2k9a")
    assert read.output_dataset_id == "harbours-out-1a2b3c"
    assert (read.model, read.truncate) == ("embed-english-v3.0", "END")
    assert read.created_at == datetime(2026, 8, 19, 10, 20, tzinfo=UTC)
    assert (read.meta.version, read.meta.billed.input_tokens) == ("1", 400)


@pytest.mark.parametrize(
    ("status", "over", "failed", "cancellable"),
    [
        ("processing", False, False, True),
        ("complete", True, False, False),
        ("failed", True, True, False),
        ("cancelling", False, False, False),
        ("cancelled", True, False, False),
    ],
)
def test_what_a_status_means(status: str, over: bool, failed: bool, cancellable: bool) -> None:
    read = job(status)
    assert (read.over, read.failed, read.cancellable) == (over, failed, cancellable)
    assert read.status_word == status


@pytest.mark.parametrize(
    ("status", "over", "word"),
    [
        ("canceled", True, "cancelled"),
        ("CANCELING", False, "cancelling"),
        ("Complete", True, "complete"),
        ("napping", False, "napping"),
        (None, False, "unknown"),
        (7, False, "unknown"),
    ],
)
def test_other_spellings_and_new_words(status: Any, over: bool, word: str) -> None:
    read = EmbedJob.model_validate({"status": status})
    assert (read.over, read.status_word) == (over, word)


def test_the_list_and_what_creating_gives() -> None:
    listed = EmbedJobs.read((RESPONSES / "embed_jobs.list.json").read_bytes()).embed_jobs
    assert [one.status for one in listed] == ["complete", "processing"]
    assert EmbedJobs.read("{}").embed_jobs == ()
    created = EmbedJobCreated.read((RESPONSES / "embed_jobs.create.json").read_bytes())
    assert (created.job_id, created.meta.version) == (job("failed").job_id, "1")
    with pytest.raises(ValueError, match="job_id"):
        EmbedJobCreated.read("{}")


@settings(max_examples=25)
@given(objects(names_in(EmbedJob) | names_in(EmbedJobs)))
def test_anything_is_a_job_or_refused(value: dict[str, Any]) -> None:
    for model in (EmbedJob, EmbedJobs, EmbedJobCreated):
        read = read_or_refuse(model, value)
        if isinstance(read, EmbedJob):
            assert read.status_word
            assert not (read.over and read.cancellable)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": ""}, "model: found ''; allowed: a text that is not empty"),
        ({"input_type": "poem"}, "input_type: found 'poem'; allowed: search_document, "),
        ({"truncate": "NONE"}, "truncate: found 'NONE'; allowed: START or END"),
        (
            {"embedding_types": ["float64"]},
            "embedding_types.0: found 'float64'; allowed: 'float', ",
        ),
        ({"size": 1}, "size: is not a field of this request; allowed: model, dataset_id, "),
    ],
)
def test_what_cannot_be_sent(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        EmbedJobRequest.of({**LEAST, **change})
    assert str(caught.value).startswith(said)
    assert caught.value.field == said.partition(":")[0]


@needs_description
@pytest.mark.parametrize(
    "more", [{}, {"name": "n", "embedding_types": ["int8", "float"], "truncate": "START"}]
)
def test_requests_are_as_described(more: dict[str, Any]) -> None:
    sent = EmbedJobRequest.of({**LEAST, **more}).to_wire()
    assert sent == {**LEAST, **more}
    assert faults("components/schemas/CreateEmbedJobRequest", sent) == []
