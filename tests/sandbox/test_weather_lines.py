"""Knobs on streams of JSON lines: the older chat and generate, as server-sent events beside."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.gate import Gate
from cohere_tui.sandbox.knobs import FAIR
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

CHAT = ("/v1/chat", {"message": "/echo one two three four five", "stream": True})
GENERATE = ("/v1/generate", {"prompt": "/echo one two three four five", "stream": True})
BOTH = pytest.mark.parametrize("asked", [CHAT, GENERATE], ids=["chat", "generate"])
Asked = tuple[str, dict[str, Any]]


async def told(caller: httpx.AsyncClient, asked: Asked) -> tuple[list[dict[str, Any]], bool]:
    """The lines that came whole, and whether all of the answer did."""
    path, body = asked
    got, whole = b"", True
    try:
        async with caller.stream("POST", path, json=body) as response:
            async for piece in response.aiter_raw():
                got += piece
    except httpx.RemoteProtocolError:
        whole = False
    return [json.loads(line) for line in got.splitlines()], whole


def said(lines: list[dict[str, Any]]) -> str:
    return "".join(line["text"] for line in lines if line["event_type"] == "text-generation")


async def test_chat_fails_with_what_had_come(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    for finish in ("ERROR", "TIMEOUT"):
        sandbox.knobs = replace(FAIR, error_after_events=3, error_finish=finish)
        lines, whole = await told(caller, CHAT)
        assert whole
        end = lines[-1]
        assert (end["event_type"], end["is_finished"]) == ("stream-end", True)
        assert end["finish_reason"] == end["response"]["finish_reason"] == finish
        assert end["response"]["text"] == said(lines) == "one two"


async def test_generate_fails_with_its_own_event(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    sandbox.knobs = replace(FAIR, error_after_events=2, error="so be it")
    lines, _ = await told(caller, GENERATE)
    assert said(lines) == "one two"
    assert lines[-1] == {
        "event_type": "stream-error",
        "index": 0,
        "is_finished": True,
        "finish_reason": "ERROR",
        "err": "so be it",
    }


@BOTH
async def test_the_line_is_cut_between_events(
    sandbox: Sandbox, caller: httpx.AsyncClient, asked: Asked
) -> None:
    sandbox.knobs = replace(FAIR, cut_after_events=2)
    lines, whole = await told(caller, asked)
    assert (len(lines), whole) == (2, False)


@BOTH
async def test_events_pass_the_gate_one_by_one(
    sandbox: Sandbox, caller: httpx.AsyncClient, asked: Asked
) -> None:
    sandbox.gate = gate = Gate()
    telling = asyncio.create_task(told(caller, asked))
    await until(lambda: gate.waiting)
    gate.let(2)
    await until(lambda: sandbox.requests[-1].events == 2)
    assert not telling.done()
    gate.open()
    lines, whole = await telling
    assert whole
    assert said(lines) == "one two three four five"


@BOTH
async def test_lines_end_without_a_mark_whatever_the_knob_says(
    sandbox: Sandbox, caller: httpx.AsyncClient, asked: Asked
) -> None:
    for done in (True, False):
        sandbox.knobs = replace(FAIR, done=done)
        lines, whole = await told(caller, asked)
        assert whole
        assert lines[-1]["event_type"] == "stream-end"
