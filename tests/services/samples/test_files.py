"""Files for somebody who has none: what they are, and what the sandbox can tell of them."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.models.parse import ParseRequest
from cohere_tui.models.transcribe import TranscribeRequest
from cohere_tui.services.parse import ParseService
from cohere_tui.services.samples.files import PAGE, RECORDING
from cohere_tui.services.samples.letters import dots
from cohere_tui.services.samples.page import sample_page
from cohere_tui.services.transcribe import TranscribeService

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.conftest import Bench


async def test_the_page_says_what_it_is(bench: Bench) -> None:
    await PAGE.provide(PAGE.path)
    service = ParseService(bench.client)
    request = ParseRequest(model="parse-v5.0", document=await service.page_of(PAGE.path))
    (page,) = (await service.parse(request)).pages
    assert "A PNG image, 1000 x 780 pixels; the sandbox does not read what is on it" in page.content
    assert "Title: Tides at the old mill" in page.content
    assert "\n\n| Day | High water | Ground |\n" in page.content
    assert "Comment: A sample page, drawn by cohere-tui." in page.content


async def test_the_recording_can_be_played(bench: Bench) -> None:
    await RECORDING.provide(RECORDING.path)
    with wave.open(io.BytesIO(RECORDING.path.read_bytes())) as recording:
        assert recording.getnframes() == 3 * recording.getframerate()
        assert any(recording.readframes(2000))
    request = TranscribeRequest(model="cohere-transcribe-03-2026", language="en")
    transcript = await TranscribeService(bench.client).transcribe(request, RECORDING.path)
    assert "sample-recording.wav: 96,044 bytes, 3.0 seconds long" in transcript.text


async def test_what_is_there_stays(tmp_path: Path) -> None:
    PAGE.path.parent.mkdir(parents=True)
    PAGE.path.write_text("mine")
    await PAGE.provide(PAGE.path)
    await PAGE.provide(tmp_path / "page.png")
    assert PAGE.path.read_text() == "mine"
    assert not (tmp_path / "page.png").exists()


async def test_where_it_cannot_be_written() -> None:
    PAGE.path.parent.parent.mkdir(parents=True)
    PAGE.path.parent.write_text("no folder")
    with pytest.raises(FileUnusable, match=r"sample-page\.png cannot be written"):
        await PAGE.provide(PAGE.path)


def test_letters_are_drawn_and_others_left_out() -> None:
    assert dots("t") == dots("T") != dots("I") != ()
    assert dots("ß") == ()
    assert len(sample_page()) < 3000
