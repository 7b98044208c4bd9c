"""Tokens as the rows of a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.listing import Listing
from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.token_words import quoted

if TYPE_CHECKING:
    from cohere_tui.state.playground.tokens import Token, Tokens


def listing_of(tokens: Tokens) -> Listing[Token]:
    """A row for each token. It may take a second."""
    columns: tuple[Column[Any], ...] = (
        Column("place", _place, 6, lambda token: token.number, right=True),
        Column("id", _id, 7, lambda token: token.id, right=True),
        Column("token", _token, 12, grows=True),
        Column("bytes", partial(_size, tokens), 5, partial(_length, tokens), right=True, rank=1),
        Column(
            "characters", partial(_where, tokens), 15, lambda token: token.begin, right=True, rank=2
        ),
    )
    return Listing(columns, lambda token: str(token.number)).with_rows(tokens.all)


def _place(token: Token, _: float) -> Cell:
    return Cell(f"{token.number + 1:,}", Tone.QUIET)


def _id(token: Token, _: float) -> Cell:
    return Cell(str(token.id))


def _token(token: Token, _: float) -> Cell:
    return Cell(quoted(token.string) if token.string else "?")


def _length(tokens: Tokens, token: Token) -> int | None:
    known = tokens.bytes_of(token)
    return None if known is None else len(known)


def _size(tokens: Tokens, token: Token, _: float) -> Cell:
    size = _length(tokens, token)
    return Cell("?" if size is None else str(size), Tone.QUIET)


def _where(tokens: Tokens, token: Token, _: float) -> Cell:
    """`5–9`, `5 (part)`, `in 5–9` where it shares that; as one counts, from 1."""
    if not token.placed:
        return Cell("none", Tone.QUIET)
    first, last = tokens.characters(token)
    where = f"{first + 1:,}" if last <= first + 1 else f"{first + 1:,}–{last:,}"
    if token.fit is Fit.SHARED:
        return Cell(f"in {where}", Tone.WARNING)
    return Cell(f"{where} (part)" if tokens.is_part(token) else where, Tone.QUIET)
