"""What came of tokenizing a text, or of the way back: an answer of one model, or of two."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from cohere_tui.models.meta import Meta, together
from cohere_tui.models.wire import Many, OrElse, Wire, Word, Words
from cohere_tui.plain import one_line
from cohere_tui.state.columns import Tone
from cohere_tui.state.playground.tokens import Tokens

if TYPE_CHECKING:
    from cohere_tui.state.playground.token_seams import Pieces

_SHOWN = 24
"""Characters of a text that are quoted."""

Ids = Annotated[tuple[int, ...], OrElse(())]


class Side(Wire):
    """What one model made of it: a text and its tokens, whichever was given."""

    model: Word = ""
    from_ids: bool = False
    """Whether the ids were given; else the text was."""
    text: Word = ""
    tokens: Ids = ()
    strings: Words = ()
    """What the tokens say; none where the server does not tell."""
    back: Annotated[str | None, OrElse(None)] = None
    """What the tokens of a text say, put together again; None: not asked."""
    again: Annotated[tuple[int, ...] | None, OrElse(None)] = None
    """The tokens of what ids say; None: not asked."""
    doubts: Ids = ()
    """The characters at which the parts of a long text do not meet."""
    requests: int = 1

    @property
    def pieces(self) -> Pieces:
        """Each token with what it says."""
        strings = self.strings
        if len(strings) != len(self.tokens):
            strings = ("",) * len(self.tokens)
        return tuple(zip(self.tokens, strings, strict=True))

    @cached_property
    def placed(self) -> Tokens:
        """The tokens with their places. The first time it may take a second."""
        return Tokens.of(self.text, self.pieces)

    @property
    def check(self) -> tuple[str, Tone]:
        """What the way back says, in a sentence."""
        if self.again is not None:
            return self._ids_again(self.again)
        if self.back is None:
            return "the way back was not checked", Tone.QUIET
        if self.back == self.text:
            return "put together again, the tokens say exactly this text", Tone.READY
        at = _first_difference(self.back, self.text)
        told = (
            f"put together again, the tokens say another text from character {at + 1:,} on:"
            f" {_quoted(self.back, at)} instead of {_quoted(self.text, at)}"
        )
        return told, Tone.WARNING

    def _ids_again(self, again: tuple[int, ...]) -> tuple[str, Tone]:
        if again == self.tokens:
            return "tokenized again, this text has exactly these tokens", Tone.READY
        at = _first_difference(again, self.tokens)
        told = (
            f"tokenized again, this text has other tokens, {len(again):,} instead of"
            f" {len(self.tokens):,}, from number {at + 1:,} on:"
            " where these ones stand in it is not known"
        )
        return told, Tone.WARNING


class Tokenized(Wire):
    """The whole answer."""

    sides: Many[Side] = ()
    """One for each model that answered, the first one first."""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    id: Word = ""

    @property
    def first(self) -> Side:
        """The side that the pages for one model show."""
        return self.sides[0] if self.sides else Side()


def told_of(metas: tuple[tuple[Meta, str], ...]) -> dict[str, object]:
    """The fields `meta` and `warning` of the answer that is all of these."""
    return {
        "meta": together(meta for meta, _ in metas),
        "warning": "; ".join(dict.fromkeys(warning for _, warning in metas if warning)),
    }


def _first_difference(one: str | tuple[int, ...], other: str | tuple[int, ...]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (a, b) in pairs if a != b), shorter)


def _quoted(text: str, at: int) -> str:
    rest = text[at : at + _SHOWN]
    return f"“{one_line(rest)}”" if rest.strip() else (repr(rest) if rest else "its end")
