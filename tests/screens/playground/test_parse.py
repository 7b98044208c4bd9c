"""The playground of Parse, with keys, on the sandbox."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.samples.files import PAGE
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.playground.blocks import BlocksPage
from cohere_tui.widgets.playground.markdown_page import MarkdownPage
from tests.pdfs import pdf
from tests.pictures import png
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.playground.conftest import Seat, SitAt


def written(folder: Path, name: str, data: bytes) -> str:
    file = folder / name
    file.write_bytes(data)
    return str(file)


def fail(seat: Seat, *faults: Fault) -> None:
    seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=faults)


def banner(seat: Seat) -> str:
    return str(seat.panel.answered.banner.render())


def says(seat: Seat, name: str, words: str) -> Callable[[], bool]:
    return lambda: words in seat.hint(name)


async def test_the_example_is_made_read_copied_and_shown(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with sit_at("parse") as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        assert not PAGE.path.exists()
        await until(lambda: "Reads the image of a page" in seat.text)
        await seat.run()
        await until(lambda: "Title: Tides at the old mill" in seat.text)
        await until(lambda: "62 words" in seat.told)
        await until(lambda: "High water" in seat.text)
        seat.panel.answer.focus()
        await until(lambda: isinstance(seat.app.focused, MarkdownPage))
        await seat.pilot.press("y")
        await until(lambda: copied)
        assert "\n\n| Day | High water | Ground |" in copied[-1]
        await seat.pilot.press("l")
        await until(lambda: isinstance(seat.panel.answer.shown, BlocksPage))
        await until(lambda: "┏2" in seat.text or "┌2" in seat.text)
        await seat.pilot.press("j", "y")
        await until(lambda: copied[-1].startswith("A PNG image"))
        await seat.pilot.press("v")
        await until(lambda: '"bounding_box_normalized"' in seat.text)


async def test_pages_of_a_pdf_what_came_before_trouble_is_kept(
    sit_at: SitAt, tmp_path: Path
) -> None:
    async with sit_at("parse", 80, 24) as seat:
        fail(seat, Fault("/v2/parse", 400, "no more", skip=2))
        await seat.fill(file=written(tmp_path, "tides.pdf", pdf(5)), output_format="blocks")
        await seat.fill(pages="1-3,5")
        await seat.run()
        await until(lambda: "2 of 4 pages" in seat.told)
        await until(lambda: "F5 asks for the rest" in seat.told)
        fail(seat)
        await seat.run()
        await until(lambda: "4 pages" in seat.told)
        assert seat.panel.run is not None
        assert [page.number for page in seat.panel.run.answer.pages] == [1, 2, 3, 5]
        assert len(seat.sandbox.requests) <= 2 + 2 + 4 + 4  # pages, refusals, the rest, models
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        again = await seat.panel.brought_back(seat.panel.run.id)
        assert again is not None
        assert again.answer == seat.panel.run.answer


async def test_stopped_in_the_middle(sit_at: SitAt, tmp_path: Path) -> None:
    async with sit_at("parse") as seat:
        fail(seat, Fault("/v2/parse", kind="stall", skip=2))
        await seat.fill(file=written(tmp_path, "tides.pdf", pdf(5)))
        await seat.pilot.press("f5")
        await until(lambda: "2 of 5 pages" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.run is not None)
        await until(lambda: "It was stopped" in seat.told)
        assert seat.panel.run is not None
        first, second = seat.panel.run.answer.pages  # whichever two came to the server first
        await until(lambda: f"Page {first.number}" in seat.text)
        await until(lambda: f"Page {second.number}" in seat.text)


async def test_what_is_said_before_anything_is_sent(sit_at: SitAt, tmp_path: Path) -> None:
    large = written(tmp_path, "large.png", bytes(20_000_001))
    async with sit_at("parse") as seat:
        for file, pages, said in (
            ("", "", "say which file"),
            (str(tmp_path / "none.png"), "", "there is no such file"),
            (str(tmp_path), "", "is a folder"),
            (large, "", "has 20 MB; an image may have up to 20 MB"),
            (written(tmp_path, "a.pdf", pdf(2)), "2-1", "runs backwards"),
        ):
            await seat.fill(file=file, **({"pages": pages} if pages else {}))
            await seat.pilot.press("f5")
            await until(says(seat, "pages" if pages else "file", said), said)
        assert not [one for one in seat.sandbox.requests if one.path == "/v2/parse"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.png", b"hello", "is not an image that can be parsed"),
        ("a.pdf", pdf(locked=True), "is locked with a password"),
        ("a.pdf", b"%PDF-1.7 no more", "is broken, or no PDF"),
        ("plain.pdf", pdf(), "is a PDF, which cannot be read yet"),
    ],
)
async def test_files_that_are_not_what_they_seem(
    sit_at: SitAt,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    data: bytes,
    said: str,
) -> None:
    if name == "plain.pdf":
        monkeypatch.setitem(sys.modules, "pypdfium2", None)  # it is not installed
    async with sit_at("parse") as seat:
        await seat.fill(file=written(tmp_path, name, data))
        await seat.pilot.press("f5")
        await until(lambda: said in str(seat.panel.trouble))
        assert not [one for one in seat.sandbox.requests if one.path == "/v2/parse"]


async def test_pages_that_are_not_there_and_requests_as_code(sit_at: SitAt, tmp_path: Path) -> None:
    async with sit_at("parse") as seat:
        await seat.fill(file=written(tmp_path, "tides.pdf", pdf(2)))
        await seat.fill(pages="3")
        await seat.pilot.press("f5")
        await until(lambda: "there is no page 3" in seat.hint("pages"))
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        assert isinstance(seat.app.screen, CodeView)
        assert "<the first page of tides.pdf in Base64>" in seat.app.screen.code


async def test_a_server_without_it_says_so_calmly(sit_at: SitAt, tmp_path: Path) -> None:
    async with sit_at("parse") as seat:
        fail(seat, Fault("/v2/parse", 501, "not implemented"))
        await seat.pilot.press("f5")
        await until(lambda: "This server does not offer Parse" in banner(seat))
        fail(seat)
        await seat.fill(file=written(tmp_path, "page.png", png()))
        await seat.run()
        await until(lambda: not banner(seat))
