"""Datasets come back as one file; links expire, hosts are strange, and the key stays here."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import AnswerUnreadable, Disconnected, FileUnusable, LinkExpired, NotFound
from cohere_tui.sandbox.datasets import parts as sandbox_parts
from cohere_tui.services import downloading
from cohere_tui.services.datasets import DatasetService
from cohere_tui.state.downloading import Download, DownloadStage
from tests.client.wire import Line, Wire, answer, head, raw, then_silence
from tests.services.files.made import jsonl, new
from tests.services.jobs import Pauses
from tests.services.parts import EXPECTED, REAL, part, read_avro, read_csv, read_jsonl, texts
from tests.until import until
from tests.whole.files import file_size_limit, names, put

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.services.converting import Format
    from tests.client.wire import Reply
    from tests.services.conftest import Bench

KEY = "co-secret-9f8e7d6c5b4a3210"
ROWS = 250
OTHER_HOST = "127.0.0.2"


class Seen:
    """The states of a download in the order they were shown."""

    def __init__(self) -> None:
        self.states: list[Download] = []

    def __call__(self, state: Download) -> None:
        self.states.append(state)


@pytest.fixture
def service(bench: Bench) -> DatasetService:
    return DatasetService(bench.client, pause=Pauses(bench.sandbox))


@pytest.fixture
async def dataset_id(
    service: DatasetService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A dataset of three parts."""
    monkeypatch.setattr(sandbox_parts, "PART_ROWS", 100)
    path = tmp_path / "data.jsonl"
    put(path, jsonl(texts(ROWS)))
    dataset = await service.upload(new(), path)
    path.unlink()
    assert len(dataset.parts) == 3
    return dataset.id


@pytest.mark.parametrize("form", ["jsonl", "csv", "avro"])
async def test_all_parts_become_one_file(
    service: DatasetService, dataset_id: str, tmp_path: Path, form: Format
) -> None:
    out = tmp_path / "out"
    seen = Seen()
    assert await service.download(dataset_id, out, form, seen) == ROWS
    assert names(tmp_path) == ["out"]
    readers = {"jsonl": read_jsonl, "avro": read_avro, "csv": read_csv}
    rows = readers[form](out)
    assert (rows[1:] if form == "csv" else rows) == (
        [[row["text"]] for row in texts(ROWS)] if form == "csv" else texts(ROWS)
    )
    stages = list(dict.fromkeys(state.stage for state in seen.states))
    assert stages == list(DownloadStage)
    received = [state for state in seen.states if state.stage is DownloadStage.RECEIVING]
    assert [state.part for state in received] == sorted(state.part for state in received)
    assert (received[-1].part, received[-1].parts) == (3, 3)
    assert received[-1].pace.share == 1.0
    last = seen.states[-1]
    assert (last.rows, last.pace.share) == (ROWS, 1.0)


async def test_links_that_expire_on_the_way_are_renewed(
    bench: Bench, service: DatasetService, dataset_id: str, tmp_path: Path
) -> None:
    def show(state: Download) -> None:
        if state.stage is DownloadStage.RECEIVING and state.pace.done == 0 and state.part:
            bench.sandbox.clock.advance(3601)
        if state.part == 3 and state.stage is DownloadStage.RECEIVING:
            bench.sandbox.clock.advance(3601)

    asked = len(bench.sandbox.requests)
    assert await service.download(dataset_id, tmp_path / "out", "jsonl", show) == ROWS
    assert read_jsonl(tmp_path / "out") == texts(ROWS)
    paths = [one.path for one in bench.sandbox.requests[asked:]]
    assert paths.count(f"/v1/datasets/{dataset_id}") > 1


async def test_what_is_there_is_not_replaced_unless_told(
    bench: Bench, service: DatasetService, dataset_id: str, tmp_path: Path
) -> None:
    put(tmp_path / "out", b"older")
    asked = len(bench.sandbox.requests)
    with pytest.raises(FileUnusable, match="is there already"):
        await service.download(dataset_id, tmp_path / "out", "jsonl")
    assert len(bench.sandbox.requests) == asked
    assert await service.download(dataset_id, tmp_path / "out", "jsonl", replace=True) == ROWS
    assert read_jsonl(tmp_path / "out") == texts(ROWS)


async def test_nothing_to_download_yet(
    bench: Bench, service: DatasetService, tmp_path: Path
) -> None:
    path = tmp_path / "data.csv"
    put(path, b"text\na\n")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, speed=0)
    waiting = await service.create(new(), path)
    with pytest.raises(FileUnusable, match="can be downloaded"):
        await service.download(waiting, tmp_path / "out", "jsonl")
    with pytest.raises(FileUnusable, match="can be downloaded"):
        await service.rows(waiting)
    with pytest.raises(NotFound):
        await service.download("nowhere-123456", tmp_path / "out", "jsonl")
    assert names(tmp_path) == ["data.csv"]


@pytest.mark.parametrize("place", ["nowhere/out", "data.csv/out"])
async def test_places_where_nothing_can_be_written(
    service: DatasetService, dataset_id: str, tmp_path: Path, place: str
) -> None:
    put(tmp_path / "data.csv", b"")
    with pytest.raises(FileUnusable, match="cannot be written"):
        await service.download(dataset_id, tmp_path / place, "jsonl")


async def test_a_disk_that_fills_while_parts_come_leaves_nothing(
    service: DatasetService, dataset_id: str, tmp_path: Path
) -> None:
    with file_size_limit(256), pytest.raises(FileUnusable, match="cannot be written") as caught:
        await service.download(dataset_id, tmp_path / "out", "jsonl")
    assert caught.value.told.endswith("Nothing of it was left.")
    assert names(tmp_path) == []


