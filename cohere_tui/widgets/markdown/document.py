"""A Markdown text as blocks, while it grows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.context import Context, reopened
from cohere_tui.widgets.markdown.growth import Growth, begin, can_grow, is_long
from cohere_tui.widgets.markdown.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from cohere_tui.widgets.markdown.block import Block
    from cohere_tui.widgets.markdown.leaves import Leaf
    from cohere_tui.widgets.markdown.parser import References

_UNSPOKEN = re.compile(r"[-=*_+`~|:#\s>]*(?:\d{1,9}[.)]?)?\Z")
"""The beginning of a line that may yet turn into a marker, a fence, a rule or an underline."""
_TITLE_SIGNS = ("'", '"', "(")
_CROWDED = 4096


class Document:
    """One Markdown text, split into blocks as it comes, at a cost that does not grow with it.

    `blocks` are the blocks in order; the first `settled` of them can no longer change, except that
    `finish` may still resolve references to links that were defined further down. Of the rest only
    the last is usually alive: code, tables and long paragraphs grow in place. A block that did not
    change is the same object as before. Offsets count code points of the text as received.
    """

    def __init__(self) -> None:
        self.settled = 0
        self.finished = False
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._tail = ""
        self._base = 0
        self._context = Context()
        self._references: References = {}
        self._growth: Growth | None = None
        self._barred = -1
        self._held = 0
        self._cache: dict[Hashable, Block] = {}

    @classmethod
    def of(cls, text: str) -> Document:
        """The finished document of a whole text."""
        document = cls()
        document._pieces.append(text)
        document._tail = text
        document._finish()
        return document

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks in order; a view that the next `extend` or `finish` changes."""
        return self._blocks

    @property
    def text(self) -> str:
        """The whole text as received."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def extend(self, more: str) -> int:
        """Add `more` to the end; the number of the first block that changed or is new.

        A text that cannot be cut anywhere (one endless word, brackets never closed) is read again
        when it has grown by a sixteenth, so that it stays cheap; an empty `more` reads it at once.
        """
        if self.finished:
            raise ValueError("the document is finished")
        self._pieces.append(more)
        self._tail += more
        self._held += len(more)
        if more and len(self._tail) > _CROWDED and self._held < len(self._tail) // 16:
            return len(self._blocks)
        self._held = 0
        return self._read()

    def finish(self) -> int:
        """Nothing follows: settle everything; the number of the first block that changed.

        Does nothing when the document is finished already.
        """
        if self.finished:
            return len(self._blocks)
        before = list(self._blocks)
        self._finish()
        if self._references and before:
            self._resolve()
        return _first_change(before, self._blocks)

    def _finish(self) -> None:
        reading = Reading(self._tail, self._base, self._context, self._references, final=True)
        if self._growth is not None and not self._growth.fits(reading):
            self._ungrow()
            self._finish()
            return
        self._references = reading.references
        self._show(self._made(reading))
        self.settled = len(self._blocks)
        self.finished = True
        self._tail = ""
        self._cache = {}
        self._growth = None

    def _resolve(self) -> None:
        """Take the blocks of the whole text wherever a definition came after its use."""
        known = {block.start: block for block in self._blocks}
        self._blocks = [
            old if (old := known.get(new.start)) == new and old is not None else new
            for new in Document.of(self.text).blocks
        ]
        self.settled = len(self._blocks)

    # Reading what is not settled

    def _read(self) -> int:
        while True:
            reading = Reading(
                self._spoken(), self._base, self._context, self._references, final=False
            )
            if self._growth is None or self._growth.fits(reading):
                break
            self._ungrow()
        changed = self._show(self._made(reading))
        self._settle(reading)
        return changed

    def _spoken(self) -> str:
        """The unsettled text without a last line that does not yet say what it will be."""
        start = max(self._tail.rfind("\n"), self._tail.rfind("\r")) + 1
        return self._tail[:start] if _UNSPOKEN.match(self._tail, start) else self._tail

    def _made(self, reading: Reading) -> list[Block]:
        blocks: list[Block] = []
        cache: dict[Hashable, Block] = {}
        after = self._context.after
        for leaf in reading.leaves:
            if leaf.kind == "definition":
                continue
            if reading.continues(leaf) and self._growth is not None:
                block = self._growth.block(reading, leaf)
            else:
                key = reading.key(leaf, after)
                old = self._cache.get(key)
                block = reading.block(leaf, after) if old is None else old
                cache[key] = block
            blocks.append(block)
            after = block.kind
        self._cache = cache
        return blocks

    def _show(self, live: list[Block]) -> int:
        """Put `live` in the place of the unsettled blocks; the number of the first new one."""
        old = self._blocks[self.settled :]
        for index, block in enumerate(live[: len(old)]):
            if old[index] == block:
                live[index] = old[index]
        self._blocks[self.settled :] = live
        return self.settled + _first_change(old, live)

    # Settling

    def _settle(self, reading: Reading) -> None:
        """Leave behind what can no longer change, and let the last block grow where it is."""
        number = _boundary(reading)
        if number > 0:
            self._cut(reading, number)
        if self._growth is not None:
            self._advance(self._growth, reading, reading.leaves[0])
        elif reading.leaves and max(number, 0) == len(reading.leaves) - 1:
            self._begin(reading, reading.leaves[-1])

    def _begin(self, reading: Reading, leaf: Leaf) -> None:
        offset = reading.start(leaf.top)
        if leaf.kind == "definition" or offset == self._barred:
            return
        if not can_grow(self._blocks[-1], leaf, reading):
            return
        if offset != self._base:
            self._cut(reading, len(reading.leaves) - 1)
        growth, offset = begin(self._context, self._blocks[-1]).advanced(reading, leaf)
        if offset > self._base:
            self._growth = growth
            self._context = growth.context
            self._drop(offset)

    def _cut(self, reading: Reading, number: int) -> None:
        """Settle the leaves before `number`: what comes from there on is read without them."""
        leaf = reading.leaves[number]
        for passed in reading.leaves[:number]:
            if passed.kind == "definition":
                meta = passed.tokens[0].meta
                link = {"href": meta["url"], "title": meta["title"]}
                self._references.setdefault(meta["id"], link)
            else:
                self.settled += 1
        fresh = leaf.path[leaf.fresh] if leaf.fresh < len(leaf.path) else None
        after = self._blocks[self.settled - 1].kind if self.settled else ""
        frames, blank = leaf.path[: leaf.fresh], reading.blank_before(leaf.top)
        self._context = reopened(frames, leaf.before, fresh, after, blank)
        self._growth = None
        self._drop(reading.start(leaf.top))

    def _drop(self, offset: int) -> None:
        self._tail = self._tail[offset - self._base :]
        self._base = offset

    def _advance(self, growth: Growth, reading: Reading, leaf: Leaf) -> None:
        self._growth, offset = growth.advanced(reading, leaf)
        self._context = self._growth.context
        self._drop(offset)

    def _ungrow(self) -> None:
        """The growing block turns out to be something else: read it again from its start."""
        growth = self._growth
        if growth is None:
            return
        self._tail = growth.stem.source + self._tail
        self._base = self._barred = growth.stem.start
        self._context = growth.origin
        self._growth = None


def _boundary(reading: Reading) -> int:
    """The number of the last leaf whose start is sure, so that all before it is settled; or -1.

    A line decides whether it starts a block, together with the line after it (a table does); so
    does the beginning of a long one.
    """
    for number in range(len(reading.leaves) - 1, 0, -1):
        leaf, before = reading.leaves[number], reading.leaves[number - 1]
        if leaf.kind == "definition":
            continue
        if not reading.complete(leaf.top + 1) and not is_long(leaf, reading):
            continue
        behind = before.kind == "definition" and before.end == leaf.top
        if behind and reading.raw(leaf.top).lstrip(" \t>").startswith(_TITLE_SIGNS):
            continue  # may be the title of that definition, once it is closed
        return number
    return -1


def _first_change(old: Sequence[Block], new: Sequence[Block]) -> int:
    for number, (before, after) in enumerate(zip(old, new, strict=False)):
        if before is not after:
            return number
    return min(len(old), len(new))
