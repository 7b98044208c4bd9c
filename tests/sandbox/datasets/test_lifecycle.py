"""A dataset's way by the clock, its list, its end, and what outlives a restart."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from tests.sandbox.datasets.uploading import TEXTS, fetch, finished, rows, seen, upload
from tests.until import until, until_answered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

DAY = 24 * 3600


@asynccontextmanager
async def kept(state: Path) -> AsyncIterator[tuple[Sandbox, httpx.AsyncClient]]:
    """A sandbox on that folder, and a caller."""
    key = {"authorization": "Bearer a-key"}
    async with (
        Sandbox(replace(FAIR, speed=0), state=state) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=key, trust_env=False) as caller,
    ):
        yield sandbox, caller


def left(folder: Path, *patterns: str) -> list[str]:
    """The names of the files there that look like that."""
    return [path.name for pattern in patterns for path in folder.rglob(pattern)]


async def listed(caller: httpx.AsyncClient, **query: Any) -> list[str]:
    """The ids of a list."""
    answer = await caller.get("/v1/datasets", params=query)
    assert answer.status_code == 200, answer.text
    return [dataset["id"] for dataset in answer.json().get("datasets", [])]


@pytest.mark.parametrize(
    ("content", "end"), [(TEXTS, "validated"), (b"a\n1\n", "failed")], ids=["good", "bad"]
)
async def test_queued_processing_and_the_end(
    sandbox: Sandbox, caller: httpx.AsyncClient, content: bytes, end: str
) -> None:
    found = await upload(caller, content)
    await sandbox.rest()
    states = []
    for _ in range(4):
        dataset = await seen(caller, found)
        states.append(dataset["validation_status"])
        assert ("dataset_parts" in dataset) == (states[-1] == end)
        sandbox.clock.advance(1)
    assert states == ["queued", "processing", "processing", end]
    dataset = await seen(caller, found)
    times = [datetime.fromisoformat(dataset[name]) for name in ("created_at", "updated_at")]
    assert (times[1] - times[0]).total_seconds() == pytest.approx(3, abs=0.001)


async def test_it_goes_on_by_itself(caller: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.knobs = replace(FAIR, speed=1000)
    found = await upload(caller)

    async def over() -> bool:
        state: str = (await seen(caller, found))["validation_status"]
        return state == "validated"

    await until_answered(over, "never validated")


async def test_nobody_knows_the_state_of_what_cannot_be_read(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        sandbox._stage.world.closing.set()  # nothing is worked on
        found = await upload(caller)
        await sandbox.rest()
    (tmp_path / "files" / "datasets" / found / "data.csv").unlink()
    async with kept(tmp_path) as (sandbox, caller):
        await seen(caller, found)
        await sandbox.rest()
        sandbox.clock.advance(10)
        dataset = await seen(caller, found)
        assert dataset["validation_status"] == "unknown"
        assert "No such file" in dataset["validation_error"]


async def test_a_list_is_newest_first_in_pages(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    assert (await caller.get("/v1/datasets")).json() == {}
    ids: list[str] = []
    for number in range(5):
        ids.insert(0, await upload(caller, name=f"n{number}"))
        sandbox.clock.advance(number)  # the first two are of one moment
    assert await listed(caller) == ids
    assert await listed(caller, limit=2) == ids[:2]
    assert await listed(caller, limit="2.0", offset="2.0") == ids[2:4]
    assert await listed(caller, limit=2, offset=4) == ids[4:]
    assert await listed(caller, offset=5) == []
    assert await listed(caller, limit=0) == []


async def test_a_list_is_filtered(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    start = datetime.fromtimestamp(sandbox.clock.now(), UTC)
    old = await upload(caller, type="batch-chat-v2-input")
    await sandbox.rest()
    sandbox.clock.advance(60)
    middle = datetime.fromtimestamp(sandbox.clock.now() - 30, UTC)
    new = await upload(caller)
    await sandbox.rest()
    assert await listed(caller, datasetType="embed-input") == [new]
    assert await listed(caller, datasetType="nobody") == []
    assert await listed(caller, validationStatus="failed") == [old]
    assert await listed(caller, validationStatus="queued") == [new]
    text = middle.isoformat()
    assert await listed(caller, after=text) == [new]
    assert await listed(caller, before=text.replace("+00:00", "Z")) == [old]
    assert await listed(caller, before=start.isoformat()) == []
    told = (await seen(caller, new))["created_at"]
    assert await listed(caller, after=told) == []
    assert await listed(caller, before=told) == [old]
    plus = await caller.get(f"/v1/datasets?after={text}")  # its plus arrives as a space
    assert [one["id"] for one in plus.json()["datasets"]] == [new]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("before=yesterday", 400),
        ("after=2026-13-01T00:00:00Z", 400),
        ("limit=-1", 400),
        ("limit=x", 400),
        ("offset=inf", 400),
        ("offset=nan", 400),
        ("validationStatus=done", 422),
    ],
)
async def test_lists_that_make_no_sense(caller: httpx.AsyncClient, query: str, status: int) -> None:
    answer = await caller.get(f"/v1/datasets?{query}")
    assert answer.status_code == status
    assert query.partition("=")[0] in answer.json()["message"]


async def test_ids_that_there_are_not(caller: httpx.AsyncClient) -> None:
    for method in ("GET", "DELETE"):
        answer = await caller.request(method, "/v1/datasets/harbours-7x2k9a")
        assert answer.status_code == 404
        assert answer.json()["message"] == "dataset with id harbours-7x2k9a not found"


async def test_what_is_deleted_is_gone(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        dataset = await finished(sandbox, caller, keep_original_file=True)
        answer = await caller.delete(f"/v1/datasets/{dataset['id']}")
        assert answer.json() == {}
        await sandbox.rest()
        assert await listed(caller) == []
        assert (await caller.get("/v1/datasets/usage")).json() == {"organization_usage": 0}
        assert left(tmp_path, "*.avro.*", "*.csv") == []
        assert (await fetch(dataset["dataset_parts"][0]["url"])).status_code == 404


async def test_what_is_being_validated_can_be_deleted(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        found = await upload(caller, b"text\n" + b"a harbour\n" * 300_000)
        await until(lambda: left(tmp_path, "*.avro.0"), "the validation never began")
        await caller.delete(f"/v1/datasets/{found}")
        await sandbox.rest()
        assert not any((tmp_path / "files" / "datasets").iterdir())
        assert await listed(caller) == []


async def test_datasets_are_kept_for_thirty_days(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        dataset = await finished(sandbox, caller)
        sandbox.clock.advance(30 * DAY - 60)
        assert await listed(caller) == [dataset["id"]]
        sandbox.clock.advance(60)
        assert (await caller.get(f"/v1/datasets/{dataset['id']}")).status_code == 404
        assert await listed(caller) == []
        await sandbox.rest()
        assert left(tmp_path, "*.avro.*") == []


async def test_only_what_was_asked_for_is_kept(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        dataset = await finished(sandbox, caller)
        assert "original_url" not in dataset["dataset_parts"][0]
        assert left(tmp_path, "data.csv") == []


async def test_everything_outlives_a_restart(tmp_path: Path) -> None:
    async with kept(tmp_path) as (sandbox, caller):
        before = await finished(sandbox, caller, keep_fields="lang", keep_original_file=True)
    async with kept(tmp_path) as (sandbox, caller):
        after = await seen(caller, before["id"])
        parts = after.pop("dataset_parts"), before.pop("dataset_parts")
        assert after == before
        assert await rows({"dataset_parts": parts[0]}) == [
            {"text": "Cobh", "lang": "en"},
            {"text": "Kinsale", "lang": "ga"},
        ]
        # A link lives on: only the port has changed.
        old = parts[1][0]["original_url"].replace(parts[1][0]["url"].split("/")[2], "x")
        url = old.replace("http://x", sandbox.url)
        assert (await fetch(url)).content == TEXTS
        assert await upload(caller) != before["id"]


async def test_an_interrupted_validation_is_done_again(tmp_path: Path) -> None:
    content = b"text\n" + b"a harbour\n" * 150_000
    async with kept(tmp_path) as (sandbox, caller):
        found = await upload(caller, content)
        await until(lambda: left(tmp_path, "*.avro.0"), "the validation never began")
    async with kept(tmp_path) as (sandbox, caller):
        # Its time goes on while there is no sandbox, as little of it as that may be.
        assert (await seen(caller, found))["validation_status"] in ("queued", "processing")
        await sandbox.rest()
        sandbox.clock.advance(10)
        dataset = await seen(caller, found)
        assert dataset["validation_status"] == "validated"
        assert [part["num_rows"] for part in dataset["dataset_parts"]] == [100_000, 50_000]


async def test_a_reset_forgets_them(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    first = await upload(caller)
    await sandbox.reset()
    assert await listed(caller) == []
    assert await upload(caller) == first
