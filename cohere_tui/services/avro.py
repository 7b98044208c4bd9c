"""Avro parts of a dataset, read row by row (API.md 14.5)."""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import fastavro
from fastavro.schema import SchemaParseException

from cohere_tui.errors import FileUnusable
from cohere_tui.plain import one_line
from cohere_tui.services.files.opening import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, Any]

_BROKEN = (
    ValueError, EOFError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError,
    MemoryError, struct.error, zlib.error, SchemaParseException,
)  # fmt: skip
"""What fastavro raises for bytes that are not Avro, or not all of it."""


class Part:
    """One Avro file of records, open. Iterating gives its rows, once."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        with readable(path):
            self._reader = fastavro.reader(file)
        self.schema: Any = self._reader.writer_schema
        self.codec = self._reader.codec
        fields = self.schema.get("fields") if isinstance(self.schema, dict) else None
        if not isinstance(fields, list):
            raise FileUnusable(f"{one_line(path.name)} holds no records")
        self.columns = tuple(str(field["name"]) for field in fields)
        """The names of the fields, in their order."""

    def __iter__(self) -> Iterator[Row]:
        with readable(self._path):
            yield from cast("Iterator[Row]", self._reader)

    @property
    def read(self) -> int:
        """Bytes read so far."""
        return self._file.tell()


@contextmanager
def opened(path: Path) -> Iterator[Part]:
    """The part at `path`. Raises `FileUnusable`, which names it, when it cannot be read."""
    with reading(path) as file:
        yield Part(path, file)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Errors of the Avro reader inside become a `FileUnusable` that names the part."""
    try:
        yield
    except _BROKEN as error:
        why = one_line(str(error)) or type(error).__name__
        raise FileUnusable(f"{one_line(path.name)} is not readable as Avro: {why}") from error
