"""What of a document is folded, and which of its lines are shown then. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.json_document import Document, Path


class Shown(NamedTuple):
    """The lines that are shown, in their order, and those of them that are folded."""

    lines: list[int]
    folded: list[int]


@dataclass(frozen=True, slots=True)
class Folds:
    """What is folded: told by paths, as those outlive the lines of a value that grows."""

    below: bool = False
    """Whether all below the top level is folded, but for what is in `turned`."""
    turned: frozenset[Path] = frozenset()
    """What is not as `below` says."""

    def has(self, path: Path) -> bool:
        """Whether the object or list of a path is folded."""
        return (self.below and path != ()) != (path in self.turned)

    def toggled(self, path: Path) -> Folds:
        """The same with this one folded if it was not, and the other way round."""
        return replace(self, turned=self.turned ^ {path})

    def all_toggled(self) -> Folds:
        """All below the top level folded; all unfolded, if it is so already."""
        return Folds() if self == _ALL else _ALL

    def opened_to(self, document: Document, line: int) -> Folds:
        """The same with so much unfolded that a line is shown."""
        folds = self
        for opener in _around(document, line):
            path = document.path(opener)
            if opener != line and folds.has(path):
                folds = folds.toggled(path)
        return folds

    def seen_as(self, document: Document, line: int) -> int:
        """The line that is shown for a line: itself, or that of the outermost fold it is in."""
        seen = line
        for opener in _around(document, line):
            if self.has(document.path(opener)):
                seen = opener
        return seen

    def shown(self, document: Document) -> Shown:
        """What is shown of a document."""
        lines: list[int] = []
        folded: list[int] = []
        at = 0
        for opener in self._folded(document):
            if opener >= at:
                folded.append(opener)
                lines.extend(range(at, opener + 1))
                at = document.mates[opener] + 1
        lines.extend(range(at, len(document.lines)))
        return Shown(lines, folded)

    def _folded(self, document: Document) -> list[int]:
        """The lines of what is folded, in their order."""
        turned = {document.line_of(path) for path in self.turned}
        if self.below:
            return [one for one in document.counts if (one not in turned) != (one == 0)]
        return sorted(one for one in turned if one in document.counts)


_ALL = Folds(below=True)


def _around(document: Document, line: int) -> Iterator[int]:
    """The lines that open what a line belongs to, from the inside out."""
    at = document.around(line)
    while at >= 0:
        yield at
        at = document.parents[at]


def how_many(document: Document, line: int) -> str:
    """What is told of something folded: `12 keys`."""
    count = document.counts[line]
    one = "key" if document.lines[line].endswith("{") else "item"
    return f"{count:,} {one}{'s' if count != 1 else ''}"
