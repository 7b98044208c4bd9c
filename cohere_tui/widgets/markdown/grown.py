"""A sequence that grows at its end and is yet a value: what has been added once is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Grown(Generic[T]):
    """A frozen sequence: `count` items that are kept for good, then some that may still change.

    `add` costs as much as what is added, however long the sequence: versions share one list and
    each sees its own beginning of it.
    """

    __slots__ = ("_kept", "_live", "count")

    def __init__(self, kept: list[T], count: int, live: tuple[T, ...]) -> None:
        self._kept = kept
        self._live = live
        self.count = count
        """How many items from the beginning no later version changes."""

    @classmethod
    def of(cls, items: Iterable[T] = (), live: Iterable[T] = ()) -> Grown[T]:
        """A sequence of `items`, which are kept, and of `live` ones."""
        kept = list(items)
        return cls(kept, len(kept), tuple(live))

    def add(self, kept: Iterable[T], live: Iterable[T] = ()) -> Grown[T]:
        """The next version: `kept` after what is kept, then `live` instead of what was live."""
        shared = self._kept
        if len(shared) != self.count:  # another version has already grown past this one
            shared = shared[: self.count]
        shared.extend(kept)
        return Grown(shared, len(shared), tuple(live))

    def grew_from(self, other: Grown[T]) -> bool:
        """Whether this is a later version of `other`, so that what that one kept is here too."""
        return self._kept is other._kept and self.count >= other.count

    def since(self, start: int) -> list[T]:
        """The items from number `start` on."""
        if start >= self.count:
            return list(self._live[start - self.count :])
        return [*self._kept[start : self.count], *self._live]

    def __len__(self) -> int:
        return self.count + len(self._live)

    def __iter__(self) -> Iterator[T]:
        return iter(self.since(0))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Grown):
            return NotImplemented
        if self._kept is other._kept and self.count == other.count:
            return self._live == other._live
        return len(self) == len(other) and self.since(0) == other.since(0)

    __hash__ = None  # type: ignore[assignment]  # compared by content, which may be long

    def __repr__(self) -> str:
        return f"Grown({self.since(0)!r})"
