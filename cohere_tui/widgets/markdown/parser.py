"""The Markdown parser, set up once, and taught to remember where in its text each token began."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, blockquote
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it.token import Token

DEEPEST = 60
"""Blocks nested deeper than this are shown as plain text."""

_DEEPEST_INLINE = 20
"""Links and brackets nested deeper than this are text; each level costs with many brackets."""

WHITE = " \t\n\r\x0b\x0c\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What the parser trims from the ends of a text. Python would strip more."""

References = dict[str, dict[str, Any]]
"""Link definitions by normalised label, as the parser keeps them: `href` and `title`."""


class _Spoken(StateInline):
    """Notes in `token.meta["at"]` at which character of its text a token began."""

    _began = -1

    def append_pending(self, text: str) -> None:
        if self._began < 0:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        token = super().pushPending()
        token.meta["at"] = self._began
        self._began = -1
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        at = self.pos
        if self.pending:
            self.pushPending()
        self._began = -1
        before = self.tokens[-1] if self.tokens else None
        token = super().push(ttype, tag, nesting)
        if ttype == "text" and before is not None and before.meta.get("from") == at:
            # a run of delimiters is pushed one by one before the position moves on
            token.meta["at"] = before.meta["at"] + len(before.content)
        else:
            token.meta["at"] = at
        if ttype == "text":
            token.meta["from"] = at
        return token


class _Inline(ParserInline):
    """The inline parser over `_Spoken`."""

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        state = _Spoken(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Standing(StateBlock):
    """Notes in `token.meta` the columns at which a block-level token was opened."""

    around = 0
    """The column before a quote, which counts its own from 0 before it says that it opens."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        if nesting >= 0:
            quote = ttype == "blockquote_open"
            token.meta["indent"] = self.around if quote else self.blkIndent
            if ttype == "list_item_open":
                token.meta["column"] = self.sCount[self.line]
        return token


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if isinstance(state, _Standing) and not silent:
        state.around = state.blkIndent
    return blockquote(state, start, end, silent)


@cache
def _parser(deepest: int) -> MarkdownIt:
    options = {"html": False, "linkify": False, "maxNesting": deepest, "inline_definitions": True}
    parser = MarkdownIt("commonmark", options)
    parser.inline = _Inline()
    parser.configure("commonmark", options)
    others = ["paragraph", "reference", "blockquote", "list"]  # what a quote may end
    parser.block.ruler.at("blockquote", _quote, {"alt": others})
    parser.enable(["table", "strikethrough"])
    # Texts are joined where runs are made of them: joined here they would lose their places.
    return parser.disable(["html_block", "html_inline", "fragments_join"])


def parse_blocks(text: str, references: References) -> list[Token]:
    """The block-level tokens of `text`; definitions found in it are added to `references`.

    `meta["indent"]` of a token is the column at which the content of the item around it starts,
    `meta["column"]` of an item that of its marker.
    """
    parser = _parser(DEEPEST)
    tokens: list[Token] = []
    state = _Standing(text, parser, {"references": references}, tokens)
    parser.block.tokenize(state, 0, state.lineMax)
    return tokens


def parse_inline(text: str, references: References) -> list[Token]:
    """The inline tokens of `text`. `meta["at"]` is the index in `text` at which each one began."""
    parser = _parser(_DEEPEST_INLINE)
    return parser.inline.parse(text, parser, {"references": references}, [])
