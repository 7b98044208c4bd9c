"""A text of an answer as it grows: Markdown blocks, and the parts they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.widgets.log.parts import Page, Part
from cohere_tui.widgets.log.plain_lines import not_drawn
from cohere_tui.widgets.markdown.document import Document
from cohere_tui.widgets.markdown.line import Lines
from cohere_tui.widgets.markdown.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cohere_tui.state.turn import Block as TurnBlock
    from cohere_tui.widgets.markdown.block import Block
    from cohere_tui.widgets.markdown.line import Mark

MOST_SHOWN = 400_000
"""Characters of one text that are drawn; the rest is kept, copied and sent, but not shown."""


@dataclass(frozen=True, slots=True)
class _Made:
    block: Block
    marks: tuple[Mark, ...]


class Flow:
    """The Markdown of one text block, extended by what came since the last look."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._document = Document()
        self._taken = 0
        self._hidden = 0

    def take(self, block: TurnBlock) -> int:
        """Read on from where the last look ended; the number of the first block that changed."""
        length = min(len(block.text), MOST_SHOWN)
        self._hidden = len(block.text) - length
        if self._document.finished and length > self._taken:
            # More after its end, as the wire allows: the end was none.
            self._document, self._taken = Document(), 0
            self.take(block)
            return 0
        changed = len(self._document.blocks)
        if not self._taken and not block.open:
            self._taken = length
            self._document = Document.of(block.text.since(0)[:length])
            return 0
        if length > self._taken:
            more = block.text.since(self._taken)[: length - self._taken]
            self._taken = length
            changed = self._document.extend(more)
        if not block.open:
            changed = min(changed, self._document.finish())
        return changed

    def parts(
        self,
        page: Page,
        marks: Sequence[Mark],
        kept: Callable[[str], Part | None],
        first: int = 0,
    ) -> Iterator[Part]:
        """One part for each block from number `first` on."""
        for number in range(first, len(self._document.blocks)):
            block = self._document.blocks[number]
            within = (m for m in marks if m.start < block.end and m.end > block.start)
            made = _Made(block, tuple(within))
            key = f"{self._name}.{number}"
            before = kept(key)
            if before is not None and before.made_of == made:
                yield before
            else:
                yield _part(key, made, page, before)
        rest = not_drawn(self._hidden, page.width)
        if rest:
            yield Part(f"{self._name}.rest", "foot", rest, self._hidden, rest[0].text, gap=True)


def _part(key: str, made: _Made, page: Page, before: Part | None) -> Part:
    block = made.block
    earlier = before.lines if before is not None and isinstance(before.lines, Lines) else None
    return Part(
        key=key,
        kind="code" if block.kind == "code" else "prose",
        lines=render(block, page.width, page.look, made.marks, earlier),
        made_of=made,
        block=block,
    )
