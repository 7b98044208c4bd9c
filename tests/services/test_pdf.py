"""The pages of a PDF as images."""

from __future__ import annotations

import asyncio
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.services.pdf import is_pdf, opened_pdf
from tests.pdfs import pdf
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path


def size_of(image: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", image, 16)
    return width, height


def written(folder: Path, data: bytes) -> Path:
    file = folder / "tides.pdf"
    file.write_bytes(data)
    return file


async def test_pages_are_drawn_even_when_the_file_has_gone(tmp_path: Path) -> None:
    file = written(tmp_path, pdf(3))
    async with opened_pdf(file) as document:
        assert document.count == 3
        file.unlink()
        first, third, again = await asyncio.gather(*map(document.page, (1, 3, 1)))
    assert size_of(first) == (400, 200)
    assert first == again != third


async def test_large_pages_are_drawn_smaller(tmp_path: Path) -> None:
    async with opened_pdf(written(tmp_path, pdf(width=14_000, height=7_000))) as document:
        width, height = size_of(await document.page(1))
    assert 15_000_000 < width * height < 17_000_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf(locked=True), "is locked with a password"),
        (b"%PDF-1.7\nnothing more", "is broken, or no PDF"),
        (b"", "is broken, or no PDF"),
    ],
)
async def test_what_cannot_be_opened(tmp_path: Path, data: bytes, said: str) -> None:
    file = written(tmp_path, data)
    with pytest.raises(FileUnusable, match=f"tides.pdf {said}") as caught:
        async with opened_pdf(file):
            pass
    assert caught.value.remedy
    with pytest.raises(FileUnusable, match="cannot be read"):
        async with opened_pdf(tmp_path / "none.pdf"):
            pass


async def test_a_broken_page_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, pdf(2).replace(b"/Type /Page /Parent", b"/Type /Blot /Parent", 1))
    async with opened_pdf(file) as document:
        with pytest.raises(FileUnusable, match=r"Page 1 of .*tides\.pdf cannot be drawn"):
            await document.page(1)
        assert size_of(await document.page(2)) == (400, 200)


async def test_without_the_library_it_is_said_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(FileUnusable, match="is a PDF, which cannot be read yet") as caught:
        async with opened_pdf(written(tmp_path, pdf())):
            pass
    assert "pip install 'cohere-tui[pdf]'" in caught.value.remedy


@pytest.mark.parametrize(
    ("data", "told"), [(pdf(), True), (b"\0" * 900 + pdf(), True), (png(), False), (b"", False)]
)
def test_what_a_pdf_is(tmp_path: Path, data: bytes, told: bool) -> None:
    assert is_pdf(written(tmp_path, data)) is told
