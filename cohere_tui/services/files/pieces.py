"""A file in pieces between separators, such as lines: of any size, in little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 16 * 2**20
"""Bytes of the longest piece that is looked at."""

_BLOCK = 2**20


def pieces(
    file: BinaryIO, separator: bytes, report: Callable[[int], None]
) -> Iterator[tuple[int, bytes | None]]:
    """Each piece, with the line on which it begins, from 1; None for one that is too long.

    What follows the last separator is a piece if there is anything. `report` is told the bytes
    read so far, every megabyte.
    """
    line, rest, read = 1, b"", 0
    lost, lost_lines = False, 0
    lines_between = separator.count(b"\n")
    while block := file.read(_BLOCK):
        read += len(block)
        report(read)
        *whole, rest = (rest + block).split(separator)
        for piece in whole:
            yield line, None if lost or len(piece) > LONGEST else piece
            line += lost_lines + piece.count(b"\n") + lines_between
            lost, lost_lines = False, 0
        if len(rest) > LONGEST:
            # What is dropped may hold line ends, and end with the beginning of a separator.
            lost_lines += rest.count(b"\n", 0, len(rest) - len(separator))
            rest, lost = rest[-len(separator) :], True
    if rest or lost:
        yield line, None if lost or len(rest) > LONGEST else rest
