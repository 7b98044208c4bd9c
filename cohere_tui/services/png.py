"""Images as PNG files, with the standard library alone."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
GREY: Final = 0
"""One number for each pixel: how light it is."""
RGB: Final = 2
"""Three: red, green and blue."""


def png(
    width: int,
    rows: Iterable[bytes],
    *,
    colours: int,
    depth: int = 8,
    texts: Mapping[str, str] | None = None,
) -> bytes:
    """The file of an image, given row by row, with `depth` bits for each number.

    `texts` stand in it beside the pixels, by their names, which are Latin letters.
    """
    packer = zlib.compressobj()
    packed, height = [], 0
    for row in rows:
        packed.append(packer.compress(b"\0" + row))
        height += 1
    packed.append(packer.flush())
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    said = [_text(name, text) for name, text in (texts or {}).items()]
    parts = [_part(b"IHDR", head), *said, _part(b"IDAT", b"".join(packed)), _part(b"IEND", b"")]
    return _SIGNATURE + b"".join(parts)


def _text(name: str, text: str) -> bytes:
    return _part(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode())


def _part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
