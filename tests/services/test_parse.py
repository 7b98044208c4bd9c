"""Pages as text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import BadRequest, FileUnusable
from cohere_tui.models.parse import PageImage, ParseRequest
from cohere_tui.services.parse import ParseService
from tests.openapi import judge_request, needs_description
from tests.pictures import gif, jpeg, png, webp, with_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.conftest import Bench

MODEL = "parse-v5.0"
PAGE = with_texts(png(40, 30), Title="Tides")


@needs_description
async def test_a_page_from_a_file(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    file.write_bytes(PAGE)
    service = ParseService(bench.client)
    document = await service.page_of(file)
    answer = await service.parse(ParseRequest(model=MODEL, document=document))
    (page,) = answer.pages
    assert page.content.endswith("Title: Tides")
    assert page.images[0].bounding_box is not None
    assert (page.images[0].bounding_box.right, answer.cut_off) == (40, False)
    judge_request(bench.sandbox.requests[-1])
    blocks = await service.parse(
        ParseRequest(model=MODEL, document=document, output_format="blocks")
    )
    assert [block.type for block in blocks.pages[0].blocks] == ["image", "text"]
    assert blocks.meta.billed.pages == 1


async def test_a_page_that_the_server_cannot_fetch(bench: Bench) -> None:
    document = PageImage(image_url="https://example.com/page.png")
    with pytest.raises(BadRequest, match="could not be fetched"):
        await ParseService(bench.client).parse(ParseRequest(model=MODEL, document=document))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE, "png"),
        (jpeg(4, 3), "jpeg"),
        (gif(4, 3), "gif"),
        (webp("VP8 ", 4, 3), "webp"),
    ],
)
async def test_the_kind_is_told_by_the_content(
    bench: Bench, tmp_path: Path, data: bytes, kind: str
) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(data)
    page = await ParseService(bench.client).page_of(file)
    assert page.image_url.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"RIFF\0\0\0\0WAVE"])
async def test_what_is_no_image(bench: Bench, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "page.png"
    file.write_bytes(data)
    with pytest.raises(FileUnusable, match=r"page\.png is not an image") as caught:
        await ParseService(bench.client).page_of(file)
    assert "PNG, JPEG, WebP, GIF or PDF" in caught.value.remedy


async def test_files_that_cannot_be_read(bench: Bench, tmp_path: Path) -> None:
    service = ParseService(bench.client)
    large = tmp_path / "large.png"
    large.write_bytes(png())
    os.truncate(large, 20_000_000)
    assert (await service.page_of(large)).image_url
    os.truncate(large, 20_000_001)
    with pytest.raises(FileUnusable, match="up to 20 MB"):
        await service.page_of(large)
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(FileUnusable):
            await service.page_of(path)
