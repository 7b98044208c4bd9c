"""Small pictures, made for tests."""

from __future__ import annotations

import base64
import struct
import zlib

_HEAD = 33
"""How long signature and header of a PNG are."""


def png(width: int = 4, height: int = 3, seed: int = 0) -> bytes:
    """A whole PNG of 8-bit RGB; another seed is another picture."""
    row = b"\0" + bytes((seed + n) % 256 for n in range(3 * width))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(row * height)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def with_texts(picture: bytes, **texts: str) -> bytes:
    """A PNG that carries texts beside its pixels."""
    chunks = (_chunk(b"tEXt", f"{name}\0{text}".encode("latin-1")) for name, text in texts.items())
    return picture[:_HEAD] + b"".join(chunks) + picture[_HEAD:]


def jpeg(width: int, height: int) -> bytes:
    """As much of a JPEG as tells its size: a comment and the frame header."""
    comment = struct.pack(">BBH", 0xFF, 0xFE, 6) + b"tide"
    frame = struct.pack(">BBHBHHB", 0xFF, 0xC0, 17, 8, height, width, 3)
    return b"\xff\xd8" + comment + frame + bytes(9)


def gif(width: int, height: int) -> bytes:
    """As much of a GIF as tells its size: 256 colours."""
    return b"GIF89a" + struct.pack("<HHB", width, height, 0xF7) + bytes(2)


def webp(kind: str, width: int, height: int) -> bytes:
    """As much of a WebP of the kind VP8, VP8L or VP8X as tells its size."""
    if kind == "VP8X":
        body = b"\x10\0\0\0" + _three(width - 1) + _three(height - 1)
    elif kind == "VP8L":
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    else:
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return b"RIFF\0\0\0\0WEBP" + kind.encode() + struct.pack("<I", len(body)) + body


def data_uri(data: bytes, kind: str = "png") -> str:
    """As requests carry it."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
