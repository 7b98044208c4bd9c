"""Inline Markdown as runs of styled text whose places in the document are known."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.styles import CODE, EM, LINK, STRIKE, STRONG, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

Spots: TypeAlias = "Sequence[tuple[int, int]]"
"""Pairs of (index in the content, offset in the document), rising; between two, both run alike."""

_EMPHASIS = {
    "strong_open": STRONG,
    "strong_close": STRONG,
    "em_open": EM,
    "em_close": EM,
    "s_open": STRIKE,
    "s_close": STRIKE,
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


class _Setter:
    """Collects runs; text that runs on in the source in the same style is one run."""

    def __init__(self, content: str, spots: Spots, base: str) -> None:
        self.runs: list[Run] = []
        self._content = content
        self._spots = spots
        self._indices = [index for index, _ in spots]
        self._base = base
        self._bits = 0
        self._deep: dict[int, int] = {}
        self._url = ""
        self._auto = False

    def take(self, token: Token) -> None:
        """Set one token."""
        at: int = token.meta["at"]
        if token.type == "text":
            self._write(token.content, at + self._auto)
        elif token.type in _EMPHASIS:
            self._turn(_EMPHASIS[token.type], token.nesting)
        elif token.type in _BREAKS:
            self._put(_BREAKS[token.type], at, 2 if self._content[at] == "\\" else 1)
        elif token.type == "text_special":
            self._put(token.content, at, len(token.markup))
        elif token.type == "code_inline":
            self._write_code(token.content, at + len(token.markup))
        elif token.type == "image":
            self._write_image(token, at)
        else:
            self._link(token)

    def _turn(self, bit: int, nesting: int) -> None:
        self._deep[bit] = self._deep.get(bit, 0) + nesting
        self._bits = self._bits | bit if self._deep[bit] > 0 else self._bits & ~bit

    def _link(self, token: Token) -> None:
        opens = token.nesting > 0
        self._url = str(token.attrs.get("href", "")) if opens else ""
        self._auto = opens and token.markup == "autolink"
        self._turn(LINK, token.nesting)

    def _write_code(self, content: str, at: int) -> None:
        raw = self._content[at : at + len(content)].replace("\n", " ")
        self._turn(CODE, 1)
        self._write(content, at + (raw != content))
        self._turn(CODE, -1)

    def _write_image(self, token: Token, at: int) -> None:
        around, self._url = self._url, str(token.attrs.get("src", ""))
        self._turn(LINK, 1)
        self._write("![", at)
        self._write(token.content.replace("\n", " "), at + 2)
        self._put(f"]({self._url})", at + 2 + len(token.content), 2)
        self._turn(LINK, -1)
        self._url = around

    def _write(self, text: str, index: int) -> None:
        """Text that stands in the content as it is: cut where the source has a container's sign."""
        last = len(self._spots) - 1
        spot = bisect_right(self._indices, index) - 1
        while spot < last and self._indices[spot + 1] < index + len(text):
            length = self._indices[spot + 1] - index
            self._put(text[:length], index, length)
            text, index, spot = text[length:], index + length, spot + 1
        if text:
            self._put(text, index, len(text))

    def _put(self, text: str, index: int, size: int) -> None:
        start, offset = self._spots[max(0, bisect_right(self._indices, index) - 1)]
        at = offset + max(0, index - start)
        style = styled(self._base, self._bits)
        if self.runs and size == len(text):
            last = self.runs[-1]
            if (
                last.at + last.size == at
                and last.size == len(last.text)
                and last.style == style
                and last.url == self._url
            ):
                self.runs[-1] = Run(last.text + text, style, last.at, last.size + size, last.url)
                return
        self.runs.append(Run(text, style, at, size, self._url))


def runs(tokens: Sequence[Token], content: str, spots: Spots, base: str = "text") -> list[Run]:
    """The runs of `content`, parsed as `tokens`; line breaks within it are spaces or newlines."""
    setter = _Setter(content, spots, base)
    for token in tokens:
        setter.take(token)
    return setter.runs


_BLANK = (" ", "\n", "\t")
_SIGNS = re.compile(r"\*+|_+|~+|`|\[|\]")


def settled_until(tokens: Sequence[Token], content: str) -> int:
    """How much of `content` no text added to its end can make mean something else.

    That is up to the start of a word before which nothing is left open: no emphasis, code or
    bracket that a later sign could close. 0 when there is no such place.
    """
    best = depth = brackets = 0
    after_break = False
    for token in tokens:
        if token.type in _BREAKS:
            # A backslash makes a break only if the next line belongs to this text, too.
            after_break = content[token.meta["at"]] != "\\"
            continue
        if token.type == "text" and token.content:
            start = token.meta["at"]
            if after_break and depth == brackets == 0:
                best = start
            point, brackets = _within(content, start, token.content, brackets)
            if point and depth == 0:
                best = max(best, abs(point))
            if brackets < 0:
                return best
        depth += token.nesting
        after_break = False
    return best


def _within(content: str, start: int, text: str, brackets: int) -> tuple[int, int]:
    """The last settled point in a literal text, and the open brackets after it (-1: give up)."""
    best, position, end = 0, start, start + len(text)
    for sign in _SIGNS.finditer(content, start, end):
        if brackets == 0:
            best = _word_start(content, position, sign.start()) or best
        position = sign.end()
        brackets = _weigh(content, sign, brackets)
        if brackets < 0:
            return best, -1
    if brackets == 0:
        best = _word_start(content, position, end) or best
    return best, brackets


def _word_start(content: str, start: int, end: int) -> int:
    space = content.rfind(" ", start, end)
    while space >= start and space + 1 < len(content) and content[space + 1].isspace():
        space = content.rfind(" ", start, space)
    return space + 1 if start <= space and space + 1 < len(content) else 0


def _weigh(content: str, sign: re.Match[str], brackets: int) -> int:
    mark = sign.group()
    if mark == "[":
        return brackets + 1
    if mark[0] == "]":
        return -1 if content.startswith("(", sign.end()) else max(0, brackets - 1)
    before = content[sign.start() - 1 : sign.start()]
    after = content[sign.end() : sign.end() + 1]
    if mark == "~" or (after in _BLANK and mark != "`"):
        return brackets
    if mark[0] == "_" and before.isalnum() and after.isalnum():
        return brackets
    return -1
