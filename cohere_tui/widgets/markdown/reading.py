"""One reading of the rest of a text: its lines, its leaves, and blocks made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown import cells
from cohere_tui.widgets.markdown.block import Block, Code, CodeLine, Rule, Run, Table, Words
from cohere_tui.widgets.markdown.grown import Grown
from cohere_tui.widgets.markdown.inline import runs
from cohere_tui.widgets.markdown.leaves import Leaf, Walk
from cohere_tui.widgets.markdown.paint import Painter
from cohere_tui.widgets.markdown.parser import WHITE, References, parse_blocks, parse_inline

if TYPE_CHECKING:
    from collections.abc import Hashable

    from markdown_it.token import Token

    from cohere_tui.widgets.markdown.block import Content, Row
    from cohere_tui.widgets.markdown.context import Context

_ENDS = re.compile(r"\r\n|\n|\r")
_QUOTED = " \t>"
_LOUD = ("code", "table", "rule")


class Reading:
    """What the text `tail`, from offset `base` of the document on, is after `context`.

    `references` are the link definitions before it; `final` says that nothing will follow.
    """

    def __init__(
        self, tail: str, base: int, context: Context, references: References, *, final: bool
    ) -> None:
        self.tail = tail
        self.base = base
        self.context = context
        self._above = context.lines
        self.final = final
        self.references: References = dict(references)
        """What links may refer to: a definition below counts only when it is sure to be one."""
        defined: References = dict(references)
        self.lines, self.starts, self.whole = _lines(tail, base)
        shown = context.prefix + "\n".join(self.lines)
        tokens = parse_blocks(shown, defined)
        if final:
            self.references = defined
        walk = Walk(iter(context.known), context.lines, context.opener, self.start)
        self.leaves = walk.over(tokens)

    def start(self, line: int) -> int:
        """The document offset of a parsed line; of the end when there is no such line."""
        line -= self._above
        if line < len(self.starts):
            return self.starts[max(line, 0)]
        return self.base + len(self.tail)

    def raw(self, line: int) -> str:
        """A parsed line as it stands in the document; a context's line is empty."""
        line -= self._above
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def complete(self, line: int) -> bool:
        """Whether a parsed line has come to its end."""
        return line - self._above < self.whole

    def blank_before(self, line: int) -> bool:
        """Whether the line before a parsed line is blank."""
        if line <= self._above:
            return self.context.blank
        if line - 1 == self.context.opener:
            return False  # the end of a line of text, which may be a lone sign
        return not self.raw(line - 1).strip(_QUOTED)

    def gap(self, leaf: Leaf, after: str) -> bool:
        """Whether a blank line is set between a leaf and the block of kind `after` before it."""
        if not after:
            return False
        loud = leaf.kind in _LOUD or after in _LOUD or leaf.kind == "heading"
        return loud or self.blank_before(leaf.top)

    def source(self, leaf: Leaf) -> str:
        """The source of a leaf, whole lines."""
        return self.tail[self.start(leaf.top) - self.base : self.start(leaf.end) - self.base]

    def continues(self, leaf: Leaf) -> bool:
        """Whether a leaf goes on a block that the context has opened."""
        return leaf.first == self.context.opener

    def key(self, leaf: Leaf, after: str) -> Hashable:
        """Equal for leaves that make equal blocks."""
        gap, source = self.gap(leaf, after), self.source(leaf)
        place = (self.start(leaf.top), leaf.first - leaf.top, leaf.path, leaf.fresh, gap)
        known = len(self.references)
        return leaf.kind, source, place, known, leaf.kind == "code" and self.open(leaf)

    def block(self, leaf: Leaf, after: str) -> Block:
        """The block that a leaf is."""
        if leaf.kind == "definition":
            raise ValueError("a definition is not a block")
        start, end = self.start(leaf.top), self.start(leaf.end)
        gap = self.gap(leaf, after)
        pieces = Grown.of((self.source(leaf),))
        content = self.content(leaf)
        return Block(leaf.kind, start, end, leaf.path, leaf.fresh, gap, content, pieces)

    def content(self, leaf: Leaf) -> Content:
        """What a leaf holds."""
        if leaf.kind in ("paragraph", "heading"):
            level = int(leaf.tokens[0].tag[1]) if leaf.kind == "heading" else 0
            return Words(Grown.of(self.words(leaf)), level)
        if leaf.kind == "code":
            info = leaf.tokens[0].info.strip()
            lines = Grown.of(self.code_lines(leaf))
            return Code(
                lines, info, self.open(leaf), Painter(info.split(None, 1)[0] if info else "")
            )
        if leaf.kind == "table":
            head, *rows = self.rows(leaf)
            aligns = tuple(cells.align(token) for token in leaf.tokens if token.type == "th_open")
            return Table(Grown.of(rows), head, aligns)
        return Rule()

    def open(self, leaf: Leaf) -> bool:
        """Whether lines of code may follow: the leaf is the last and has no closing fence."""
        if self.final or leaf is not self.leaves[-1]:
            return False
        token = leaf.tokens[0]
        return token.type == "code_block" or len(_texts(token)) == leaf.end - leaf.first - 1

    # Words

    def words(self, leaf: Leaf) -> list[Run]:
        """The runs of a paragraph or heading."""
        token = leaf.tokens[0]
        if len(leaf.tokens) < 2:
            return self._verbatim(leaf) if token.info == "verbatim" else []
        content, spots = self.text(leaf)
        base = f"heading{min(3, int(token.tag[1]))}" if leaf.kind == "heading" else "text"
        return runs(parse_inline(content, self.references), content, spots, base)

    def _verbatim(self, leaf: Leaf) -> list[Run]:
        raw = self.source(leaf).rstrip()
        return [Run(raw, "text", self.start(leaf.first), len(raw))]

    def text(self, leaf: Leaf) -> tuple[str, list[tuple[int, int]]]:
        """The text of a paragraph or heading without dummy and task box, and where it stands."""
        content, hidden = leaf.tokens[1].content, leaf.task
        if self.continues(leaf):  # the dummy word of the context, and what separates it
            hidden = len(content) - len(content[2:].lstrip(" \t"))
        if leaf.kind == "heading" and leaf.tokens[0].markup.startswith("#"):
            spots = [(0, self.start(leaf.first) + _after_hashes(self.raw(leaf.first)))]
        else:
            spots = self._line_spots(content, leaf.first)
        shifted = [(index - hidden, offset) for index, offset in spots if index >= hidden]
        if hidden and (not shifted or shifted[0][0] > 0):
            index, offset = max(spot for spot in spots if spot[0] < hidden)
            shifted.insert(0, (0, offset + hidden - index))
        return content[hidden:], shifted

    def _line_spots(self, content: str, first: int) -> list[tuple[int, int]]:
        spots: list[tuple[int, int]] = []
        index = 0
        for number, line in enumerate(content.split("\n"), first):
            text = line.lstrip(" \t").rstrip(WHITE)
            raw = self.raw(number).rstrip(WHITE)
            lead = len(line) - len(line.lstrip(" \t"))
            column = max(0, len(raw) - len(text))
            if number == self.context.opener == self._above:
                column = -2  # the dummy stands before this line's text
            spots.append((index + lead, self.start(number) + column))
            index += len(line) + 1
        return spots

    # Code

    def code_lines(self, leaf: Leaf) -> list[CodeLine]:
        """The lines of a code block; of one that goes on, those after the context."""
        token = leaf.tokens[0]
        texts = _texts(token)
        first = leaf.first + (token.type == "fence")
        if token.type == "code_block" and self.continues(leaf):
            texts, first = texts[1:], first + 1
        return [self._code_line(text, number) for number, text in enumerate(texts, first)]

    def _code_line(self, text: str, number: int) -> CodeLine:
        raw = self.raw(number)
        if raw.endswith(text):
            return CodeLine(text, self.start(number) + len(raw) - len(text))
        return CodeLine(text, -1)  # a tab was cut in two: its half is nowhere in the source

    # Tables

    def rows(self, leaf: Leaf) -> list[Row]:
        """The head and the rows of a table; of one that goes on, the rows after the context."""
        found: list[Row] = []
        row: list[Token] = []
        for token in leaf.tokens:
            if token.type == "tr_open":
                row = []
            elif token.type == "inline":
                row.append(token)
            elif token.type == "tr_close":
                found.append(self._row(row))
        return found[1:] if self.continues(leaf) else found

    def _row(self, row: list[Token]) -> Row:
        line = row[0].map[0] if row and row[0].map else 0
        contents = [token.content for token in row]
        start = self.start(line)
        spots = cells.spots(self.raw(line), start, contents)
        return tuple(
            tuple(runs(parse_inline(content, self.references), content, places))
            for content, places in zip(contents, spots, strict=True)
        )


def _lines(tail: str, base: int) -> tuple[list[str], list[int], int]:
    """The lines of `tail` without their ends, where each starts, and how many are complete."""
    lines: list[str] = []
    starts: list[int] = []
    position = 0
    for end in _ENDS.finditer(tail):
        lines.append(tail[position : end.start()])
        starts.append(base + position)
        position = end.end()
    whole = len(lines)
    if tail.endswith("\r"):
        whole -= 1  # the other half of this line end may still come
    lines.append(tail[position:])
    starts.append(base + position)
    return lines, starts, whole


def _texts(token: Token) -> list[str]:
    """The lines of a code token; the last one may lack its end."""
    texts = token.content.split("\n")
    return texts if texts[-1] else texts[:-1]


def _after_hashes(raw: str) -> int:
    start = raw.find("#")
    text = raw[start:].lstrip("#")
    return len(raw) - len(text.lstrip(WHITE))
