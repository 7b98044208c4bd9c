"""The playground of Transcribe, with keys, on the sandbox."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground.way import Way
from cohere_tui.services.samples.files import RECORDING
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.playground.markdown_page import MarkdownPage
from tests.recordings import wav
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cohere_tui.state.pace import Pace
    from tests.screens.playground.conftest import Seat, SitAt

SPEECH = "/v2/audio/transcriptions"


def written(folder: Path, name: str, data: bytes) -> str:
    file = folder / name
    file.write_bytes(data)
    return str(file)


def fail(seat: Seat, *faults: Fault) -> None:
    seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=faults)


def sent(seat: Seat) -> int:
    return sum(one.path == SPEECH for one in seat.sandbox.requests)


def says(seat: Seat, name: str, words: str) -> Callable[[], bool]:
    return lambda: words in seat.hint(name)


async def test_the_example_is_made_heard_copied_and_saved(
    sit_at: SitAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.chdir(tmp_path)
    async with sit_at("transcribe") as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        assert not RECORDING.path.exists()
        await seat.run()
        await until(lambda: "This is the sandbox, which does not listen." in seat.text)
        await until(lambda: "24 words" in seat.told)
        await until(lambda: "96 KB sent" in seat.told)
        seat.panel.answer.focus()
        await until(lambda: isinstance(seat.app.focused, MarkdownPage))
        await seat.pilot.press("y")
        assert copied[-1].startswith("This is the sandbox")
        await seat.pilot.press("ctrl+s")
        await until(lambda: isinstance(seat.app.screen, Form))
        await seat.pilot.press("ctrl+s")
        file = tmp_path / "transcribe.txt"
        await until(file.exists)
        assert file.read_text() == f"{copied[-1]}\n"
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        assert seat.panel.run is not None
        again = await seat.panel.brought_back(seat.panel.run.id)
        assert again is not None
        assert again.answer == seat.panel.run.answer


async def test_what_is_said_before_the_first_byte(sit_at: SitAt, tmp_path: Path) -> None:
    async with sit_at("transcribe", 80, 24) as seat:
        for file, said in (
            (written(tmp_path, "notes.txt", b"hello"), "found .txt; allowed: flac, mp3"),
            (written(tmp_path, "large.wav", bytes(25_000_001)), "allowed: up to 25 MB"),
            (written(tmp_path, "empty.wav", b""), "found an empty file"),
            (str(tmp_path / "none.wav"), "there is no such file"),
        ):
            await seat.fill(file=file)
            await seat.pilot.press("f5")
            await until(says(seat, "file", said), said)
        await seat.fill(file=str(RECORDING.path), language="xx")
        await seat.pilot.press("f5")
        await until(says(seat, "language", "allowed: en, de"))
        await seat.fill(temperature="2")
        await seat.pilot.press("f5")
        await until(says(seat, "temperature", "a number from 0 to 1"))
        assert sent(seat) == 0


async def test_the_language_follows_the_model(sit_at: SitAt) -> None:
    async with sit_at("transcribe") as seat:
        await seat.fill(language="fr")
        await seat.fill(model="cohere-transcribe-arabic-07-2026")
        await until(lambda: seat.panel.fields.values["language"] == "ar")
        seat.control("language").focus()
        await seat.pilot.press("space")
        await until(lambda: isinstance(seat.app.screen, Picker) and "Arabic" in seat.text)
        assert "French" not in seat.text
        await seat.pilot.press("escape", "f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        assert isinstance(seat.app.screen, CodeView)
        assert "--form-string language=ar" in seat.app.screen.code
        assert "sample-recording.wav" in seat.app.screen.code


async def test_stopped_in_the_middle(sit_at: SitAt) -> None:
    async with sit_at("transcribe") as seat:
        fail(seat, Fault(SPEECH, kind="stall"))
        await seat.pilot.press("f5")
        await until(lambda: "waiting for the text" in seat.told)
        await until(lambda: "100%" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: "stopped before anything came" in seat.told)
        fail(seat)
        await seat.run()
        await until(lambda: "24 words" in seat.told)


async def test_a_file_that_is_deleted_while_it_is_sent(
    sit_at: SitAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tide.wav"
    file.write_bytes(wav(10))
    told = Way.show_pace

    def delete(way: Way[Any], pace: Pace) -> None:
        if pace.total:
            file.unlink(missing_ok=True)
        told(way, pace)

    monkeypatch.setattr(Way, "show_pace", delete)
    async with sit_at("transcribe") as seat:
        await seat.fill(file=str(file))
        await seat.pilot.press("f5")
        await until(lambda: "was deleted or replaced while" in str(seat.panel.trouble))
        assert seat.panel.run is None


@pytest.mark.parametrize("status", [404, 501])
async def test_a_server_without_it_says_so_calmly(sit_at: SitAt, status: int) -> None:
    async with sit_at("transcribe") as seat:
        fail(seat, Fault(SPEECH, status, "no such route"))
        await seat.pilot.press("f5")
        await until(lambda: "does not offer Transcribe" in str(seat.panel.answered.banner.render()))
        assert seat.panel.trouble is None


async def test_an_answer_without_a_text(sit_at: SitAt) -> None:
    async with sit_at("transcribe") as seat:
        kept = {"file": "a.wav", "bytes": 1, "language": "en", "transcript": {"text": ""}}
        heard = seat.panel.restored({}, kept)
        await seat.run()
        assert seat.panel.run is not None
        seat.panel.run = replace(seat.panel.run, answer=heard)
        await until(lambda: "Nothing was heard" in seat.text)
        for broken in ({}, None, {**kept, "bytes": None}):
            with pytest.raises(ValueError, match="no transcript"):
                seat.panel.restored({}, broken)
