"""Datasets over the sandbox: listed, uploaded, watched, deleted."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    AnswerUnreadable,
    BadRequest,
    Disconnected,
    FileRefused,
    FileUnusable,
    NotFound,
    ReadOnly,
    RequestInvalid,
)
from cohere_tui.models.datasets import LARGEST_BYTES, DatasetFilter
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services import datasets
from cohere_tui.services.datasets import DatasetService
from cohere_tui.services.files.checking import check
from cohere_tui.state.uploading import Upload, UploadStage
from tests.client.wire import Wire, answer, then_silence
from tests.openapi import judge_request, needs_description
from tests.services.files.made import GOOD, jsonl, new
from tests.services.jobs import Pauses
from tests.until import until
from tests.whole.files import put

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from cohere_tui.client.uploading import Sent
    from cohere_tui.models.datasets import Dataset
    from tests.services.conftest import Bench

CSV = b'text,lang\nCobh,en\n"Kilmore, Quay",en\n'
STAGES = list(UploadStage)


@pytest.fixture
def service(bench: Bench) -> DatasetService:
    return DatasetService(bench.client, pause=Pauses(bench.sandbox))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "harbours.csv"
    put(path, CSV)
    return path


async def uploaded(service: DatasetService, path: Path, *names: str) -> list[Dataset]:
    return [await service.upload(new().model_copy(update={"name": one}), path) for one in names]


class Seen:
    """The states of an upload in the order they were shown."""

    def __init__(self) -> None:
        self.states: list[Upload] = []

    def __call__(self, state: Upload) -> None:
        self.states.append(state)

    @property
    def stages(self) -> list[UploadStage]:
        return list(dict.fromkeys(state.stage for state in self.states))


async def test_an_upload_from_the_file_to_the_dataset(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    seen = Seen()
    dataset = await service.upload(new(keep_fields=["lang"]), data, show=seen)
    assert dataset.usable
    assert (dataset.name, dataset.rows, dataset.dataset_type) == ("harbours", 2, "embed-input")
    assert seen.stages == STAGES
    assert bench.sandbox.requests[0].query["keep_fields"] == ["lang"]
    checking = [state for state in seen.states if state.stage is UploadStage.CHECKING]
    assert (checking[0].pace.done, checking[-1].pace.done) == (0, len(CSV))
    sending = [state for state in seen.states if state.stage is UploadStage.SENDING]
    assert sending[-1].pace.share == 1.0
    assert sending[-1].pace.done > len(CSV)
    assert [file.rows for file in sending[0].checked] == [2]
    validating = [state for state in seen.states if state.stage is UploadStage.VALIDATING]
    assert {state.dataset_id for state in validating} == {dataset.id}
    assert validating[-1].next_s is not None
    last = seen.states[-1]
    assert (last.stage, last.dataset, last.next_s) == (UploadStage.DONE, dataset, None)


@pytest.mark.parametrize(("kind", "form"), GOOD)
async def test_what_is_found_good_here_is_good_there(
    service: DatasetService, tmp_path: Path, kind: str, form: str
) -> None:
    path = tmp_path / f"data.{form}"
    put(path, GOOD[kind, form])
    dataset = await service.upload(new(kind), path)
    assert not dataset.validation_error
    assert dataset.status in ("validated", "skipped")


async def test_evaluation_data_goes_along(
    bench: Bench, service: DatasetService, tmp_path: Path
) -> None:
    kind = "chat-finetune-input"
    train, evaluate = tmp_path / "train.jsonl", tmp_path / "eval.jsonl"
    put(train, GOOD[kind, "jsonl"])
    put(evaluate, GOOD[kind, "jsonl"].splitlines(keepends=True)[0])
    seen = Seen()
    dataset = await service.upload(new(kind), train, evaluate, seen)
    assert dataset.metrics is not None
    assert dataset.metrics.finetune_dataset_metrics is not None
    assert dataset.metrics.finetune_dataset_metrics.eval_examples == 1
    assert [file.path for file in seen.states[-1].checked] == [train, evaluate]
    sizes = train.stat().st_size + evaluate.stat().st_size
    assert seen.states[0].pace.total == sizes


async def test_a_file_that_breaks_the_rules_is_not_sent(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    put(data, b"text,lang\nCobh,en\n,en\nKilmore\n")
    seen = Seen()
    with pytest.raises(FileRefused) as caught:
        await service.upload(new(), data, show=seen)
    assert "harbours.csv breaks the rules of embed-input in 2 places" in str(caught.value)
    assert "line 3: 'text' is empty" in str(caught.value)
    assert [fault.line for fault in caught.value.faults] == [3, 4]
    assert seen.stages == [UploadStage.CHECKING]
    assert bench.sandbox.requests == []


async def test_skipped_rows_are_known_before_and_after(service: DatasetService, data: Path) -> None:
    put(data, b"text,lang\nCobh,en\n,en\n")
    seen = Seen()
    dataset = await service.upload(new(skip_malformed_input=True), data, show=seen)
    assert dataset.usable
    assert dataset.rows == 1
    assert len(dataset.validation_warnings) == 1
    (file,) = seen.states[-1].checked
    assert (file.rows, file.broken, file.warnings[0].line) == (1, 1, 3)


async def test_a_dataset_that_the_platform_finds_wrong_is_no_error_of_ours(
    service: DatasetService, tmp_path: Path
) -> None:
    path = tmp_path / "halves.jsonl"
    put(path, b'{"text": "half a character: \\ud800"}\n')
    seen = Seen()
    dataset = await service.upload(new(), path, show=seen)
    assert dataset.failed
    assert "line 1" in dataset.validation_error
    assert seen.states[-1].stage is UploadStage.DONE


async def test_both_files_together_are_not_too_large(
    bench: Bench, service: DatasetService, tmp_path: Path
) -> None:
    half = tmp_path / "half.jsonl"
    with half.open("wb") as file:
        file.truncate(LARGEST_BYTES // 2 + 1)
    with pytest.raises(FileRefused, match="bytes in all"):
        await service.upload(new(), half, half)
    assert bench.sandbox.requests == []


async def test_a_file_that_is_not_there(bench: Bench, service: DatasetService, data: Path) -> None:
    for pair in ((data / "x.csv", None), (data, data / "x.csv")):
        with pytest.raises(FileUnusable):
            await service.upload(new(), *pair)
    assert bench.sandbox.requests == []


@pytest.mark.parametrize("what", ["changed", "deleted", "replaced"])
async def test_a_file_that_is_not_the_one_that_was_checked_is_not_sent(
    bench: Bench, service: DatasetService, data: Path, what: str
) -> None:
    def show(state: Upload) -> None:
        if state.pace.done == len(CSV) and data.exists():
            if what == "changed":
                put(data, CSV + b"more\n")
            else:
                data.rename(data.with_suffix(".old"))
            if what == "replaced":
                put(data, CSV)

    with pytest.raises(FileUnusable, match=r"was changed|No such file"):
        await service.upload(new(), data, show=show)
    assert bench.sandbox.requests == []


async def test_what_was_checked_before_is_not_checked_again(
    service: DatasetService, data: Path
) -> None:
    checked = await check(new(), data)
    seen = Seen()
    await service.upload(new(), data, show=seen, checked=[checked])
    assert seen.states[-1].checked[0] is checked
    put(data, CSV + b"Dunmore East,en\n")
    await service.upload(new(), data, show=seen, checked=[checked])
    assert seen.states[-1].checked[0].rows == 3


@pytest.mark.parametrize("stage", STAGES[:3])
async def test_it_can_be_stopped_at_any_step(bench: Bench, data: Path, stage: UploadStage) -> None:
    async def for_ever(seconds: float) -> None:
        await asyncio.Event().wait()

    seen = Seen()

    def show(state: Upload) -> None:
        seen(state)
        if state.stage is stage and (state.pace.done or stage is UploadStage.VALIDATING):
            task.cancel()

    put(data, b"text,lang\n" + b"Cobh,en\n" * 300_000)
    service = DatasetService(bench.client, pause=for_ever)
    task = asyncio.create_task(service.upload(new(), data, show=show))
    with pytest.raises(asyncio.CancelledError):
        await task
    created = [one.id for one in await service.list().all()]
    assert created == ([seen.states[-1].dataset_id] if stage is UploadStage.VALIDATING else [])


async def test_it_can_be_stopped_while_it_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    put(path, b"text\n" + (b"a harbour on the south coast " * 40 + b"\n") * 10_000)
    seen = Seen()
    async with Wire(then_silence()) as wire:
        client = Client(Endpoint(wire.url, "a-key"), RequestLog())
        upload = DatasetService(client).upload(new(), path, show=seen)
        task = asyncio.create_task(upload)
        await until(lambda: UploadStage.SENDING in seen.stages and seen.states[-1].pace.done)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: wire.left == wire.connections == 1)
        await client.aclose()


async def test_a_creation_is_not_repeated(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    fault = Fault("/v1/datasets", kind="drop", method="POST")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    with pytest.raises(Disconnected) as caught:
        await service.upload(new(), data)
    assert caught.value.sent
    assert len(bench.sandbox.requests) == 1


async def test_a_refusal_of_the_upload(bench: Bench, service: DatasetService, data: Path) -> None:
    fault = Fault("/v1/datasets", 400, "capacity used up", method="POST")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    with pytest.raises(BadRequest, match="capacity used up"):
        await service.upload(new(), data)


async def test_trouble_while_validating_passes(bench: Bench, data: Path) -> None:
    fault = Fault("/v1/datasets/*", 503, "later", method="GET", skip=1, times=4)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    pause = Pauses(bench.sandbox)
    client = Client(bench.client.endpoint, RequestLog(), pause=pause)
    seen = Seen()
    assert (await DatasetService(client, pause=pause).upload(new(), data, show=seen)).usable
    troubles = [state.trouble for state in seen.states if state.trouble is not None]
    assert [str(trouble) for trouble in troubles] == ["503: later"]
    assert seen.states[-1].trouble is None
    await client.aclose()


async def test_a_dataset_that_is_deleted_while_it_is_watched(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    fault = Fault("/v1/datasets/*", 404, "gone", method="GET", skip=1)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    seen = Seen()
    with pytest.raises(NotFound, match="gone"):
        await service.upload(new(), data, show=seen)
    assert seen.states[-1].dataset_id


async def test_watching_ends_when_validation_does(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    dataset_id = await service.create(new(), data)
    async with aclosing(service.watch(dataset_id)) as looks:
        statuses = [look.value.status async for look in looks]
    assert statuses[-1] == "validated"
    assert set(statuses[:-1]) <= {"unknown", "queued", "processing"}
    assert len(statuses) > 1


async def test_files_are_created_as_they_are(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    put(data, b"nothing of use")
    told: list[Sent] = []
    dataset_id = await service.create(new(), data, show=told.append)
    assert dataset_id.startswith("harbours-")
    assert told[0].bytes == 0
    assert told[-1].bytes == told[-1].total


async def test_an_answer_without_an_id(data: Path) -> None:
    async with Wire(answer(200, {"ids": []})) as wire:
        client = Client(Endpoint(wire.url, "a-key"), RequestLog())
        with pytest.raises(AnswerUnreadable) as caught:
            await DatasetService(client).create(new(), data)
        assert "may have acted all the same" in caught.value.told
        await client.aclose()


@pytest.mark.parametrize("body", [{}, {"dataset": None}, {"dataset": [1]}, []])
async def test_an_answer_without_a_dataset(body: object) -> None:
    async with Wire(answer(200, body)) as wire:
        client = Client(Endpoint(wire.url, "a-key"), RequestLog())
        with pytest.raises(AnswerUnreadable):
            await DatasetService(client).get("harbours-7x2k9a")
        await client.aclose()


async def test_lists_by_page_newest_first(
    service: DatasetService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await service.list().all() == ()
    monkeypatch.setattr(datasets, "_PAGE_SIZE", 2)
    made = await uploaded(service, data, "a", "b", "c", "d", "e")
    pages = service.list()
    assert [one.name for one in await anext(pages)] == ["e", "d"]
    assert str(pages.count) == "first 2, more below"
    await service.delete(made[-1].id)
    assert [one.name for one in await pages.all()] == ["c", "b", "a"]
    assert str(pages.count) == "5"


async def test_lists_of_some(bench: Bench, service: DatasetService, data: Path) -> None:
    (first,) = await uploaded(service, data, "first")
    assert first.created_at is not None
    bench.sandbox.clock.advance(1000)
    waiting = await service.create(new().model_copy(update={"name": "second"}), data)
    between = first.created_at + timedelta(seconds=500)

    async def found(wanted: DatasetFilter) -> list[str]:
        return [one.id for one in await service.list(wanted).all()]

    assert await found(DatasetFilter(validation_status="validated")) == [first.id]
    assert await found(DatasetFilter(before=between)) == [first.id]
    assert await found(DatasetFilter(after=between)) == [waiting]
    assert await found(DatasetFilter(dataset_type="embed-result")) == []
    assert await found(DatasetFilter(dataset_type="embed-input")) == [waiting, first.id]


async def test_usage_and_deletion(service: DatasetService, data: Path) -> None:
    assert (await service.usage()).organization_usage == 0
    (dataset,) = await uploaded(service, data, "a")
    used = (await service.usage()).organization_usage
    assert used is not None
    assert used > 0
    assert await service.get(dataset.id) == dataset
    await service.delete(dataset.id)
    with pytest.raises(NotFound):
        await service.get(dataset.id)
    with pytest.raises(NotFound):
        await service.delete(dataset.id)
    assert (await service.usage()).organization_usage == 0


@pytest.mark.parametrize("name", ["usage", "", "..", "a//b"])
async def test_ids_that_no_dataset_has(bench: Bench, service: DatasetService, name: str) -> None:
    with pytest.raises(RequestInvalid):
        await service.get(name)
    with pytest.raises(RequestInvalid):
        await service.delete(name)
    assert bench.sandbox.requests == []


@pytest.fixture
async def read_only(bench: Bench) -> AsyncGenerator[DatasetService, None]:
    endpoint = replace(bench.client.endpoint, read_only=True)
    client = Client(endpoint, RequestLog())
    yield DatasetService(client)
    await client.aclose()


async def test_a_read_only_profile_only_reads(
    bench: Bench, read_only: DatasetService, data: Path
) -> None:
    with pytest.raises(ReadOnly):
        await read_only.upload(new(), data)
    with pytest.raises(ReadOnly):
        await read_only.delete("harbours-7x2k9a")
    assert bench.sandbox.requests == []
    assert await read_only.list().all() == ()


@needs_description
async def test_what_is_asked_is_as_described(
    bench: Bench, service: DatasetService, data: Path
) -> None:
    now = datetime.now(UTC)
    wanted = DatasetFilter(
        dataset_type="embed-input", validation_status="validated", before=now, after=now
    )
    await service.list().all()
    await service.list(wanted).all()
    await service.usage()
    made = new(
        keep_fields=["lang"],
        optional_fields=["a", "b"],
        keep_original_file=True,
        skip_malformed_input=False,
    )
    dataset = await service.upload(made, data)
    await service.delete(dataset.id)
    asked = [(one.method, one.path.partition(dataset.id)[0]) for one in bench.sandbox.requests]
    assert {("GET", "/v1/datasets"), ("POST", "/v1/datasets"), ("DELETE", "/v1/datasets/")} <= {
        *asked
    }
    for received in bench.sandbox.requests:
        if received.method == "POST":
            assert received.headers["content-type"].startswith("multipart/form-data")
            assert received.query["skip_malformed_input"] == ["false"]
            assert received.query["optional_fields"] == ["a", "b"]
        else:
            judge_request(received)


async def test_the_preview_of_rows(service: DatasetService, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    put(path, jsonl({"text": f"t{number}"} for number in range(50)))
    (dataset,) = await uploaded(service, path, "many")
    assert await service.rows(dataset.id, 3) == ({"text": "t0"}, {"text": "t1"}, {"text": "t2"})
    assert len(await service.rows(dataset.id, 99)) == 50
    assert await service.rows(dataset.id, 0) == ()
    assert json.dumps(await service.rows(dataset.id, 1)) == '[{"text": "t0"}]'
