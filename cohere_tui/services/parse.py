"""Pages as text (API.md 10)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.errors import FileUnusable, RequestError
from cohere_tui.models.parse import MOST_BYTES, PageImage, ParseResponse
from cohere_tui.services.files.images import data_uri, kind_of
from cohere_tui.services.files.opening import reading, told
from cohere_tui.services.pdf import is_pdf, opened_pdf
from cohere_tui.services.reading import read
from cohere_tui.services.splitting import in_parts, told_together
from cohere_tui.state.playground.page_numbers import pages_in
from cohere_tui.state.playground.read_pages import ReadDocument, ReadPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from cohere_tui.client.client import Client
    from cohere_tui.models.parse import ParseRequest
    from cohere_tui.services.pdf import Pdf
    from cohere_tui.services.splitting import Parts

_REMEDY = "Save it as PNG, JPEG, WebP, GIF or PDF."


@dataclass(frozen=True, slots=True)
class Pages:
    """The wanted pages of an open file."""

    numbers: tuple[int, ...]
    image: Callable[[int], Awaitable[PageImage]]
    """Makes the image of one; may raise `FileUnusable`."""


class ParseService:
    """Has pages read."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def parse(self, request: ParseRequest) -> ParseResponse:
        """`POST /v2/parse`. Raises a `RequestError` when the server cannot do it."""
        return read(ParseResponse, await self._client.post("/v2/parse", request.to_wire()))

    async def page_of(self, path: Path) -> PageImage:
        """The image in a file, of 20 MB at most, read in a thread.

        Raises `FileUnusable` for what cannot be read or is no image that the API takes.
        """
        return await asyncio.to_thread(_page, path)

    @asynccontextmanager
    async def pages_of(self, place: Path | str, wanted: str = "") -> AsyncIterator[Pages]:
        """The pages of an image, which is one, or of a PDF; open while the block lasts.

        It is the path of a file, or, as a text, the web address of an image. `wanted` are the
        numbers of the pages, as in `1-3,7`. Raises `FileUnusable`, and `RequestInvalid` for a page
        that is not there.
        """
        if isinstance(place, str):
            linked = PageImage(image_url=place)
            yield Pages(pages_in(wanted, 1), lambda _: _read(linked))
        elif await asyncio.to_thread(is_pdf, place):
            async with opened_pdf(place) as pdf:
                yield Pages(pages_in(wanted, pdf.count), lambda number: _drawn(pdf, number))
        else:
            image = await self.page_of(place)
            yield Pages(pages_in(wanted, 1), lambda _: _read(image))

    async def read(
        self,
        place: Path | str,
        wanted: str,
        request: Callable[[PageImage], ParseRequest],
        *,
        show: Callable[[Parts[ReadPage]], None] = lambda _: None,
        known: Parts[ReadPage] | None = None,
    ) -> Parts[ReadPage]:
        """The wanted pages of a file, a request for each, made by `request`. See `pages_of`.

        What stops it once a page is there is the trouble of the parts; what stops it before is
        raised. A page that is `known` from an earlier try is not asked for again.
        """
        async with self.pages_of(place, wanted) as pages:

            async def ask(number: int) -> ReadPage:
                try:
                    image = await pages.image(number)
                except FileUnusable as error:
                    # The pages that were read are kept, as when a server refuses one.
                    raise RequestError(error.what, remedy=error.remedy) from error
                return ReadPage(number, await self.parse(request(image)))

            if known is not None and len(known.results) != len(pages.numbers):
                known = None  # another file stands there now
            parts = await in_parts(pages.numbers, ask, show=show, known=known)
        if parts.trouble is not None and not parts.done:
            raise parts.trouble
        return parts


def document_of(name: str, parts: Parts[ReadPage]) -> ReadDocument:
    """The pages that came, as one document."""
    pages = tuple(page for page in parts.results if page is not None)
    said = told_together([page.answer if page else None for page in parts.results])
    return ReadDocument(name, pages, len(parts.results), **said)


async def _drawn(pdf: Pdf, number: int) -> PageImage:
    return await asyncio.to_thread(_image, "png", await pdf.page(number))


async def _read(image: PageImage) -> PageImage:
    return image


def _page(path: Path) -> PageImage:
    with reading(path) as file:
        data = file.read(MOST_BYTES + 1)
    kind = kind_of(data)
    if not kind:
        raise FileUnusable(f"{told(path)} is not an image that can be parsed", remedy=_REMEDY)
    if len(data) > MOST_BYTES:
        what = f"{told(path)} is too large; the image of a page may have up to 20 MB"
        raise FileUnusable(what, remedy="Save it smaller, or with stronger compression.")
    return _image(kind, data)


def _image(kind: str, data: bytes) -> PageImage:
    return PageImage(image_url=data_uri(kind, data))
