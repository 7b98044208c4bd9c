"""Code in colours: token by token, and while it grows line by line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from pygments.lexer import ExtendedRegexLexer, LexerContext, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from cohere_tui.widgets.markdown.block import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

    from cohere_tui.widgets.markdown.block import Code, CodeLine

    _Tokens: TypeAlias = tuple[int, _TokenType, str]

_WHOLE = 16_384
"""Finished code up to this many characters is read as a whole, longer code line by line."""
_ENDLESS = 2_000
"""A line of more characters than this stays plain."""

_COMMENTS = (("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}"), ("--[[", "]]"))

_STYLES: dict[_TokenType, str] = {
    Token.Comment: "fence.comment",
    Token.Comment.Preproc: "fence.builtin",
    Token.Keyword: "fence.keyword",
    Token.Keyword.Constant: "fence.number",
    Token.Keyword.Type: "fence.builtin",
    Token.Literal: "fence.string",
    Token.Literal.Number: "fence.number",
    Token.Name.Attribute: "fence.name",
    Token.Name.Builtin: "fence.builtin",
    Token.Name.Class: "fence.name",
    Token.Name.Decorator: "fence.name",
    Token.Name.Exception: "fence.builtin",
    Token.Name.Function: "fence.name",
    Token.Name.Tag: "fence.keyword",
    Token.Operator: "fence.operator",
    Token.Operator.Word: "fence.keyword",
    Token.Generic.Deleted: "fence.deleted",
    Token.Generic.Heading: "fence.heading",
    Token.Generic.Inserted: "fence.inserted",
    Token.Generic.Prompt: "fence.comment",
    Token.Generic.Subheading: "fence.heading",
}


class Piece(NamedTuple):
    """A stretch of a line in one style."""

    text: str
    style: str


class _State(NamedTuple):
    """What is known between two lines: the lexer's stack, and the comment that is open."""

    stack: tuple[str, ...] = ("root",)
    comment: tuple[str, str] = ("", "")


