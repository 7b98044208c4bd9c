"""A read-only endpoint: nothing that creates, changes or deletes leaves; the rest does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.uploading import Form, FormFile
from cohere_tui.errors import ReadOnly
from tests.client.conftest import KEY, Caller
from tests.client.wire import Wire, answer

Ask = Callable[[Client], Awaitable[object]]
FORM = Form(files=(FormFile("file", Path(__file__), "a.wav", "audio/wav"),))


async def create(client: Client) -> object:
    return await client.post("/v1/connectors", {"name": "n"}, creates=True)


async def cancel(client: Client) -> object:
    return await client.post("/v1/embed-jobs/j/cancel", creates=True)


async def update(client: Client) -> object:
    return await client.patch("/v1/connectors/c", {"name": "n"})


async def delete(client: Client) -> object:
    return await client.delete("/v1/datasets/d")


async def upload(client: Client) -> object:
    return await client.upload("/v1/datasets", {"name": "n"}, FORM)


async def read(client: Client) -> object:
    return await client.get("/v1/models")


async def ask(client: Client) -> object:
    return await client.post("/v1/tokenize", {"text": "t"})


async def transcribe(client: Client) -> object:
    return await client.upload("/v2/audio/transcriptions", None, FORM, creates=False)


@pytest.mark.parametrize("refused", [create, cancel, update, delete, upload])
async def test_what_changes_anything_is_not_sent(caller: Caller, refused: Ask) -> None:
    async with Wire() as wire:
        with pytest.raises(ReadOnly, match="nothing was sent") as caught:
            await refused(caller(Endpoint(wire.url, KEY, read_only=True)))
        assert wire.connections == 0
    assert "read_only" in caught.value.remedy
    assert len(caller.log) == 0


@pytest.mark.parametrize("allowed", [read, ask, transcribe])
async def test_what_only_asks_is_sent(caller: Caller, allowed: Ask) -> None:
    async with Wire(answer(body={})) as wire:
        await allowed(caller(Endpoint(wire.url, KEY, read_only=True)))
    assert len(wire.requests) == 1


@pytest.mark.parametrize("act", [create, cancel, update, delete, upload])
async def test_any_other_endpoint_takes_everything(caller: Caller, act: Ask) -> None:
    async with Wire(answer(body={})) as wire:
        await act(caller(Endpoint(wire.url, KEY)))
    assert len(wire.requests) == 1
