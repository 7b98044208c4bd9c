"""Tokens in rows: which piece of which token stands where at a width."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells

from cohere_tui.state.playground.token_words import MARKS, shaped
from cohere_tui.state.playground.tokens import Bit, Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.state.playground.token_words import Marks


class Piece(NamedTuple):
    """Something of a bit that stands in one row."""

    bit: int
    """The number of the bit."""
    text: str
    cells: int
    first: bool
    """Whether the bit begins with it."""
    ends: bool
    """Whether the row ends with it, because the text's line does."""


@dataclass(frozen=True)
class Written:
    """Tokens as they are written, at no width yet. Making it may take a while."""

    tokens: Tokens
    bits: tuple[Bit, ...]
    pieces: tuple[Piece, ...]
    bit_of: tuple[int, ...]
    """For each token the number of its bit."""


def written(tokens: Tokens, marks: Marks = MARKS) -> Written:
    """Everything about `tokens` that is the same at every width."""
    bits = tuple(tokens.bits())
    pieces = [piece for number, bit in enumerate(bits) for piece in _pieces(number, bit, marks)]
    bit_of = tuple(number for number, bit in enumerate(bits) if bit.token >= 0)
    return Written(tokens, bits, tuple(pieces), bit_of)


def _pieces(number: int, bit: Bit, marks: Marks) -> Iterator[Piece]:
    if bit.kind is Kind.REST:
        yield Piece(number, marks.rest, len(marks.rest), True, False)
        return
    if bit.kind is Kind.ADDED:
        text = f"<{shaped(bit.text, marks)}>" if bit.text else "?"
        yield Piece(number, text, cell_len(text), True, False)
        return
    *lines, last = bit.text.split("\n")
    parts = [line + "\n" for line in lines] + ([last] if last else [])
    for place, part in enumerate(parts):
        text = shaped(part, marks)
        cells = len(text) if text.isascii() else cell_len(text)
        yield Piece(number, text, cells, place == 0, part.endswith("\n"))


class Rows:
    """The rows of `what` at a width of so many cells.

    `bars`: a mark of one cell stands before each token; `ids`: each has room for its id, and a
    blank behind it.
    """

    def __init__(self, what: Written, width: int, *, bars: bool, ids: bool) -> None:
        self.what = what
        self.bars = bars
        self.ids = ids
        self.flow: list[Piece] = []
        self._starts = [0]
        self._first: list[int] = []
        """For each bit, which of the flow it begins with."""
        self._fill(max(2, width))

    def __len__(self) -> int:
        return len(self._starts) if self.flow else 0

    def __getitem__(self, row: int) -> Sequence[Piece]:
        """What stands in a row."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.flow)
        return self.flow[self._starts[row] : end]

    def room(self, piece: Piece) -> int:
        """How many cells a piece takes."""
        cells = piece.cells + (self.bars and piece.first)
        if self.ids:
            return max(cells, self._id_cells(piece)) + 1
        return cells

    def _id_cells(self, piece: Piece) -> int:
        token = self.what.bits[piece.bit].token
        shown = piece.first and token >= 0
        return len(str(self.what.tokens.all[token].id)) + self.bars if shown else 0

    def row_of(self, token: int) -> int:
        """The row in which a token begins."""
        return bisect_right(self._starts, self._first[self.what.bit_of[token]]) - 1

    def rows_of(self, token: int) -> tuple[int, int]:
        """The first and the last row of a token."""
        following = self.what.bit_of[token] + 1
        last = self._first[following] if following < len(self._first) else len(self.flow)
        return self.row_of(token), bisect_right(self._starts, last - 1) - 1

    def column_of(self, token: int) -> int:
        """The cell at which a token begins in its row."""
        at = self._first[self.what.bit_of[token]]
        return sum(map(self.room, self.flow[self._starts[self.row_of(token)] : at]))

    def token_at(self, row: int, column: int) -> int | None:
        """The token at a cell of a row, else the nearest one before it, else behind it."""
        found = None
        for piece in self[row]:
            token = self.what.bits[piece.bit].token
            if token >= 0 and (found is None or column >= 0):
                found = token
            column -= self.room(piece)
            if column < 0 and found is not None:
                break
        return found

    def _fill(self, width: int) -> None:
        flow, starts, first = self.flow, self._starts, self._first
        used = 0
        for piece in self.what.pieces:
            if piece.first:
                first.append(len(flow))
            room = self.room(piece)
            for part in (piece,) if room <= width else self._chopped(piece, width):
                room = self.room(part)
                if used and used + room > width:
                    starts.append(len(flow))
                    used = 0
                flow.append(part)
                used += room
                if part.ends:
                    starts.append(len(flow))
                    used = 0
        if len(starts) > 1 and starts[-1] == len(flow):
            starts.pop()

    def _chopped(self, piece: Piece, width: int) -> Iterator[Piece]:
        """A piece that is wider than a row, in parts."""
        texts = chop_cells(piece.text, max(2, width - self.bars - self.ids))
        for place, text in enumerate(texts):
            is_first = piece.first and place == 0
            ends = piece.ends and place == len(texts) - 1
            yield Piece(piece.bit, text, cell_len(text), is_first, ends)
