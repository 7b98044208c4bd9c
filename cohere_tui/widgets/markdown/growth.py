"""The block at the end that grows where it is: code by lines, a table by rows, a text by words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cohere_tui.widgets.markdown.block import Block, Code, Rule, Run, Table, Words
from cohere_tui.widgets.markdown.context import Context, amid, continued
from cohere_tui.widgets.markdown.inline import settled_until
from cohere_tui.widgets.markdown.parser import parse_inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.widgets.markdown.leaves import Leaf
    from cohere_tui.widgets.markdown.reading import Reading

LONG = 512
"""A paragraph of more characters than this is read on from where nothing is left open."""


@dataclass(frozen=True, slots=True)
class Growth:
    """`stem` is the part of a block that no more text can change; reading goes on behind it.

    `origin` is the context in which the block began, `context` the one in which it goes on.
    """

    origin: Context
    context: Context
    stem: Block
    joint: tuple[Run, ...] = ()
    """The space between the words of the stem and those that follow, if any do."""

    def fits(self, reading: Reading) -> bool:
        """Whether what was read goes on this block; if not, it has turned into something else."""
        leaf = reading.leaves[0] if reading.leaves else None
        return leaf is not None and reading.continues(leaf) and leaf.kind == self.stem.kind

    def block(self, reading: Reading, leaf: Leaf) -> Block:
        """The whole block as of a reading whose first leaf is `leaf`."""
        content = _with(self.stem.content, (), self._parts(reading, leaf))
        if isinstance(content, Code):
            content = replace(content, open=reading.open(leaf))
        end = reading.start(leaf.end)
        source = reading.tail[self.stem.end - reading.base : end - reading.base]
        pieces = self.stem.pieces.add((), (source,))
        return replace(self.stem, end=end, content=content, pieces=pieces)

    def advanced(self, reading: Reading, leaf: Leaf) -> tuple[Growth, int]:
        """The growth after taking in what `leaf` has settled, and the offset to read on from."""
        if isinstance(self.stem.content, Words):
            return self._spoken(reading, leaf)
        parts = self._parts(reading, leaf)
        first = leaf.first + _head(leaf, self.context if reading.continues(leaf) else None)
        count = sum(reading.complete(first + number) for number in range(len(parts)))
        if not count:
            return self, reading.base
        context = self.context
        if not reading.continues(leaf):
            head = _head(leaf, context)
            opening = [reading.raw(line) for line in range(leaf.top, leaf.first + head)]
            context = continued(self.origin, opening, head, leaf.path[leaf.fresh :])
        return self._on(reading, context, reading.start(first + count), parts[:count])

    def _spoken(self, reading: Reading, leaf: Leaf) -> tuple[Growth, int]:
        content, spots = reading.text(leaf)
        if len(content) < LONG:
            return self, reading.base
        point = settled_until(parse_inline(content, reading.references), content)
        if point < LONG // 2:
            return self, reading.base
        index, offset = spots[bisect_right([index for index, _ in spots], point) - 1]
        offset += point - index
        start = reading.starts[bisect_right(reading.starts, offset) - 1]
        new_line = content[:point].rstrip(" \t").endswith("\n")
        if not new_line and "|" in reading.tail[start - reading.base : offset - reading.base]:
            return self, reading.base  # the line may become the head of a table: keep it whole
        kept, joint = _until(self._parts(reading, leaf), offset)
        context = amid(self.stem.path, new_line)
        return self._on(reading, context, start if new_line else offset, kept, joint)

    def _parts(self, reading: Reading, leaf: Leaf) -> list[Any]:
        if leaf.kind == "code":
            return list(reading.code_lines(leaf))
        if leaf.kind == "table":
            rows = reading.rows(leaf)
            return rows if reading.continues(leaf) else rows[1:]
        words = reading.words(leaf)
        return [*self.joint, *words] if words else []

    def _on(
        self,
        reading: Reading,
        context: Context,
        offset: int,
        kept: Sequence[Any],
        joint: tuple[Run, ...] = (),
    ) -> tuple[Growth, int]:
        source = reading.tail[self.stem.end - reading.base : offset - reading.base]
        stem = replace(
            self.stem,
            end=offset,
            content=_with(self.stem.content, kept),
            pieces=self.stem.pieces.add((source,)),
        )
        return Growth(self.origin, context, stem, joint), offset


def begin(origin: Context, block: Block) -> Growth:
    """A growth of which nothing is settled yet."""
    content = _with(block.content, (), anew=True)
    pieces = type(block.pieces).of(())
    return Growth(origin, origin, replace(block, end=block.start, content=content, pieces=pieces))


def can_grow(block: Block, leaf: Leaf, reading: Reading) -> bool:
    """Whether a block at the end is of a kind, and long enough, to grow where it is."""
    content = block.content
    if isinstance(content, Code):
        return content.open and reading.complete(leaf.first + 1)
    if isinstance(content, Table):
        return reading.complete(leaf.first + 2)
    if is_long(leaf, reading):
        text = reading.text(leaf)[0] if len(leaf.tokens) > 1 else "["
        return not text.startswith("[")  # it may yet turn out to define a link
    return False


def is_long(leaf: Leaf, reading: Reading) -> bool:
    """Whether a leaf is a paragraph too long to be read again and again."""
    if leaf.kind != "paragraph" or reading.start(leaf.end) - reading.start(leaf.top) <= LONG:
        return False
    # What opens a quote or item may still turn out to be the head of a table.
    return leaf.fresh == len(leaf.path) or reading.complete(leaf.top + 1)


def _head(leaf: Leaf, context: Context | None) -> int:
    """How many lines of a leaf come before its first part; the context needs those of a code
    block's first line too."""
    if leaf.kind == "table":
        return 2
    return 1 if context is not None or leaf.tokens[0].type == "fence" else 0


def _with(
    content: Words | Code | Table | Rule,
    kept: Sequence[Any],
    live: Sequence[Any] = (),
    *,
    anew: bool = False,
) -> Words | Code | Table | Rule:
    """`content` with its parts grown by `kept` and `live`, or beginning anew."""
    if isinstance(content, Rule):
        return content
    parts: Any = type(content.parts).of(()) if anew else content.parts.add(kept, live)
    return replace(content, parts=parts)


def _until(runs: Sequence[Run], offset: int) -> tuple[list[Run], tuple[Run, ...]]:
    """The runs before `offset` in the document, and the white space at their end by itself."""
    kept = [run if run.at + run.size <= offset else _first(run, offset - run.at) for run in runs]
    kept = [run for run in kept if run.text]
    joint: list[Run] = []
    while kept and kept[-1].text[-1:].isspace():
        run = kept.pop()
        length = len(run.text.rstrip())
        joint.insert(
            0, run._replace(text=run.text[length:], at=run.at + length, size=run.size - length)
        )
        if length:
            kept.append(_first(run, length))
    return kept, tuple(joint)


def _first(run: Run, length: int) -> Run:
    length = max(0, length)
    return run._replace(text=run.text[:length], size=length)
