"""A file of pages, a request for each; what was read is kept whatever happens to the rest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import BadRequest, FileUnusable, RequestInvalid
from cohere_tui.models.parse import PageImage, ParseRequest
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.parse import ParseService, document_of
from tests.pdfs import pdf
from tests.pictures import png, with_texts
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.services.splitting import Parts
    from cohere_tui.state.playground.read_pages import ReadPage
    from tests.services.conftest import Bench


def request(page: PageImage) -> ParseRequest:
    return ParseRequest(model="parse-v5.0", document=page)


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    file = tmp_path / "tides.pdf"
    file.write_bytes(pdf(7))
    return file


def break_the_last_page(file: Path) -> None:
    whole = file.read_bytes()
    at = whole.rindex(b"/Type /Page /Parent")
    file.write_bytes(whole[:at] + whole[at:].replace(b"/Type /Page ", b"/Type /Blot ", 1))


def shorten(file: Path) -> None:
    file.write_bytes(pdf(2))


def refused(bench: Bench, *, skip: int) -> None:
    fault = Fault("/v2/parse", 400, "no more", skip=skip)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))


async def test_the_pages_of_a_pdf_that_are_wanted(bench: Bench, tides: Path) -> None:
    seen: list[int] = []
    parts = await ParseService(bench.client).read(
        tides, "1-3,7", request, show=lambda parts: seen.append(parts.done)
    )
    document = document_of(tides.name, parts)
    assert [page.number for page in document.pages] == [1, 2, 3, 7]
    assert "400 x 200 pixels" in document.markdown
    assert document.meta.billed.pages == 4
    assert seen == [1, 2, 3, 4]
    assert len(bench.sandbox.requests) == 4


async def test_an_image_is_one_page(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    file.write_bytes(with_texts(png(), Title="Tides"))
    service = ParseService(bench.client)
    document = document_of(file.name, await service.read(file, "", request))
    assert document.told == "18 words"
    assert document.id == document.pages[0].answer.id != ""
    with pytest.raises(RequestInvalid, match="the document has one page"):
        await service.read(file, "2", request)


async def test_an_address_is_the_servers_to_open(bench: Bench) -> None:
    with pytest.raises(BadRequest, match="could not be fetched"):
        await ParseService(bench.client).read("https://example.com/page.png", "", request)


async def test_what_came_before_trouble_is_kept_and_not_asked_again(
    bench: Bench, tides: Path
) -> None:
    service = ParseService(bench.client)
    refused(bench, skip=4)
    parts = await service.read(tides, "", request)
    assert isinstance(parts.trouble, BadRequest)
    assert parts.done == 4
    assert document_of("tides.pdf", parts).told.startswith("4 of 7 pages, ")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=())
    before = len(bench.sandbox.requests)
    whole = await service.read(tides, "", request, known=parts)
    assert whole.complete
    assert len(bench.sandbox.requests) == before + 3
    shorten(tides)
    assert (await service.read(tides, "", request, known=parts)).done == 2


async def test_trouble_before_anything_came_is_raised(bench: Bench, tides: Path) -> None:
    refused(bench, skip=0)
    with pytest.raises(BadRequest, match="no more"):
        await ParseService(bench.client).read(tides, "", request)


async def test_a_page_that_cannot_be_drawn_is_trouble_of_the_rest(
    bench: Bench, tides: Path
) -> None:
    break_the_last_page(tides)
    parts = await ParseService(bench.client).read(tides, "", request)
    assert "Page 7 of" in str(parts.trouble)
    assert parts.trouble is not None
    assert "Leave the page out" in parts.trouble.remedy
    assert parts.done == 6


async def test_what_cannot_be_read_is_not_sent(bench: Bench, tmp_path: Path, tides: Path) -> None:
    service = ParseService(bench.client)
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    for path in (text, tmp_path, tmp_path / "none.png"):
        with pytest.raises(FileUnusable):
            await service.read(path, "", request)
    with pytest.raises(RequestInvalid, match="there is no page 8"):
        await service.read(tides, "6-8", request)
    assert bench.sandbox.requests == []


async def test_stopped_in_the_middle(bench: Bench, tides: Path) -> None:
    stall = Fault("/v2/parse", kind="stall", skip=2)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(stall,))
    seen: list[Parts[ReadPage]] = []
    reading = asyncio.create_task(
        ParseService(bench.client).read(tides, "", request, show=seen.append)
    )
    await until(lambda: len(seen) == 2)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert document_of("tides.pdf", seen[-1]).told.startswith("2 of 7 pages, ")
