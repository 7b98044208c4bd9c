"""What can be said of the image of a page without reading it (API.md 10).

The sandbox sees no letters in pixels. It tells the kind and the size of the image, and the texts
that a PNG carries beside its pixels.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers import bpe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.answers.pictures import Picture

_NAME = "img-0"
_CATEGORY = "other"
_PNG_HEAD = 8
_MOST_TOKENS = 8_000


@dataclass(frozen=True, slots=True)
class Told:
    """A page in words."""

    page: dict[str, Any]
    """As the API writes it."""
    cut: bool
    """Whether there was more than the model has room for."""


def told(picture: Picture, data: bytes, *, as_blocks: bool) -> Told:
    """The page as Markdown or as blocks."""
    texts, cut = _within_room([f"{name}: {text}" for name, text in texts_in(data)])
    if as_blocks:
        blocks = [{"type": "text", "text": {"content": text}} for text in texts]
        image = {"type": "image", "image": _image(picture)}
        return Told({"type": "blocks", "index": 0, "blocks": [image, *blocks]}, cut)
    content = "\n\n".join([f"![{_described(picture)}]({_NAME})", *texts])
    markdown = {"content": content, "images": [_image(picture)]}
    return Told({"type": "markdown", "index": 0, "markdown": markdown}, cut)


def texts_in(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts in a PNG, with their names: `tEXt` and `iTXt`, the latter unless compressed."""
    at = _PNG_HEAD
    while data.startswith(b"\x89PNG") and at + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        name, _, rest = body.partition(b"\0")
        if kind == b"tEXt":
            yield name.decode("latin-1"), rest.decode("latin-1")
        elif kind == b"IEND":
            return
        elif kind == b"iTXt" and rest[:1] == b"\0":
            text = rest[2:].split(b"\0", 2)[-1]
            yield name.decode("latin-1"), text.decode("utf-8", "replace")
        at += 12 + size


def _within_room(texts: list[str]) -> tuple[list[str], bool]:
    """As many of the texts as the model takes, the last one cut; and whether one was."""
    room = _MOST_TOKENS
    kept: list[str] = []
    for text in texts:
        ids = bpe.encode(text)
        if len(ids) > room:
            return [*kept, bpe.decode(ids[:room])], True
        room -= len(ids)
        kept.append(text)
    return kept, False


def _described(picture: Picture) -> str:
    kind = {"jpeg": "JPEG", "webp": "WebP"}.get(picture.format, picture.format.upper())
    size = f", {picture.width} x {picture.height} pixels" if picture.width else ""
    return f"A {kind} image{size}; the sandbox does not read what is on it"


def _image(picture: Picture) -> dict[str, Any]:
    """The whole page as one picture."""
    return {
        "id": _NAME,
        "description": _described(picture),
        "category": _CATEGORY,
        "bounding_box": _box(picture.width, picture.height),
        "bounding_box_normalized": _box(1, 1),
    }


def _box(right: int, bottom: int) -> dict[str, int]:
    return {"top_left_x": 0, "top_left_y": 0, "bottom_right_x": right, "bottom_right_y": bottom}
