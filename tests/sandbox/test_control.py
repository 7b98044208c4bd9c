"""Turning the knobs over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.knobs import Fault, Knobs

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


async def test_the_knobs_are_shown_and_turned(sandbox: Sandbox) -> None:
    fault = {"path": "/v2/chat", "status": 429, "times": 1, "retry_after": "2"}
    changes: dict[str, Any] = {
        "tokens_per_second": 30,
        "done": False,
        "faults": [fault],
        "keys": ["a", "b"],
        "error_finish": "TIMEOUT",
    }
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        turned = (await client.post("/_sandbox/knobs", json=changes)).json()
        shown = (await client.get("/_sandbox")).json()
        assert turned == shown | {"served": 1, "clock": turned["clock"]}
        assert turned["sandbox"] is True
        assert turned["knobs"]["tokens_per_second"] == 30
        assert sandbox.knobs == Knobs(
            tokens_per_second=30,
            done=False,
            faults=(Fault("/v2/chat", 429, times=1, retry_after="2"),),
            keys=frozenset("ab"),
            error_finish="TIMEOUT",
        )
        back: dict[str, Any] = {"tokens_per_second": None, "keys": None, "faults": [], "done": True}
        await client.post("/_sandbox/knobs", json={**back, "error_finish": "ERROR"})
        assert sandbox.knobs == Knobs()


async def test_retry_after_can_be_a_number(sandbox: Sandbox) -> None:
    changes = {"faults": [{"status": 429, "retry_after": 3}]}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        assert (await client.post("/_sandbox/knobs", json=changes)).status_code == 200
        assert (await client.get("/v1/models")).headers["retry-after"] == "3"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"haste": 1}, "invalid request: no knob 'haste'; there are tokens_per_second, "),
        ({"latency_s": "1"}, "invalid request: knob 'latency_s' cannot be '1'."),
        ({"latency_s": None}, "invalid request: knob 'latency_s' cannot be None."),
        ({"latency_s": -1}, "invalid request: knob 'latency_s' cannot be -1."),
        ({"done": 1}, "invalid request: knob 'done' cannot be 1."),
        ({"cut_after_events": 1.5}, "invalid request: knob 'cut_after_events' cannot be 1.5."),
        ({"cut_after_events": True}, "invalid request: knob 'cut_after_events' cannot be True."),
        ({"error_finish": "OK"}, "invalid request: knob 'error_finish' cannot be 'OK'."),
        ({"error": {}}, "invalid request: knob 'error' cannot be {}."),
        ({"keys": [1]}, "invalid request: knob 'keys' cannot be [1]."),
        ({"keys": "abc"}, "invalid request: knob 'keys' cannot be 'abc'."),
        ({"faults": None}, "invalid request: knob 'faults' cannot be None."),
        ({"faults": [3]}, "invalid request: Fault must be an object."),
        ({"faults": [{"kind": "odd"}]}, "invalid request: knob 'kind' cannot be 'odd'."),
        (
            {"faults": [{"status": 200}]},
            "invalid request: a fault's status is 400 to 599, not 200.",
        ),
        ({"tokens_per_second": 0}, "invalid request: tokens_per_second is above 0"),
        ([], "invalid request: Knobs must be an object."),
    ],
)
async def test_a_wrong_turn_changes_nothing(sandbox: Sandbox, changes: Any, message: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        answer = await client.post("/_sandbox/knobs", json=changes)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(message)
    assert sandbox.knobs == Knobs()


@pytest.mark.parametrize(
    ("path", "content"),
    [("knobs", '{"done": false}'), ("clock", '{"advance": 1}'), ("reset", "{}")],
)
async def test_a_web_page_cannot_turn_them(sandbox: Sandbox, path: str, content: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        headers = {"content-type": "text/plain"}
        answer = await client.post(f"/_sandbox/{path}", content=content, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["message"].endswith("this wants application/json.")
    assert sandbox.knobs == Knobs()


async def test_time_is_let_pass(sandbox: Sandbox) -> None:
    sandbox.knobs = Knobs(speed=0)
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        before = datetime.fromisoformat((await client.get("/_sandbox")).json()["clock"])
        answer = await client.post("/_sandbox/clock", json={"advance": 3600.5})
        after = datetime.fromisoformat(answer.json()["clock"])
    assert (after - before).total_seconds() == 3600.5


async def test_time_has_an_end_that_can_still_be_written_down(sandbox: Sandbox) -> None:
    sandbox.knobs = Knobs(speed=1e9)
    headers = {"authorization": "Bearer a-key"}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False, headers=headers) as client:
        sandbox.clock.advance(1e15)
        files = {"data": ("tides.txt", b"The tide is high.")}
        made = await client.post("/v1/datasets?name=tides&type=embed-input", files=files)
        assert made.status_code == 200
        assert (await client.get("/v1/datasets")).json()["datasets"]
        last = (await client.get("/_sandbox")).json()["clock"]
        assert last.startswith("9")
        sandbox.knobs = Knobs(speed=1)
        await client.post("/_sandbox/clock", json={"advance": 1e9})
        assert (await client.get("/_sandbox")).json()["clock"] == last


@pytest.mark.parametrize(
    "body",
    [{"advance": -1}, {"advance": 1e12}, {"advance": "1"}, {"advance": True}, {"back": 1}, []],
)
async def test_time_that_cannot_pass(sandbox: Sandbox, body: Any) -> None:
    sandbox.knobs = Knobs(speed=0)
    now = sandbox.clock.now()
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        answer = await client.post("/_sandbox/clock", json=body)
    assert answer.status_code in (400, 422)
    assert sandbox.clock.now() == now


async def test_a_reset_forgets_what_was_created_and_may_begin_with_demo_data(
    sandbox: Sandbox,
) -> None:
    headers = {"authorization": "Bearer a-key"}
    connector = {"name": "Wiki", "url": "https://wiki.example.com/search"}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False, headers=headers) as client:
        created = (await client.post("/v1/connectors", json=connector)).json()["connector"]["id"]
        assert (await client.get("/_sandbox")).json()["counts"]["connectors"] == 1
        report = (await client.post("/_sandbox/reset", json={})).json()
        assert set(report["counts"].values()) == {0}
        again = (await client.post("/v1/connectors", json=connector)).json()["connector"]["id"]
        assert again == created
        report = (await client.post("/_sandbox/reset", json={"demo_data": True})).json()
        assert all(number > 2 for number in report["counts"].values())
