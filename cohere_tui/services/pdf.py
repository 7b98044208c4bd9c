"""The pages of a PDF as images, drawn by PDFium where that is installed.

PDFium draws one page at a time in the whole process: it does not know threads.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.errors import FileUnusable
from cohere_tui.models.parse import MOST_BYTES
from cohere_tui.services.files.opening import reading, told
from cohere_tui.services.png import RGB, png

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

Done = TypeVar("Done")

_START: Final = b"%PDF-"
_HEAD: Final = 1024
"""Other bytes may stand before the start, within so many."""
_SCALE: Final = 200 / 72
"""Of a page at 200 dots an inch, …"""
_MOST_PIXELS: Final = 16_000_000
"""… unless that made more pixels; the API takes 50 million."""
_ENCRYPTED: Final = 4
"""PDFium's number for a password that is missing or wrong."""
_INSTALL: Final = "Install what reads PDF files: pip install 'cohere-tui[pdf]'"
_DRAWING = threading.Lock()


def is_pdf(path: Path) -> bool:
    """Whether the file begins as a PDF does. Raises `FileUnusable` when it cannot be read."""
    with reading(path) as file:
        return _START in file.read(_HEAD)


class Pdf:
    """An open PDF."""

    def __init__(self, path: Path, document: Any, trouble: type[Exception]) -> None:
        self._path = path
        self._document = document
        self._trouble = trouble
        self.count: int = len(document)
        """How many pages it has."""

    async def page(self, number: int) -> bytes:
        """A page, from 1, as the file of a PNG image. Raises `FileUnusable` where it is broken."""
        return await _alone(partial(self._page, number))

    def _page(self, number: int) -> bytes:
        try:
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            while len(image := _drawn(page, scale)) > MOST_BYTES:
                scale /= 2
            page.close()
        except (self._trouble, ValueError) as error:
            what = f"Page {number} of {told(self._path)} cannot be drawn: {error}"
            raise FileUnusable(what, remedy="Leave the page out, or mend the file.") from error
        return image

    async def close(self) -> None:
        """Let go of the file."""
        await _alone(self._document.close)


@asynccontextmanager
async def opened_pdf(path: Path) -> AsyncIterator[Pdf]:
    """The PDF at `path`. Raises `FileUnusable`, also where the library for it is missing."""
    pdf = await _alone(partial(_opened, path))
    try:
        yield pdf
    finally:
        await asyncio.shield(pdf.close())


def _opened(path: Path) -> Pdf:
    try:
        # Few read PDF files: who does not need not have it, and nobody waits for it before.
        library = import_module("pypdfium2")
    except ImportError as error:
        what = f"{told(path)} is a PDF, which cannot be read yet"
        raise FileUnusable(what, remedy=f"{_INSTALL}, or save its pages as images.") from error
    try:
        with reading(path):
            document = library.PdfDocument(path)
        document.init_forms()
        return Pdf(path, document, library.PdfiumError)
    except library.PdfiumError as error:
        if error.err_code == _ENCRYPTED:
            what = f"{told(path)} is locked with a password"
            raise FileUnusable(what, remedy="Save it without the password first.") from error
        what = f"{told(path)} is broken, or no PDF"
        raise FileUnusable(what, remedy="Open it elsewhere and save it again.") from error


def _drawn(page: Any, scale: float) -> bytes:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = memoryview(bitmap.buffer).cast("B")
    rows = (bytes(pixels[at : at + 3 * width]) for at in range(0, height * stride, stride))
    try:
        return png(width, rows, colours=RGB)
    finally:
        pixels.release()
        bitmap.close()


async def _alone(work: Callable[[], Done]) -> Done:
    def alone() -> Done:
        with _DRAWING:
            return work()

    return await asyncio.to_thread(alone)
