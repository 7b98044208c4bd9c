"""Text that grows a little at a time, as a frozen value."""

from __future__ import annotations

from typing import Final

_GATHER: Final = 256
"""How many small pieces become one chunk: a million tiny ones then cost a few thousand objects."""


class Pieces:
    """A text that can be added to without copying what is there; made by `Pieces.of(text)`.

    `add` gives a new value and leaves this one as it was, yet costs O(1) amortised in the length
    of the text: both share one list of pieces, of which each sees only as many as there were when
    it was made. Adding twice to the same value (a branch) copies the list, never the text.
    Equality and hash are those of the text.
    """

    __slots__ = ("_chunks", "_full", "_joined", "_length", "_tail", "_used")

    def __init__(
        self, chunks: list[str], full: int, tail: list[str], used: int, length: int
    ) -> None:
        self._chunks = chunks
        self._full = full
        self._tail = tail
        self._used = used
        self._length = length
        self._joined: str | None = None

    @classmethod
    def of(cls, text: str) -> Pieces:
        """`text` as pieces."""
        return cls([], 0, [text], 1, len(text)) if text else EMPTY

    def add(self, more: str) -> Pieces:
        """This text followed by `more`."""
        if not self._length:
            return Pieces.of(more)
        if not more:
            return self
        tail, used = self._tail, self._used
        if used != len(tail):
            tail = tail[:used]
        tail.append(more)
        length = self._length + len(more)
        if used < _GATHER:
            return Pieces(self._chunks, self._full, tail, used + 1, length)
        chunks, full = self._chunks, self._full
        if full != len(chunks):
            chunks = chunks[:full]
        chunks.append("".join(tail))
        return Pieces(chunks, full + 1, [], 0, length)

    def since(self, start: int) -> str:
        """The text from character `start` on; the cost is that of what is returned."""
        missing = self._length - max(start, 0)
        if missing <= 0:
            return ""
        found: list[str] = []
        for pieces, count in ((self._tail, self._used), (self._chunks, self._full)):
            for at in range(count - 1, -1, -1):
                piece = pieces[at]
                if len(piece) >= missing:
                    found.append(piece[len(piece) - missing :])
                    return "".join(reversed(found))
                missing -= len(piece)
                found.append(piece)
        raise AssertionError("the pieces are as long as their length says")

    def __str__(self) -> str:
        joined = self._joined
        if joined is None:
            joined = "".join((*self._chunks[: self._full], *self._tail[: self._used]))
            self._joined = joined
        return joined

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pieces):
            return NotImplemented
        return self is other or (self._length == len(other) and str(self) == str(other))

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Pieces.of({str(self)!r})"


EMPTY: Final = Pieces([], 0, [], 0, 0)
"""No text."""
