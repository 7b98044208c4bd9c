"""Pages as text (API.md 10)."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

from cohere_tui.errors import FileUnusable
from cohere_tui.models.parse import MOST_BYTES, PageImage, ParseResponse
from cohere_tui.services.files.opening import reading, told
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.client.client import Client
    from cohere_tui.models.parse import ParseRequest

_KINDS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_RIFF, _WEBP = b"RIFF", b"WEBP"
_REMEDY = "Save it as PNG, JPEG, WebP or GIF; of a PDF, each page as an image of its own."


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


def _page(path: Path) -> PageImage:
    with reading(path) as file:
        data = file.read(MOST_BYTES + 1)
    kind = _kind(data)
    if not kind:
        raise FileUnusable(f"{told(path)} is not an image that can be parsed", remedy=_REMEDY)
    if len(data) > MOST_BYTES:
        what = f"{told(path)} is too large; the image of a page may have up to 20 MB"
        raise FileUnusable(what, remedy="Save it smaller, or with stronger compression.")
    return PageImage(image_url=f"data:image/{kind};base64,{base64.b64encode(data).decode()}")


def _kind(data: bytes) -> str:
    """What kind of image it is, by its first bytes; empty for none that the API takes."""
    if data.startswith(_RIFF) and data[8:12] == _WEBP:
        return "webp"
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
