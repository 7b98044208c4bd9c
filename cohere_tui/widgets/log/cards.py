"""One entry of a conversation as a stack of parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from typing import TYPE_CHECKING

from cohere_tui.widgets.log.parts import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.parts import Page, Part
    from cohere_tui.widgets.markdown.line import Line


class Card(ABC):
    """An entry and the parts it is drawn as, made when the card is first seen.

    Subclasses say which parts there are; this class keeps those that did not change.
    """

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._chosen: dict[str, bool] = {}
        """Which folding parts the reader has opened or closed."""
        self._page: Page | None = None
        self._parts: list[Part] = []
        self._tops: list[int] = []
        self._numbers: dict[str, int] = {}
        self._height = 0
        self._space: tuple[Page, int] | None = None

    @abstractmethod
    def compose(self, page: Page) -> Iterator[Part]:
        """The parts of the entry as it is now, from the top; unchanged ones through `kept`."""

    @abstractmethod
    def estimate(self, page: Page) -> int:
        """About how many lines it takes: cheap, and never below two."""

    @property
    @abstractmethod
    def copy(self) -> str:
        """The whole entry as text to copy."""

    @property
    def laid_out(self) -> bool:
        """Whether there are lines; an estimate is all there is before."""
        return self._page is not None

    @property
    def parts(self) -> list[Part]:
        """The parts, once laid out."""
        return self._parts

    def height(self, page: Page) -> int:
        """In lines with the blank one below; an estimate while it was never laid out on `page`."""
        if self._page == page:
            return self._height + 1
        if self._space is not None and self._space[0] == page:
            return self._space[1]
        return self.estimate(page)

    def forget(self) -> None:
        """Drop the lines, keep their number: another page, or far from sight."""
        if self._page is not None:
            self._space = (self._page, self._height + 1)
        self._page = None
        self._truncate(0)

    def lay_out(self, page: Page) -> None:
        """Make the lines for `page`; nothing happens when they are there."""
        if self._page != page:
            self.forget()
            self._page = page
            self.recompose()

    def recompose(self) -> int:
        """Make again what changed; returns the first line that did (`height` when none)."""
        assert self._page is not None, "a card is laid out before it is composed again"
        return self._stack(0, self.compose(self._page))

    def grow(self, entry: Entry) -> int:
        """Take a newer state of the entry; returns the first changed line."""
        self.entry = entry
        self._space = None
        return self.recompose() if self._page is not None else 0

    def kept(self, key: str, made_of: object) -> Part | None:
        """The part `key` if it was made of the same value, so that its lines serve again."""
        part = self.part(key)
        return part if part is not None and part.made_of == made_of else None

    def part(self, key: str) -> Part | None:
        """The part `key` as it was drawn last."""
        number = self.number_of(key)
        return None if number is None else self._parts[number]

    def number_of(self, key: str) -> int | None:
        """The number of the part `key`; None when there is none."""
        return self._numbers.get(key)

    def fold(self, key: str) -> None:
        """Open the part `key`, or close it; it stays so however the entry grows."""
        part = self.part(key)
        if part is not None and part.folds:
            self._chosen[key] = not part.opened
            self.recompose()

    def is_open(self, key: str, *, habit: bool) -> bool:
        """Whether the part `key` is open: as the reader chose, else as is its `habit`."""
        return self._chosen.get(key, habit)

    def top(self, part: int) -> int:
        """The first line of part number `part`."""
        return self._tops[part]

    def part_at(self, line: int) -> int:
        """The number of the part that holds `line` of the card."""
        return max(0, bisect_right(self._tops, line) - 1)

    def line(self, number: int) -> Line:
        """Line `number` of the card; the last one is blank."""
        if number >= self._height:
            return BLANK
        index = self.part_at(number)
        return self._parts[index].line(number - self._tops[index])

    def _truncate(self, parts: int) -> None:
        if parts < len(self._parts):
            self._height = self._tops[parts]
            for part in self._parts[parts:]:
                del self._numbers[part.key]
            del self._parts[parts:]
            del self._tops[parts:]

    def _stack(self, first: int, parts: Iterator[Part]) -> int:
        """Put `parts` in place of those from number `first` on; returns the first changed line."""
        old, fresh = self._parts[first:], list(parts)
        same = 0
        for before, after in zip(old, fresh, strict=False):
            if before is not after:
                break
            same += 1
        changed = self._height if same == len(old) else self._tops[first + same]
        if same < min(len(old), len(fresh)):
            changed += fresh[same].kept_of(old[same])
        self._truncate(first + same)
        for part in fresh[same:]:
            self._numbers[part.key] = len(self._parts)
            self._tops.append(self._height)
            self._parts.append(part)
            self._height += part.height
        return changed
