"""What the first bytes of a picture say about it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_TILE = 512
_TILE_TOKENS = 256
_NO_SIZE = (0xC4, 0xC8, 0xCC)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; what its beginning does not tell is 0."""

    format: str
    """png, jpeg, gif or webp."""
    width: int = 0
    """In pixels."""
    height: int = 0
    bit_depth: int = 0
    """Bits of one pixel."""

    @property
    def tokens(self) -> int:
        """What it is billed as: one tile for the whole, and one for each part of 512x512."""
        return _TILE_TOKENS * (1 + -(-self.width // _TILE) * -(-self.height // _TILE))


def look(data: bytes) -> Picture | None:
    """The picture in `data`; None when it is none that is known."""
    known = (
        ("png", data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
        ("jpeg", data.startswith(b"\xff\xd8"), _jpeg),
        ("gif", data[:6] in (b"GIF87a", b"GIF89a"), _gif),
        ("webp", data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    )
    for name, fits, size in known:
        if fits:
            try:
                return Picture(name, *size(data))
            except struct.error:  # it breaks off too early
                return Picture(name)
    return None


Size = tuple[int, int, int]
"""Width, height and bits of one pixel."""


def _png(data: bytes) -> Size:
    width, height, depth, colours = struct.unpack_from(">IIBB", data, 16)
    return width, height, depth * _PNG_CHANNELS.get(colours, 1)


def _gif(data: bytes) -> Size:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    return width, height, (flags & 7) + 1


def _jpeg(data: bytes) -> Size:
    at = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF:
            return 0, 0, 0
        if 0xC0 <= kind <= 0xCF and kind not in _NO_SIZE:
            depth, height, width, parts = struct.unpack_from(">BHHB", data, at + 4)
            return width, height, depth * parts
        at += 2 + length


def _webp(data: bytes) -> Size:
    if data[12:16] == b"VP8X":
        flags, low, high, down, up = struct.unpack_from("<B3xHBHB", data, 20)
        return 1 + low + (high << 16), 1 + down + (up << 16), _alpha(flags & 16)
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 16383), 1 + (bits >> 14 & 16383), _alpha(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 16383, height & 16383, _alpha(0)


def _alpha(present: int) -> int:
    return 32 if present else 24
