"""Images in files, as the API takes them: by their bytes, as data URIs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from cohere_tui.errors import FileUnusable
from cohere_tui.services.files.opening import reading, size_of, told

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_RIFF, _WEBP = b"RIFF", b"WEBP"
_HEAD: Final = 16
"""Bytes that tell what it is."""
_MB: Final = 10**6


def kind_of(data: bytes) -> str:
    """What kind of image it is, by its first bytes; empty for none that the API takes."""
    if data.startswith(_RIFF) and data[8:12] == _WEBP:
        return "webp"
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")


def data_uri(kind: str, data: bytes) -> str:
    """An image as it is sent."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def check_image(path: Path, most_bytes: int) -> str:
    """The kind of the image in a file, of which only the beginning is read.

    Raises `FileUnusable` for what cannot be read, is too large or is no image that the API takes.
    """
    with reading(path) as file:
        kind = kind_of(file.read(_HEAD))
    if not kind:
        what = f"{told(path)} is not an image that can be sent"
        raise FileUnusable(what, remedy="Save it as PNG, JPEG, WebP or GIF.")
    if size_of(path) > most_bytes:
        what = f"{told(path)} is too large; an image may have up to {most_bytes // _MB} MB"
        raise FileUnusable(what, remedy="Save it smaller, or with stronger compression.")
    return kind


def image_in(path: Path, most_bytes: int) -> str:
    """The image in a file as a data URI. Raises `FileUnusable` as `check_image` does."""
    kind = check_image(path, most_bytes)
    with reading(path) as file:
        # However it has grown since: never more than can be sent, and one byte that tells.
        return data_uri(kind, file.read(most_bytes + 1))
