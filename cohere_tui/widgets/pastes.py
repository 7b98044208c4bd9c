"""Big pastes folded into a short token, so that the text around them stays light to edit.

A text of megabytes freezes an editor that wraps lines (5 MB: 3.5 s per paste, 2.4 s per resize; one
line of 200 KB: 0.4 s per key). The token stands for the whole text and is unfolded on sending.
"""

from __future__ import annotations

FOLD_ABOVE = 20_000
"""Characters from which a paste is folded: below, a key costs the same as in an empty prompt."""


def size(characters: int) -> str:
    """How much text that is, for people: "20 KB", "5.0 MB" (of a thousand)."""
    if characters < 999_500:
        return f"{max(1, round(characters / 1000))} KB"
    return f"{characters / 1_000_000:.1f} MB"


class Pastes:
    """The folded pastes of one prompt, by token."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def fold(self, text: str) -> str:
        """A token that stands for `text`; the same text gets the same token."""
        for token, known in self._texts.items():
            if known == text:
                return token
        token = f"[pasted {size(len(text))}]"
        if token in self._texts:
            token = f"[pasted {size(len(text))}, {len(self._texts) + 1}]"
        self._texts[token] = text
        return token

    def unfold(self, text: str) -> str:
        """`text` with every token replaced by what it stands for."""
        if not self._texts:
            return text
        pieces: list[str] = []
        start = 0
        while found := self._next(text, start):
            at, token = found
            pieces += [text[start:at], self._texts[token]]
            start = at + len(token)
        return "".join([*pieces, text[start:]])

    def around(self, line: str, column: int) -> tuple[int, int]:
        """The edges of the token that `column` cuts in two; `column` twice when it cuts none."""
        start = 0
        while (found := self._next(line, start)) and found[0] < column:
            at, token = found
            start = at + len(token)
            if column < start:
                return at, start
        return column, column

    def _next(self, text: str, start: int) -> tuple[int, str] | None:
        hits = [(at, token) for token in self._texts if (at := text.find(token, start)) >= 0]
        return min(hits, default=None)