@pytest.mark.parametrize("stage", [DownloadStage.RECEIVING, DownloadStage.WRITING])
async def test_stopped_it_leaves_no_half_file(
    service: DatasetService, dataset_id: str, tmp_path: Path, stage: DownloadStage
) -> None:
    def show(state: Download) -> None:
        if state.stage is stage:
            task.cancel()

    task = asyncio.create_task(service.download(dataset_id, tmp_path / "out", "jsonl", show))
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: set(names(tmp_path)) <= {"out"})  # it may have been done by then
    if names(tmp_path):
        assert stage is DownloadStage.WRITING
        assert read_jsonl(tmp_path / "out") == texts(ROWS)


class Store:
    """An API and an object store on another host; what each was sent is known."""

    def __init__(self, *replies: Reply) -> None:
        self.store = Wire(*replies, host=OTHER_HOST)
        self.api = Wire(self.reply)
        self.parts = 1

    async def reply(self, line: Line) -> None:
        number = len(self.api.requests)
        links = [f"{self.store.url}/part{n}?sig={number}" for n in range(self.parts)]
        parts = [{"id": f"p{n}", "name": f"p{n}", "url": url} for n, url in enumerate(links)]
        await answer(200, {"dataset": {"id": "a", "dataset_parts": parts}})(line)

    async def __aenter__(self) -> DatasetService:
        await self.api.__aenter__()
        await self.store.__aenter__()
        self.log = RequestLog()
        self._client = Client(Endpoint(self.api.url, KEY), self.log, pause=_at_once)
        return DatasetService(self._client)

    async def __aexit__(self, *trouble: Any) -> None:
        await self._client.aclose()
        await self.store.__aexit__(None, None, None)
        await self.api.__aexit__(None, None, None)


async def _at_once(seconds: float) -> None:
    return None


GONE = answer(403, b"<Error><Code>AccessDenied</Code></Error>", {"content-type": "application/xml"})


async def test_the_key_never_goes_to_the_host_of_a_link(tmp_path: Path) -> None:
    store = Store(GONE, answer(200, REAL.read_bytes()))
    async with store as service:
        assert await service.download("a", tmp_path / "out", "jsonl") == 2
        assert len(await service.rows("a")) == 2
    assert read_jsonl(tmp_path / "out") == EXPECTED
    assert all(one.headers["authorization"] == f"Bearer {KEY}" for one in store.api.requests)
    assert [one.target for one in store.store.requests] == [
        "/part0?sig=1",
        "/part0?sig=2",
        "/part0?sig=3",
    ]
    for request in store.store.requests:
        assert "authorization" not in request.headers
        assert KEY not in json.dumps([request.target, dict(request.headers)])
        assert request.body == b""


async def test_a_link_is_renewed_once(tmp_path: Path) -> None:
    store = Store(GONE)
    async with store as service:
        with pytest.raises(LinkExpired) as caught:
            await service.download("a", tmp_path / "out", "jsonl")
    assert len(store.store.requests) == 2
    assert "sig=" not in str(caught.value)
    assert names(tmp_path) == []


async def test_a_dataset_that_is_another_by_then_is_not_mixed(tmp_path: Path) -> None:
    store = Store(answer(200, REAL.read_bytes()), GONE, answer(200, REAL.read_bytes()))
    store.parts = 2

    def show(state: Download) -> None:
        if state.part == 2:
            store.parts = 3

    async with store as service:
        with pytest.raises(LinkExpired):
            await service.download("a", tmp_path / "out", "jsonl", show)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (answer(200, b"<html>oops</html>"), FileUnusable),
        (answer(200, REAL.read_bytes()[:-20]), FileUnusable),
        (answer(200, b""), FileUnusable),
        (answer(200, b"<html>", {"content-type": "text/html"}), AnswerUnreadable),
        (raw(head(200, {"content-length": "500"}) + REAL.read_bytes()[:100]), Disconnected),
        (answer(302, b"", {"location": "http://example.invalid/x"}), AnswerUnreadable),
    ],
)
async def test_parts_that_are_none_leave_nothing(
    tmp_path: Path, reply: Reply, trouble: type[Exception]
) -> None:
    async with Store(reply) as service:
        with pytest.raises(trouble):
            await service.download("a", tmp_path / "out", "jsonl")
        with pytest.raises(trouble):
            await service.rows("a")
    assert names(tmp_path) == []


LONG = [{"text": f"{number} " + "tide " * 100} for number in range(6000)]


@pytest.fixture
def long_part(tmp_path: Path) -> bytes:
    return part(tmp_path / "long.avro", LONG).read_bytes()


async def test_a_preview_fetches_no_more_than_it_needs(
    long_part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "_GLANCE", 50_000)
    half = head(200, {"content-length": str(len(long_part))}) + long_part[: 2**20 + 100_000]
    store = Store(then_silence(half))
    async with store as service:
        rows = await service.rows("a", 20)
        await until(lambda: store.store.left == 1)
    assert list(rows) == LONG[:20]
    assert [one.error for one in store.log] == ["", "stopped: no more was needed for a preview"]


async def test_a_preview_goes_back_for_more(
    long_part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "_GLANCE", 100)
    store = Store(answer(200, long_part))
    async with store as service:
        assert list(await service.rows("a", 5500)) == LONG[:5500]
        assert len(store.store.requests) > 1
        assert len(await service.rows("a", 10**6)) == 6000
