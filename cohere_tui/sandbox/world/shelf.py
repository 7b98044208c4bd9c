"""Records of one kind, kept in memory and, where there is a folder, on disk."""

from __future__ import annotations

import dataclasses
import json
import os
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar
from urllib.parse import quote

from cohere_tui.sandbox.world.kept import NotOursError, read_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST = 100
"""Letters of an id that are in the name of its file: names may not be as long as ids."""


class Record(Protocol):
    """A frozen dataclass with an id, whose other fields JSON can hold (lists, not tuples)."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """Unique among its kind."""
        ...


Kept = TypeVar("Kept", bound=Record)


class Shelf(Generic[Kept]):
    """The records of one kind, in the order in which they were created."""

    def __init__(self, kind: type[Kept], folder: Path | None) -> None:
        self._folder = folder
        self._records: dict[str, Kept] = {}
        self._paths: dict[str, Path] = {}
        last = 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            # Their numbers are in the file names: so the order outlives a restart.
            for path in sorted(folder.glob("*.json")):
                record, last = _read(kind, path)
                self._records[record.id] = record
                self._paths[record.id] = path
        self._numbers = count(last + 1)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Kept]:
        return iter(tuple(self._records.values()))

    def get(self, record_id: str) -> Kept | None:
        """The record with that id."""
        return self._records.get(record_id)

    def put(self, record: Kept) -> None:
        """Add a record, or replace the one with its id; raises OSError, and then it does not."""
        if self._folder is not None:
            self._write(record, self._folder)
        self._records[record.id] = record

    def remove(self, record_id: str) -> None:
        """Forget a record; one that is not there is no trouble."""
        self._records.pop(record_id, None)
        path = self._paths.pop(record_id, None)
        if path is not None:
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget them all."""
        for record in self:
            self.remove(record.id)

    def _write(self, record: Kept, folder: Path) -> None:
        path = self._paths.get(record.id) or folder / self._new_name(record.id)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(dataclasses.asdict(record)))
        os.replace(draft, path)  # noqa: PTH105 - says that it replaces on every system
        self._paths[record.id] = path

    def _new_name(self, record_id: str) -> str:
        word = quote(record_id, safe="", errors="replace")[:_LONGEST]
        return f"{next(self._numbers):08d}.{word}.json"


def _read(kind: type[Kept], path: Path) -> tuple[Kept, int]:
    """A record and its number. Raises `NotOursError` and OSError."""
    found = read_object(path)
    try:
        return kind(**found), int(path.name.partition(".")[0])
    except (TypeError, ValueError) as error:
        raise NotOursError(f"{path.parent.name}/{path.name} is damaged: {error}") from error
