"""What can be said of a recording without listening to it (API.md 11)."""

from __future__ import annotations

import struct

_FORMAT = 12
"""Where the first chunk of a WAV file begins."""


def told(name: str, size: int, head: bytes, language: str) -> str:
    """The recording in words. `head` is its beginning."""
    seconds = wav_seconds(head, size)
    length = f", {seconds:,.1f} seconds long" if seconds is not None else ""
    return (
        f"This is the sandbox, which does not listen. It was sent {name}: {size:,} bytes{length}, "
        f"said to be in the language {language}."
    )


def wav_seconds(head: bytes, size: int) -> float | None:
    """How long a WAV file plays, by its header; None when that does not tell."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    at, rate = _FORMAT, 0
    while at + 8 <= len(head):
        kind, length = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        if kind == b"fmt " and at + 20 <= len(head):
            (rate,) = struct.unpack_from("<I", head, at + 16)
        if kind == b"data":
            # A recorder that could not go back leaves the length at its largest.
            return min(length, size - at - 8) / rate if rate else None
        at += 8 + length + length % 2
    return None
