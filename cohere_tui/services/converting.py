"""Avro parts of a dataset written as one file: JSONL, CSV or Avro (API.md 14.5)."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, get_args

import fastavro

from cohere_tui.atomic import replacing
from cohere_tui.errors import FileUnusable
from cohere_tui.plain import one_line
from cohere_tui.services.avro import Row, opened, readable
from cohere_tui.services.avro_json import cell, json_text
from cohere_tui.services.beside import beside
from cohere_tui.services.files.opening import reading, reason, size_of, told

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["jsonl", "csv", "avro"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_BATCH = 500
"""Rows that are written at once."""
_BLOCK = 2**20
_CODECS = ("null", "deflate", "snappy")
"""Those that are kept in a new Avro file; others become deflate."""


@dataclass(frozen=True, slots=True)
class Converted:
    """How far a conversion is."""

    part: int
    """Which part is at hand, from 1."""
    rows: int
    """Written so far."""
    bytes: int
    """Of all parts, read so far."""
    total: int
    """What all parts are together."""


Show = Callable[[Converted], None]


async def convert(
    parts: Sequence[Path],
    into: Path,
    form: Format,
    show: Show = lambda _: None,
    *,
    replace: bool = False,
) -> int:
    """Write the rows of `parts`, Avro files, into one file; how many there were.

    In a thread, a few rows at a time. `into` is there whole at the end, or not at all, and is not
    replaced unless `replace` is set. CSV has the columns of all parts; nested values are cells of
    JSON. Avro needs parts of one schema. Raises `FileUnusable`, which names the part that cannot be
    read, or says why the new file cannot be written. Cancelling leaves no half file.
    """
    return await beside(partial(convert_now, parts, into, form, replace=replace), show)


def convert_now(
    parts: Sequence[Path], into: Path, form: Format, report: Show, *, replace: bool = False
) -> int:
    """The same at once; blocks as long as that takes. What `report` raises stops it."""
    if not parts:
        raise FileUnusable(f"there is nothing to write into {told(into)}")
    with new_file(into, replace=replace) as file:
        rows = _Rows(parts, report)
        _WRITERS[form](rows, file)
        return rows.count


@contextmanager
def new_file(into: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file to write that is at `into` once the block is left. Raises `FileUnusable`."""
    try:
        refuse_existing(into, replace=replace)
        with replacing(into) as file:
            yield file
            refuse_existing(into, replace=replace)  # it may have come meanwhile
    except OSError as error:
        what = f"{told(into)} cannot be written: {reason(error)}"
        raise FileUnusable(what, kept="Nothing of it was left.") from error


def refuse_existing(into: Path, *, replace: bool) -> None:
    """Raise `FileUnusable` when `into` may not be written because of what is there."""
    if into.is_dir():
        raise FileUnusable(f"{told(into)} is a folder")
    if not replace and into.exists():
        raise FileUnusable(f"{told(into)} is there already", remedy="Choose another name.")


class _Rows:
    """The rows of all parts, counted and reported."""

    def __init__(self, parts: Sequence[Path], report: Show) -> None:
        self.parts = parts
        self.count = 0
        self._report = report
        self._sizes = [size_of(part) for part in parts]

    def columns(self) -> tuple[str, ...]:
        """The fields of all parts."""
        names: dict[str, None] = {}
        for path in self.parts:
            with opened(path) as part:
                names |= dict.fromkeys(part.columns)
        return tuple(names)

    def __iter__(self) -> Iterator[Row]:
        before = 0
        for number, path in enumerate(self.parts, 1):
            with opened(path) as part:
                for row in part:
                    yield row
                    self.count += 1
                    if not self.count % _BATCH:
                        self.report(number, before + part.read)
            before += self._sizes[number - 1]
            self.report(number, before)

    def report(self, number: int, read: int) -> None:
        """Part `number` is at hand, and so many bytes were read."""
        self._report(Converted(number, self.count, read, sum(self._sizes)))


def _write_jsonl(rows: _Rows, file: BinaryIO) -> None:
    each = iter(rows)
    while lines := [json_text(row) for row in islice(each, _BATCH)]:
        file.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _write_csv(rows: _Rows, file: BinaryIO) -> None:
    columns = rows.columns()
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(columns)
    each = iter(rows)
    while cells := [[cell(row.get(name)) for name in columns] for row in islice(each, _BATCH)]:
        table.writerows(cells)
        _move(text, file)
    _move(text, file)


def _write_avro(rows: _Rows, file: BinaryIO) -> None:
    """One part is kept as it is, once it was read; several become one."""
    if len(rows.parts) == 1:
        deque(rows, maxlen=0)
        _copy(rows, file)
        return
    with opened(rows.parts[0]) as part:
        schema, codec = part.schema, part.codec
    for path in rows.parts[1:]:
        with opened(path) as part:
            if part.schema != schema:
                what = (
                    f"{one_line(path.name)} has other columns than {one_line(rows.parts[0].name)}"
                )
                raise FileUnusable(what, remedy="Choose JSONL or CSV.")
    with readable(rows.parts[0]):
        fastavro.writer(file, schema, rows, codec=codec if codec in _CODECS else "deflate")


_WRITERS: Final = {"jsonl": _write_jsonl, "csv": _write_csv, "avro": _write_avro}


def _move(text: io.StringIO, file: BinaryIO) -> None:
    """What is in `text` goes into the file."""
    file.write(text.getvalue().encode("utf-8", "replace"))
    text.seek(0)
    text.truncate()


def _copy(rows: _Rows, file: BinaryIO) -> None:
    copied = 0
    for block in _blocks(rows.parts[0]):
        file.write(block)
        copied += len(block)
        rows.report(1, copied)


def _blocks(path: Path) -> Iterator[bytes]:
    """A file's bytes; what goes wrong with them elsewhere is no fault of the file."""
    with reading(path) as file:
        while block := file.read(_BLOCK):
            yield block
