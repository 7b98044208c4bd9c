"""What was found in a file before it is uploaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.errors import FileFault


@dataclass(frozen=True, slots=True)
class FileMark:
    """What tells a file from another one and from a later state of itself."""

    device: int
    inode: int
    size: int
    """In bytes."""
    modified_ns: int


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was read to its end, or given up at its faults."""

    path: Path
    mark: FileMark
    format: str
    """csv, jsonl or txt."""
    rows: int = 0
    """How many are as they should be."""
    broken: int = 0
    """How many are not."""
    faults: tuple[FileFault, ...] = ()
    """The first reasons not to upload it; none: it can be."""
    more: bool = False
    """Whether there are, or may be, more faults than these."""
    warnings: tuple[FileFault, ...] = ()
    """The first things to know before it is: rows that will be left out, doubts."""
    preview: tuple[dict[str, str], ...] = ()
    """The first rows, good or bad, as far as they could be read; values on one line, shortened."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields in the preview."""
        return tuple(dict.fromkeys(name for row in self.preview for name in row))
