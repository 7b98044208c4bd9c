"""Knobs: every kind of bad weather, as the caller meets it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.gate import Gate
from cohere_tui.sandbox.knobs import FAIR, Fault, Knobs
from tests.sandbox.chat.asking import answer, asked, frames, streamed
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

ECHO = asked("/echo one two three four five")
STREAM = {**ECHO, "stream": True}
UNANSWERED = httpx.Timeout(PATIENCE_S, read=0.05)
"""For a request that gets there, however slow the machine, and is not waited for then."""


async def received(caller: httpx.AsyncClient, body: dict[str, Any]) -> tuple[bytes, bool]:
    """What came of an answer, and whether all of it did."""
    got = b""
    try:
        async with caller.stream("POST", "/v2/chat", json=body) as response:
            async for chunk in response.aiter_raw():
                got += chunk
    except httpx.RemoteProtocolError:
        return got, False
    return got, True


async def test_any_status_on_any_path(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    for status in (400, 402, 403, 404, 408, 422, 429, 498, 499, 500, 501, 503, 504):
        sandbox.knobs = Knobs(faults=(Fault("/v1/models", status, "so be it", error_type="X"),))
        failed = await caller.get("/v1/models")
        assert failed.status_code == status
        assert failed.json() | {"id": ""} == {"id": "", "message": "so be it", "error_type": "X"}
        assert (await caller.post("/v1/check-api-key")).status_code == 200


async def test_a_fault_strikes_so_often_after_so_many(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    sandbox.knobs = Knobs(faults=(Fault("/v1/*", 503, times=2, skip=1),))
    statuses = [(await caller.get("/v1/models")).status_code for _ in range(5)]
    assert statuses == [200, 503, 503, 200, 200]
    sandbox.knobs = replace(sandbox.knobs)
    assert [(await caller.get("/v1/models")).status_code for _ in range(2)] == [200, 503]


async def test_a_fault_can_be_meant_for_a_method(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    sandbox.knobs = Knobs(faults=(Fault(method="POST"),))
    assert (await caller.get("/v1/models")).status_code == 200
    assert (await caller.post("/v2/chat", json=ECHO)).status_code == 500


async def test_faults_come_before_keys(sandbox: Sandbox) -> None:
    sandbox.knobs = Knobs(faults=(Fault(status=503),))
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{sandbox.url}/v1/models")).status_code == 503
        assert (await client.get(f"{sandbox.url}/_sandbox")).status_code == 200


async def test_rate_limits_in_both_flavours(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(faults=(Fault.minute_limit(times=1, wait="3"), Fault.month_limit()))
    minute, month = await caller.get("/v1/models"), await caller.get("/v1/models")
    assert minute.status_code == month.status_code == 429
    assert "per minute" in minute.json()["message"]
    assert minute.headers["retry-after"] == "3"
    assert "1000 API calls / month" in month.json()["message"]
    assert "retry-after" not in month.headers
    assert month.headers["x-trial-endpoint-call-remaining"] == "0"


async def test_trial_headers_count_down(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    assert "x-trial-endpoint-call-limit" not in (await caller.get("/v1/models")).headers
    sandbox.knobs = Knobs(trial_headers=True)
    left = [
        int((await caller.get("/v1/models")).headers["x-trial-endpoint-call-remaining"])
        for _ in range(3)
    ]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == 3


@pytest.mark.parametrize(
    ("kind", "status", "media", "body"),
    [
        (
            "html",
            502,
            "text/html; charset=utf-8",
            "<html><body><h1>502 Bad Gateway</h1></body></html>",
        ),
        ("not_json", 500, "application/json", '{"id": "8d62'),
        ("empty", 504, None, ""),
    ],
)
async def test_bodies_that_are_no_json(
    sandbox: Sandbox,
    caller: httpx.AsyncClient,
    kind: Any,
    status: int,
    media: str | None,
    body: str,
) -> None:
    sandbox.knobs = Knobs(faults=(Fault("/v2/chat", status, "Bad Gateway", kind),))
    failed = await caller.post("/v2/chat", json=ECHO)
    assert (failed.status_code, failed.text) == (status, body)
    assert failed.headers.get("content-type") == media


async def test_the_line_is_dropped_unanswered(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(faults=(Fault("/v2/chat", kind="drop", times=1),))
    with pytest.raises(httpx.RemoteProtocolError):
        await caller.post("/v2/chat", json=ECHO)
    await until(lambda: sandbox.requests[0].over)
    assert (await caller.post("/v2/chat", json=ECHO)).status_code == 200


async def test_a_request_is_never_answered(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(faults=(Fault("/v2/chat", kind="stall"),))
    with pytest.raises(httpx.ReadTimeout):
        await caller.post("/v2/chat", json=ECHO, timeout=UNANSWERED)
    await until(lambda: sandbox.requests and sandbox.requests[0].hung_up)


async def test_the_first_byte_is_late(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(latency_s=30)
    with pytest.raises(httpx.ReadTimeout):
        await caller.get("/v1/models", timeout=UNANSWERED)
    await until(lambda: sandbox.requests and sandbox.requests[0].hung_up)
    sandbox.knobs = Knobs(latency_s=0.01)
    assert (await caller.get("/v1/models")).status_code == 200


async def test_who_waits_obeys_a_new_setting(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(latency_s=600)
    asking = asyncio.ensure_future(caller.get("/v1/models"))
    await until(lambda: sandbox.requests)
    sandbox.knobs = Knobs(latency_s=500)
    await asyncio.sleep(0)
    assert not asking.done()
    sandbox.knobs = Knobs(faults=(Fault("/v1/models", 418),))
    assert (await asking).status_code == 418


@pytest.mark.parametrize("count", [0, 1, 4, 9])
async def test_a_stream_is_cut_after_events(
    sandbox: Sandbox, caller: httpx.AsyncClient, count: int
) -> None:
    whole, _ = await received(caller, STREAM)
    events = whole.split(b"\n\n")
    sandbox.knobs = Knobs(cut_after_events=count)
    got, complete = await received(caller, STREAM)
    assert not complete
    assert len(got.split(b"\n\n")) - 1 == count == sandbox.requests[-1].events
    assert [frame.split(b'"id"')[0] for frame in got.split(b"\n\n")[:count]] == [
        frame.split(b'"id"')[0] for frame in events[:count]
    ]


async def test_bodies_are_cut_at_any_byte(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    for body in (STREAM, ECHO):
        whole, _ = await received(caller, body)
        for size in (0, 1, 20, 100, len(whole) - 1):
            sandbox.knobs = Knobs(cut_after_bytes=size)
            got, complete = await received(caller, body)
            assert not complete
            assert len(got) == size
            assert got[:7] == whole[:size][:7]
        sandbox.knobs = Knobs(cut_after_bytes=len(whole) + 1)
        assert (await received(caller, body))[1]


async def test_a_stream_falls_silent(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(stall_after_events=3)
    async with caller.stream("POST", "/v2/chat", json=STREAM) as response:
        lines = response.aiter_lines()
        got = [await anext(lines) for _ in range(9)]
        assert [line.partition(":")[0] for line in got] == ["event", "data", ""] * 3
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(lines), 0.1)
    assert sandbox.requests[-1].events == 3
    await until(lambda: sandbox.requests[-1].hung_up)


async def test_the_model_fails_in_the_middle(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(error_after_events=4)
    events = await streamed(caller, ECHO)
    assert [kind for kind, _ in events[:4]] == ["message-start", "content-start"] + [
        "content-delta"
    ] * 2
    assert events[4:] == [
        (
            "message-end",
            {
                "type": "message-end",
                "delta": {
                    "finish_reason": "ERROR",
                    "usage": {},
                    "error": sandbox.knobs.error,
                    "error_type": "INVALID_TOOL_GENERATION",
                },
            },
        )
    ]
    sandbox.knobs = Knobs(error_after_events=1, error_finish="TIMEOUT")
    _, end = (await streamed(caller, ECHO))[-1]
    assert end["delta"] == {"finish_reason": "TIMEOUT", "usage": {}}


async def test_the_last_line_may_be_missing(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    sandbox.knobs = Knobs(done=False)
    got, complete = await received(caller, STREAM)
    assert complete
    assert b"[DONE]" not in got
    assert b"message-end" in got.split(b"\n\n")[-2]


async def test_bodies_come_in_single_bytes(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    body = asked("/echo 潮汐 🌊")
    whole = await answer(caller, body)
    sandbox.knobs = Knobs(chunk_bytes=1)
    sizes = []
    async with caller.stream("POST", "/v2/chat", json={**body, "stream": True}) as response:
        text = b""
        async for chunk in response.aiter_raw():
            sizes.append(len(chunk))
            text += chunk
    assert set(sizes) == {1}
    assert frames(text.decode())
    again = await answer(caller, body)
    assert again["message"] == whole["message"]


async def test_a_rate_is_kept_and_can_change_on_the_way(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    sandbox.knobs = Knobs(tokens_per_second=0.001)
    async with caller.stream("POST", "/v2/chat", json=STREAM) as response:
        lines = response.aiter_lines()
        assert (await anext(lines)) == "event: message-start"
        await until(lambda: sandbox.requests[-1].events == 2)
    await until(lambda: sandbox.requests[-1].hung_up)
    sandbox.knobs = Knobs(tokens_per_second=2000)
    assert len(await streamed(caller, ECHO)) == 9


async def test_a_gate_lets_events_through_one_by_one(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    gate = sandbox.gate = Gate()
    async with caller.stream("POST", "/v2/chat", json=STREAM) as response:
        lines = response.aiter_lines()
        for count in range(1, 4):
            await until(lambda: gate.waiting == 1)
            assert sandbox.requests[-1].events == count - 1
            gate.let()
            assert (await anext(lines)).startswith("event: ")
            assert json.loads((await anext(lines)).removeprefix("data: "))["type"]
            assert (await anext(lines)) == ""
        gate.open()
        rest = [line async for line in lines]
    assert rest[-2:] == ["data: [DONE]", ""]
    assert gate.waiting == 0


async def test_permits_can_be_given_before_they_are_needed(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    gate = sandbox.gate = Gate()
    gate.let(9)
    assert len(await streamed(caller, ECHO)) == 9
    gate.open()
    assert len(await streamed(caller, ECHO)) == 9


@pytest.mark.parametrize(
    "knobs",
    [
        Knobs(tokens_per_second=50),
        Knobs(stall_after_events=2),
        Knobs(faults=(Fault(kind="stall"),)),
        FAIR,
    ],
)
async def test_a_stream_stops_when_its_caller_leaves(
    sandbox: Sandbox, caller: httpx.AsyncClient, knobs: Knobs
) -> None:
    sandbox.knobs = knobs
    body = {**asked("/echo " + "tide " * 60_000), "stream": True}
    reading = asyncio.ensure_future(caller.post("/v2/chat", json=body))
    await until(lambda: sandbox.requests)
    reading.cancel()
    await until(lambda: sandbox.requests[-1].over)
    assert sandbox.requests[-1].hung_up
    assert sandbox.requests[-1].events < 60_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: Knobs(tokens_per_second=0),
        lambda: Knobs(chunk_bytes=0),
        lambda: Fault(status=200),
        lambda: Fault(status=1000),
    ],
)
def test_knobs_that_make_no_sense(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        make()
