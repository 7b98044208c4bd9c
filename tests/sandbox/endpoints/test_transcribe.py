"""POST /v2/audio/transcriptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIXTURES
from tests.openapi import faults, needs_description
from tests.recordings import wav

if TYPE_CHECKING:
    import httpx

PATH = "/v2/audio/transcriptions"
MODEL, ARABIC = "cohere-transcribe-03-2026", "cohere-transcribe-arabic-07-2026"
FIELDS = {"model": MODEL, "language": "en"}
FILE = ("tide.wav", wav(1.5), "audio/wav")


def form(*parts: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Parts in their order: a text, or a file as httpx takes it."""
    return [(name, (None, value) if isinstance(value, str) else value) for name, value in parts]


async def send(caller: httpx.AsyncClient, *parts: tuple[str, Any]) -> httpx.Response:
    return await caller.post(PATH, files=form(*parts))


async def test_the_file_is_told_about(caller: httpx.AsyncClient) -> None:
    response = await caller.post(PATH, data={**FIELDS, "temperature": "0.3"}, files={"file": FILE})
    assert response.status_code == 200, response.text
    assert response.json() == {
        "text": f"This is the sandbox, which does not listen. It was sent tide.wav: "
        f"{len(FILE[1]):,} bytes, 1.5 seconds long, said to be in the language en."
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mp3", b"anything"),
        ("a.FLAC", b"x"),
        ("a.ogg", b"x"),
        ("noname", b"OggS\0"),
        ("b", wav(1)),
    ],
)
async def test_the_kinds_that_are_taken(caller: httpx.AsyncClient, name: str, data: bytes) -> None:
    response = await send(caller, *FIELDS.items(), ("file", (name, data)))
    assert response.status_code == 200, response.text
    assert name in response.json()["text"]


async def test_fields_come_before_the_file(caller: httpx.AsyncClient) -> None:
    known = json.loads((FIXTURES / "errors" / "audio_fields_after_file.json").read_bytes())
    late = await send(caller, ("model", MODEL), ("file", FILE), ("language", "en"))
    assert late.status_code == known["status"]
    assert late.json()["message"] == known["body"]["message"]
    optional = await send(caller, *FIELDS.items(), ("file", FILE), ("temperature", "0"))
    assert optional.status_code == 400
    assert "form fields must appear before the file part" in optional.json()["message"]


@pytest.mark.parametrize(
    ("parts", "status", "said"),
    [
        ([("file", FILE)], 400, "missing required field 'model'"),
        ([("model", MODEL), ("file", FILE)], 400, "missing required field 'language'"),
        ([*FIELDS.items()], 400, "missing required field 'file'"),
        ([*FIELDS.items(), ("file", "tide")], 400, "the form part 'file' must be a file"),
        ([("model", FILE)], 400, "the form part 'model' must not be a file"),
        ([*FIELDS.items(), ("prompt", "x"), ("file", FILE)], 422, "parameter 'prompt' is not a"),
        ([*FIELDS.items(), ("temperature", "2"), ("file", FILE)], 400, "between 0 and 1"),
        ([*FIELDS.items(), ("temperature", "x"), ("file", FILE)], 400, "between 0 and 1"),
        ([("model", MODEL), ("language", "sv"), ("file", FILE)], 400, "language 'sv' is not"),
        ([("model", ARABIC), ("language", "de"), ("file", FILE)], 400, "it must be ar, en"),
        ([("model", "x"), ("language", "de"), ("file", FILE)], 404, "model 'x' not found"),
        ([("model", "embed-v4.0"), ("language", "de"), ("file", FILE)], 400, "transcriptions API"),
        ([*FIELDS.items(), ("file", ("a.wav", b""))], 400, "the file is empty"),
        ([*FIELDS.items(), ("file", ("a.txt", b"hello"))], 400, "must be one of flac, mp3"),
        ([*FIELDS.items(), ("file", FILE), ("file", FILE)], 400, "Too many files"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_refusals(
    caller: httpx.AsyncClient, parts: list[tuple[str, Any]], status: int, said: str
) -> None:
    response = await send(caller, *parts)
    assert (response.status_code, said in response.json()["message"]) == (status, True), (
        response.text
    )


async def test_a_file_that_is_too_large(caller: httpx.AsyncClient) -> None:
    fitting = bytes(25_000_000)
    right = await send(caller, *FIELDS.items(), ("file", ("a.mp3", fitting)))
    assert right.status_code == 200
    wrong = await send(caller, *FIELDS.items(), ("file", ("a.mp3", fitting + b"\0")))
    assert (wrong.status_code, "larger than 25 MB" in wrong.json()["message"]) == (400, True)


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"hello"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="mo'),
    ],
)
async def test_what_is_no_form(caller: httpx.AsyncClient, media: str, body: bytes) -> None:
    response = await caller.post(PATH, content=body, headers={"content-type": media})
    assert response.status_code == 400
    assert response.json()["message"].startswith("invalid request: ")


@needs_description
async def test_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    answer = await send(caller, *FIELDS.items(), ("file", FILE))
    content = "responses/200/content/application~1json/schema"
    assert faults(f"paths/~1v2~1audio~1transcriptions/post/{content}", answer.json()) == []
