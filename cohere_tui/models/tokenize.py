"""POST /v1/tokenize and /v1/detokenize (API.md 12.3, 12.4)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.texts import of_length
from cohere_tui.models.wire import OrElse, Sent, Wire, Word, Words

MOST: Final = 65_536
"""Characters of a text, and tokens of a list."""


class TokenizeRequest(Sent):
    """A text to be cut into tokens, as `model` does."""

    text: Annotated[str, of_length(1, MOST)] = Field(description="1 to 65,536 characters")
    model: Filled


class DetokenizeRequest(Sent):
    """Tokens to be put together again."""

    tokens: tuple[int, ...] = Field(
        min_length=1, max_length=MOST, description="1 to 65,536 whole numbers"
    )
    model: Filled


class TokenizeResponse(Wire):
    """The tokens of a text."""

    tokens: Annotated[tuple[int, ...], OrElse(())] = ()
    token_strings: Words = ()
    """Their texts. A character may be spread over several tokens: each then shows U+FFFD."""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""

    @property
    def pieces(self) -> tuple[tuple[int, str], ...]:
        """Each token with its text; without texts where the server did not send one for each."""
        texts = self.token_strings
        if len(texts) != len(self.tokens):
            texts = ("",) * len(self.tokens)
        return tuple(zip(self.tokens, texts, strict=True))


class DetokenizeResponse(Wire):
    """The text of tokens."""

    text: Word = ""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""
