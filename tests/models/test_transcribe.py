"""Transcribe: requests and files within their bounds, answers of any kind."""

from __future__ import annotations

from typing import Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.transcribe import TranscribeRequest, Transcript, audio_type
from tests.conftest import FIXTURES

MODEL, ARABIC = "cohere-transcribe-03-2026", "cohere-transcribe-arabic-07-2026"


def test_a_transcript() -> None:
    read = Transcript.read((FIXTURES / "responses" / "audio.transcription.json").read_bytes())
    assert read.text == "The tide turns at six twelve."


@pytest.mark.parametrize(
    ("model", "language"), [(MODEL, "en"), (MODEL, "zh"), (ARABIC, "ar"), ("newer", "sv")]
)
def test_what_a_model_understands(model: str, language: str) -> None:
    fields = {"model": model, "language": language}
    assert TranscribeRequest.of(fields).fields() == tuple(fields.items())
    warm = TranscribeRequest.of({**fields, "temperature": 0.5})
    assert warm.fields() == (*fields.items(), ("temperature", "0.5"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"language": "sv"}, "language: found 'sv'; allowed: en, de, fr"),
        ({"language": "EN"}, "language: found 'EN'; allowed: en, de, fr"),
        ({"model": ARABIC, "language": "de"}, "language: found 'de'; allowed: ar, en"),
        ({"model": "newer", "language": "German"}, "language: found 'German'; allowed: two "),
        ({"language": ""}, "language: found ''; allowed: a text that is not empty"),
        ({"temperature": 1.5}, "temperature: found 1.5; allowed: a number from 0 to 1"),
    ],
)
def test_what_cannot_be_sent(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        TranscribeRequest.of({"model": MODEL, "language": "en", **change})
    assert str(caught.value).startswith(said)
    assert caught.value.field == said.partition(":")[0]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.flac", "audio/flac"),
        ("a.b.MP3", "audio/mpeg"),
        ("a.mpeg", "audio/mpeg"),
        ("a.mpga", "audio/mpeg"),
        ("a.ogg", "audio/ogg"),
        ("a.wav", "audio/wav"),
    ],
)
def test_the_files_that_are_taken(name: str, media_type: str) -> None:
    assert audio_type(name, 25_000_000) == media_type


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("a.m4a", 1, "file: found .m4a; allowed: flac, mp3, mpeg, mpga, ogg, wav"),
        ("wav", 1, "file: found no ending; allowed: flac, mp3"),
        ("a.wav", 25_000_001, "file: found 25,000,001 bytes; allowed: up to 25 MB"),
        ("a.wav", 0, "file: found an empty file; allowed: up to 25 MB"),
    ],
)
def test_the_files_that_are_not(name: str, size: int, said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        audio_type(name, size)
    assert str(caught.value).startswith(said)
    assert caught.value.field == "file"
