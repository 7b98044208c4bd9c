"""The parser's block tokens as leaves with the path of quotes and items that leads to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cohere_tui.widgets.markdown.block import Frame, Item, Quote
from cohere_tui.widgets.markdown.parser import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

    from cohere_tui.widgets.markdown.block import Kind

LeafKind = Literal["paragraph", "heading", "code", "table", "rule", "definition"]

_KINDS: dict[str, LeafKind] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "fence": "code",
    "code_block": "code",
    "table_open": "table",
    "hr": "rule",
    "definition": "definition",
}
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf block as parsed, before its text is: lines are numbers in the text parsed."""

    kind: LeafKind
    top: int
    """Where the first of its fresh frames opens: at its own first line or above it."""
    first: int
    end: int
    path: tuple[Frame, ...]
    fresh: int
    before: Item | None
    """When the first fresh frame continues a list: the item before it."""
    tokens: Sequence[Token]
    """From its first token on; a paragraph or heading has its inline token at number 1."""
    task: int = 0
    """How many characters of its content are the box of a task item."""


@dataclass(slots=True)
class _Open:
    """A quote or item being walked through; its frame is made when its first leaf is met."""

    token: Token
    before: Item | None = None
    number: int | None = None
    inner: int = -1
    frame: Frame | None = None


@dataclass(slots=True)
class _List:
    following: int | None
    last: Item | None = None


@dataclass(slots=True)
class Walk:
    """Walks over block tokens. `known` are the frames that the lines before `context` open, in
    order: they belong to earlier blocks. `offset` gives the document offset of a parsed line."""

    known: Iterator[Frame]
    context: int
    opener: int
    offset: Callable[[int], int]
    leaves: list[Leaf] = field(default_factory=list)
    _path: list[_Open] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)

    def over(self, tokens: list[Token]) -> list[Leaf]:
        """The leaves in reading order, those of the context left out but for the opener's."""
        for index, token in enumerate(tokens):
            if token.nesting >= 0 and self._path and self._path[-1].inner < 0:
                self._path[-1].inner = token.meta.get("indent", -1)
            if token.type in _KINDS:
                self._leaf(_KINDS[token.type], tokens, index)
            elif token.type in ("blockquote_open", "list_item_open"):
                self._enter(token)
            elif token.type in ("blockquote_close", "list_item_close"):
                self._leave()
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                ordered = token.type == "ordered_list_open"
                self._lists.append(_List(int(token.attrs.get("start", 1)) if ordered else None))
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
        return self.leaves

    def _enter(self, token: Token) -> None:
        opened = _Open(token)
        if token.map is not None and token.map[0] < self.context:
            opened.frame = next(self.known)
        if token.type == "list_item_open":
            listing = self._lists[-1]
            if isinstance(opened.frame, Item):
                listing.last = opened.frame
                listing.following = opened.frame.number
            opened.before, opened.number = listing.last, listing.following
            if listing.following is not None:
                listing.following += 1
        self._path.append(opened)

    def _leave(self) -> None:
        opened = self._path[-1]
        if opened.frame is None:
            self._empty(opened.token)
        self._path.pop()

    def _empty(self, token: Token) -> None:
        """A quote or item without a leaf is shown too: as an empty paragraph."""
        first, end = token.map or (0, 0)
        deep = token.level >= DEEPEST - 2
        stand_in = type(token)("paragraph_open", "p", 1)
        stand_in.info = "verbatim" if deep else ""
        self._emit("paragraph", first, end if deep else first + 1, (stand_in,), "")

    def _leaf(self, kind: LeafKind, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        first, end = token.map or (0, 0)
        if first < self.context and first != self.opener:
            return
        if kind == "definition":
            self.leaves.append(Leaf(kind, first, first, end, (), 0, None, (token,)))
            return
        stop = index + 2 if kind in ("paragraph", "heading") else index + 1
        if kind == "table":
            stop = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
        content = tokens[index + 1].content if kind == "paragraph" else ""
        self._emit(kind, first, end, tokens[index:stop], content)

    def _emit(
        self, kind: Kind, first: int, end: int, tokens: Sequence[Token], content: str
    ) -> None:
        fresh = sum(opened.frame is not None for opened in self._path)
        before = self._path[fresh].before if fresh < len(self._path) else None
        box = _TASK.match(content) if self._lists else None
        task, top = 0, first
        for depth in range(fresh, len(self._path)):
            opened = self._path[depth]
            innermost = depth == len(self._path) - 1
            ticked = box.group(1) if box and innermost else ""
            opened.frame = self._frame(opened, ticked)
            top = min(top, opened.token.map[0] if opened.token.map else top)
            if isinstance(opened.frame, Item) and ticked and box:
                task = box.end()
        path = tuple(opened.frame for opened in self._path if opened.frame is not None)
        self.leaves.append(Leaf(kind, top, first, end, path, fresh, before, tokens, task))

    def _frame(self, opened: _Open, task: str) -> Frame:
        token = opened.token
        at = self.offset(token.map[0]) if token.map else -1
        if token.type == "blockquote_open":
            return Quote(at)
        item = Item(
            at,
            opened.number,
            token.markup,
            len(token.info),
            token.meta["column"],
            opened.inner if opened.inner >= 0 else token.meta["column"] + 2,
            task,
        )
        self._list_of(opened).last = item
        return item

    def _list_of(self, opened: _Open) -> _List:
        items = [each for each in self._path if each.token.type == "list_item_open"]
        return self._lists[next(i for i, each in enumerate(items) if each is opened)]
