"""POST /v1/datasets: what is asked, what is refused, and what stays behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.knobs import FAIR, Fault, FaultKind
from cohere_tui.sandbox.server import Sandbox
from tests.sandbox.datasets.uploading import TEXTS, finished, jsonl, rows, send, upload
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_id_begins_like_the_name(caller: httpx.AsyncClient) -> None:
    found = await upload(caller, name="Irish Harbours")
    assert found.startswith("irish-harbours-")
    assert len(found) == len("irish-harbours-") + 6


async def test_ids_follow_from_the_seed() -> None:
    ids = []
    for seed in (1, 1, 2):
        async with (
            Sandbox(seed=seed) as sandbox,
            httpx.AsyncClient(
                base_url=sandbox.url, headers={"authorization": "Bearer k"}, trust_env=False
            ) as caller,
        ):
            ids.append(await upload(caller))
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"name": ""}, "name is required"),
        ({"name": " "}, "name is required"),
        ({"name": "n" * 50}, "fewer than 50 characters"),
        ({"type": ""}, "type is required"),
        ({"type": "embed"}, "type must be one of embed-input, "),
        ({"type": "embed-result"}, "are computed and cannot be uploaded"),
        ({"csv_delimiter": ";;"}, "csv_delimiter must be one character"),
        ({"csv_delimiter": '"'}, "csv_delimiter cannot be a quote"),
        ({"csv_delimiter": "\n"}, "csv_delimiter cannot be a quote"),
    ],
)
async def test_what_makes_no_sense_is_400(
    caller: httpx.AsyncClient, query: dict[str, Any], words: str
) -> None:
    answer = await send(caller, **query)
    assert answer.status_code == 400
    assert words in answer.json()["message"]
    assert (await caller.get("/v1/datasets")).json() == {}


async def test_a_name_of_49_characters_is_fine(caller: httpx.AsyncClient) -> None:
    assert (await send(caller, name="n" * 49)).status_code == 200


async def test_what_is_neither_true_nor_false_is_422(caller: httpx.AsyncClient) -> None:
    for name in ("keep_original_file", "skip_malformed_input"):
        query: dict[str, Any] = {name: "perhaps"}
        answer = await send(caller, **query)
        assert answer.status_code == 422
        assert name in answer.json()["message"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("eval_data", ("d.csv", TEXTS))], "'data' is required"),
        ([("data", ("d.csv", TEXTS)), ("file", ("d.csv", TEXTS))], "'file' must be 'data' or"),
        ([("data", ("d.csv", TEXTS)), ("data", ("d.csv", TEXTS))], "'data' is there twice"),
        ([("data", ("d.xlsx", TEXTS))], "must be of type csv, jsonl or txt"),
    ],
)
async def test_parts_that_are_not_what_they_should_be(
    caller: httpx.AsyncClient, files: Any, words: str
) -> None:
    query = {"name": "n", "type": "embed-input"}
    answer = await caller.post("/v1/datasets", params=query, files=files)
    assert answer.status_code == 400
    assert words in answer.json()["message"]


@pytest.mark.parametrize(
    ("media", "body", "words"),
    [
        ("application/json", b"{}", "must be multipart/form-data"),
        ("multipart/form-data", b"", "must be multipart/form-data"),
        ("multipart/form-data; boundary=b", b"nonsense", "cannot be read"),
        ("multipart/form-data; boundary=b", b"", "ends too early"),
        (f"multipart/form-data; boundary={'b' * 300}", b"", "cannot be read"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\ncontent-disposition: form-data; name="data"; filename="a.csv"\r\n\r\ntext\r\n',
            "ends too early",
        ),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n", "must be 'data'"),
    ],
)
async def test_bodies_that_are_no_upload(
    caller: httpx.AsyncClient, sandbox: Sandbox, media: str, body: bytes, words: str
) -> None:
    answer = await caller.post(
        "/v1/datasets?name=n&type=embed-input", content=body, headers={"content-type": media}
    )
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["message"]
    assert (await caller.get("/v1/datasets/usage")).json() == {"organization_usage": 0}


@pytest.mark.parametrize(
    ("file", "media", "form"),
    [
        ("DATA.CSV", "application/octet-stream", "csv"),
        ("data", "text/csv; charset=utf-8", "csv"),
        ("data.bin", "application/x-ndjson", "jsonl"),
        ("data.ndjson", "", "jsonl"),
        ("data", "text/plain", "txt"),
    ],
)
async def test_extension_or_media_type_say_what_it_is(
    sandbox: Sandbox, caller: httpx.AsyncClient, file: str, media: str, form: str
) -> None:
    content = {"csv": b"text\nCobh\n", "jsonl": jsonl({"text": "Cobh"}), "txt": b"Cobh\n"}[form]
    query = {"name": "n", "type": "embed-input"}
    answer = await caller.post("/v1/datasets", params=query, files={"data": (file, content, media)})
    await sandbox.rest()
    sandbox.clock.advance(10)
    dataset = (await caller.get(f"/v1/datasets/{answer.json()['id']}")).json()["dataset"]
    assert await rows(dataset) == [{"text": "Cobh"}]


async def test_fields_are_repeated_keys(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(
        sandbox,
        caller,
        b"text;a;b;c\n1;2;3;4\n",
        keep_fields=["a", "b"],
        optional_fields=["c", "d"],
        csv_delimiter=";",
    )
    assert dataset["preserve_fields"] == ["a", "b", "c", "d"]
    assert await rows(dataset) == [{"text": "1", "a": "2", "b": "3", "c": "4", "d": None}]


async def test_no_more_than_a_dataset_may_have(caller: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.knobs = replace(sandbox.knobs, dataset_bytes=len(TEXTS))
    assert (await send(caller)).status_code == 200
    answer = await send(caller, TEXTS + b"x")
    assert answer.status_code == 400
    assert "larger than a dataset may be" in answer.json()["message"]
    assert (await caller.get("/v1/datasets/usage")).json() == {"organization_usage": len(TEXTS)}


async def test_no_more_than_the_organization_may_have(
    caller: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    sandbox.knobs = replace(sandbox.knobs, organization_bytes=2 * len(TEXTS) + 1)
    first = await upload(caller)
    await upload(caller)
    answer = await send(caller)
    assert answer.status_code == 400
    assert "used up its capacity" in answer.json()["message"]
    await caller.delete(f"/v1/datasets/{first}")
    assert (await send(caller)).status_code == 200


async def test_a_length_that_is_too_much_is_refused_before_it_came(
    caller: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    sandbox.knobs = replace(sandbox.knobs, dataset_bytes=10)
    answer = await send(caller, b"x" * 1_000_000)
    assert answer.status_code == 400
    assert "larger than a dataset may be" in answer.json()["message"]


async def test_both_files_count(caller: httpx.AsyncClient) -> None:
    await upload(caller, evaluation=b"text\nx\n")
    assert (await caller.get("/v1/datasets/usage")).json() == {"organization_usage": len(TEXTS) + 7}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"headers": {"authorization": "Bearer invalid"}}, 401),
        ({"params": {"name": "n", "type": "nonsense"}}, 400),
        ({}, 503),
    ],
)
async def test_a_refusal_of_a_big_upload_can_be_read(
    caller: httpx.AsyncClient, sandbox: Sandbox, change: dict[str, Any], status: int
) -> None:
    if status == 503:
        sandbox.knobs = replace(FAIR, faults=(Fault("/v1/datasets", 503),))
    query = {"params": {"name": "n", "type": "embed-input"}, **change}
    for _ in range(2):  # the second on the line of the first
        answer = await caller.post(
            "/v1/datasets", files={"data": ("d.csv", b"x" * 8_000_000)}, **query
        )
        assert answer.status_code == status
        assert answer.json()["message"]


async def test_an_upload_closed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    state = tmp_path / "state"
    async with Sandbox(state=state) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"POST /v1/datasets?name=n&type=embed-input HTTP/1.1\r\nhost: x\r\n"
            b"authorization: Bearer k\r\ncontent-length: 1000000\r\n"
            b"content-type: multipart/form-data; boundary=b\r\n\r\n"
            b'--b\r\ncontent-disposition: form-data; name="data"; filename="a.csv"\r\n\r\n'
            + b"x"
            * 100_000
        )
        await writer.drain()
        await until(lambda: any(state.rglob("data.csv")), "the upload never began")
        writer.close()
        await writer.wait_closed()
        await until(lambda: sandbox.requests[-1].over, "the request never ended")
        await sandbox.rest()
        assert sandbox.requests[-1].hung_up
        assert [path for path in state.rglob("*") if path.name.startswith("data.")] == []
        assert not any((state / "drafts").iterdir())
        async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as caller:
            answer = await caller.get("/v1/datasets", headers={"authorization": "Bearer k"})
        assert answer.json() == {}


async def test_many_uploads_at_once(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    contents = [b"text\n" + b"%d\n" % number * 2000 for number in range(4)]
    ids = await asyncio.gather(*(upload(caller, content) for content in contents))
    await sandbox.rest()
    sandbox.clock.advance(10)
    for number, dataset_id in enumerate(ids):
        dataset = (await caller.get(f"/v1/datasets/{dataset_id}")).json()["dataset"]
        assert await rows(dataset) == [{"text": str(number)}] * 2000


@pytest.mark.parametrize("kind", ["stall", "drop"])
@pytest.mark.parametrize("size", [10, 3_000_000])
async def test_bad_weather_for_an_upload_ends_with_its_caller(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: FaultKind, size: int
) -> None:
    sandbox.knobs = replace(FAIR, faults=(Fault("/v1/datasets", kind=kind),))
    sending = asyncio.ensure_future(send(caller, b"x" * size))
    await until(lambda: sandbox.requests, "the request never came")
    if kind == "stall":
        sending.cancel()
    with pytest.raises((httpx.TransportError, asyncio.CancelledError)):
        await sending
    await until(lambda: sandbox.requests[-1].over, "the request never ended")
    assert sandbox.requests[-1].hung_up
