"""Speech as text: the file is looked at first, then streamed."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import BadRequest, FileUnusable, RequestInvalid
from cohere_tui.models.transcribe import TranscribeRequest
from cohere_tui.services.transcribe import TranscribeService
from tests.recordings import wav

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.client.uploading import Sent
    from tests.services.conftest import Bench

REQUEST = TranscribeRequest(model="cohere-transcribe-03-2026", language="en", temperature=0.5)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "tide ähm.wav"
    file.write_bytes(wav(1.5))
    return file


async def test_a_recording(bench: Bench, recording: Path) -> None:
    seen: list[Sent] = []
    transcript = await TranscribeService(bench.client).transcribe(
        REQUEST, recording, show=seen.append
    )
    assert "tide ähm.wav" in transcript.text
    assert "1.5 seconds long, said to be in the language en" in transcript.text
    assert seen[-1].bytes == seen[-1].total > len(wav(1.5))
    (received,) = bench.sandbox.requests
    assert (received.method, received.path) == ("POST", "/v2/audio/transcriptions")


async def test_it_creates_nothing(bench: Bench, recording: Path) -> None:
    endpoint = replace(bench.client.endpoint, read_only=True)
    client = Client(endpoint, RequestLog())
    assert (await TranscribeService(client).transcribe(REQUEST, recording)).text
    await client.aclose()


async def test_the_server_may_refuse(bench: Bench, recording: Path) -> None:
    request = TranscribeRequest(model="embed-v4.0", language="en")
    with pytest.raises(BadRequest, match="not supported by the transcriptions API"):
        await TranscribeService(bench.client).transcribe(request, recording)


async def test_what_is_not_sent(bench: Bench, tmp_path: Path, recording: Path) -> None:
    service = TranscribeService(bench.client)
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    with pytest.raises(RequestInvalid, match=r"found \.txt; allowed: flac, mp3"):
        await service.transcribe(REQUEST, text)
    os.truncate(recording, 25_000_001)
    with pytest.raises(RequestInvalid, match="allowed: up to 25 MB"):
        await service.transcribe(REQUEST, recording)
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(FileUnusable):
            await service.transcribe(REQUEST, path)
    assert bench.sandbox.requests == []