class Painter:
    """Colours the code of one block; remembers what it read, so that each line is read once.

    A lexer that keeps its state on a stack goes on from line to line as if it read on; another
    one begins afresh with each. Code that is finished is read once more as a whole if that is not
    long, because some lexers look further than a line.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._lines: list[list[Piece]] = []
        self._state = _State()
        self._whole: list[list[Piece]] | None = None

    def paint(self, code: Code, start: int = 0) -> list[list[Run]]:
        """The lines of `code` from number `start` on, coloured."""
        lines = code.parts.since(start)
        if not code.open and self._is_short(code):
            if self._whole is None or len(self._whole) < len(code.parts):
                text = "".join([f"{line.text}\n" for line in code.parts])
                self._whole = _lines(text, _read(self._language, text))
            return [_runs(*pair) for pair in zip(lines, self._whole[start:], strict=False)]
        self._advance(code)
        pieces = self._lines[start:]
        state = self._state
        for line in lines[len(pieces) :]:
            piece, state = _read_line(self._language, line.text, state)
            pieces.append(piece)
        return [_runs(*pair) for pair in zip(lines, pieces, strict=False)]

    def _advance(self, code: Code) -> None:
        """Read the lines that are there for good."""
        known = len(self._lines)
        for line in code.parts.since(known)[: max(0, code.parts.count - known)]:
            piece, self._state = _read_line(self._language, line.text, self._state)
            self._lines.append(piece)

    @staticmethod
    def _is_short(code: Code) -> bool:
        return len(code.parts) < _WHOLE and sum([len(line.text) for line in code.parts]) < _WHOLE


def _runs(line: CodeLine, pieces: Iterable[Piece]) -> list[Run]:
    runs: list[Run] = []
    at = line.at
    for text, style in pieces:
        runs.append(Run(text, style, at, len(text)))
        at += len(text) if at >= 0 else 0
    return runs


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language.lower()) if language else None
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _style(kind: _TokenType) -> str:
    for step in reversed(kind.split()):
        if step in _STYLES:
            return _STYLES[step]
    return "fence"


def _read(language: str, text: str) -> list[_Tokens]:
    lexer = _lexer(language)
    if lexer is None:
        return [(0, Token.Text, text)]
    return list(lexer.get_tokens_unprocessed(text))


def _read_line(language: str, line: str, state: _State) -> tuple[list[Piece], _State]:
    """A line in colours, and what is known after it."""
    lexer = _lexer(language) if len(line) <= _ENDLESS else None
    if lexer is None:
        return [Piece(line, "fence")] if line else [], state
    opening, closing = state.comment
    if opening and closing not in line:
        return [Piece(line, "fence.comment")] if line else [], state
    tokens, stack = _step(lexer, f"{opening}{line}\n", state.stack)
    comment = _opened(lexer, opening + line, state.stack)
    if comment[0]:
        tokens, stack = _step(lexer, f"{opening}{line}{comment[1]}\n", state.stack)
    shift = len(opening)
    tokens = [
        (max(0, start - shift), kind, value[max(0, shift - start) :])
        for start, kind, value in tokens
    ]
    return _lines(line, tokens)[0], _State(stack, comment)


def _step(lexer: Lexer, text: str, stack: Sequence[str]) -> tuple[list[_Tokens], tuple[str, ...]]:
    """The tokens of `text` read in the state that `stack` tells, and the stack after it."""
    if not _carries(type(lexer)):
        return list(lexer.get_tokens_unprocessed(text)), tuple(stack)
    context = LexerContext(text, 0, list(stack))
    try:
        # It reads with a context what any lexer of its kind keeps: the table of its states.
        reader = cast("ExtendedRegexLexer", lexer)
        tokens = list(ExtendedRegexLexer.get_tokens_unprocessed(reader, context=context))
    except TypeError:  # one of the few lexers whose callbacks know of no context
        return list(lexer.get_tokens_unprocessed(text)), tuple(stack)
    return tokens, tuple(context.stack)


def _opened(lexer: Lexer, text: str, stack: Sequence[str]) -> tuple[str, str]:
    """The signs of a comment that a line leaves open, if its end would make the lexer see one.

    Many lexers find such a comment only when they see its beginning and its end at once.
    """
    for opening, closing in _COMMENTS:
        place = text.rfind(opening)
        if place < 0 or closing in text[place + len(opening) :]:
            continue
        tokens, _ = _step(lexer, f"{text}{closing}\n", stack)
        for start, kind, value in tokens:
            whole = start <= place and value.startswith(opening) and value.endswith(closing)
            if whole and kind in (Token.Comment, Token.Comment.Multiline):
                return opening, closing
    return "", ""


def _carries(kind: type[Lexer]) -> bool:
    """Whether all that such a lexer knows between two lines is its stack of states."""
    own = (RegexLexer.get_tokens_unprocessed, ExtendedRegexLexer.get_tokens_unprocessed)
    return issubclass(kind, RegexLexer) and kind.get_tokens_unprocessed in own


def _lines(text: str, tokens: Sequence[_Tokens]) -> list[list[Piece]]:
    """The lines of `text` in pieces, every character of it once, whatever the lexer said."""
    lines: list[list[Piece]] = [[]]
    position = 0
    for start, kind, value in [*tokens, (len(text), Token.Text, "")]:
        if start > position:
            _add(lines, text[position:start], "fence")
            position = start
        end = min(start + len(value), len(text))
        if end > position:
            _add(lines, value[position - start : end - start], _style(kind))
            position = end
    return lines


def _add(lines: list[list[Piece]], text: str, style: str) -> None:
    for number, part in enumerate(text.split("\n")):
        if number:
            lines.append([])
        if part and lines[-1] and lines[-1][-1].style == style:
            lines[-1][-1] = Piece(lines[-1][-1].text + part, style)
        elif part:
            lines[-1].append(Piece(part, style))
