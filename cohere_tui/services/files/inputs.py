"""Inputs of a playground from a person's file: lines, columns of a CSV, fields of a JSONL."""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cohere_tui.errors import FileFault, FileRefused, FileUnusable
from cohere_tui.services.files.entries import (
    BOM,
    Entry,
    Hopeless,
    csv_entries,
    jsonl_entries,
    txt_entries,
)
from cohere_tui.services.files.opening import reading, told
from cohere_tui.services.files.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WHOLE: Final = "(the whole row)"
"""A column that every file has: the row itself, as JSON where it has several cells."""
MOST_BYTES: Final = 256 * 10**6
MOST_ROWS: Final = 200_000
_MOST_FAULTS: Final = 5
_LOOKED_AT: Final = 50
"""Rows that tell which fields a JSONL has."""
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: for each row the wanted columns, as text."""

    rows: tuple[tuple[str, ...], ...]
    skipped: int = 0
    """Rows that could not be read and were left out."""
    empty: int = 0
    """Rows that have nothing in the columns that count, and are none."""


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns or fields a file has; of a text file only the line itself.

    Raises `FileUnusable` when it cannot be read. Blocks.
    """
    with reading(path) as file, _one_sentence(path):
        if _form(path) == "csv":
            return (*_header(file), WHOLE)
        if _form(path) == "jsonl":
            names: dict[str, None] = {}
            for place, (_, fields, _) in enumerate(_entries(path, file)):
                names |= dict.fromkeys(fields)
                if place == _LOOKED_AT:
                    break
            return (*names, WHOLE)
    return (WHOLE,)


def read_inputs(
    path: Path, columns: Sequence[str], *, skip: bool = False, some: bool = False
) -> Inputs:
    """The `columns` of every row that has something in the first of them; with `some`, in any.

    `.csv` and `.jsonl` files by their ending, everything else line by line. With `skip` rows that
    are broken are left out. Raises `FileRefused`, with the lines, for a file with broken rows, and
    `FileUnusable` for one that cannot be read, or is too large. Blocks.
    """
    rows: list[tuple[str, ...]] = []
    faults: list[FileFault] = []
    empty = 0
    with reading(path) as file, _one_sentence(path):
        for line, fields, broken in _entries(path, file):
            wanted = tuple(_text(fields, name) for name in columns)
            wrong = broken or _missing(fields, columns, some=some)
            if wrong:
                faults.append(FileFault(line, wrong))
                if len(faults) == _MOST_FAULTS and not skip:
                    break
            elif any(one.strip() for one in (wanted if some else wanted[:1])):
                rows.append(wanted)
            else:
                empty += 1
            if len(rows) > MOST_ROWS:
                raise FileUnusable(
                    f"{told(path)} has more than {MOST_ROWS:,} rows",
                    remedy="Make a dataset of it, and an embed job or batch of that.",
                )
    if faults and not skip:
        lines = "; ".join(f"line {fault.line}: {fault.what}" for fault in faults)
        more = " (and more)" if len(faults) == _MOST_FAULTS else ""
        raise FileRefused(
            f"{told(path)} has broken rows: {lines}{more}",
            remedy="Mend the lines that are named, or have broken rows left out.",
            faults=tuple(faults),
        )
    return Inputs(tuple(rows), len(faults), empty)


@contextmanager
def _one_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except Hopeless as error:
        where = f", line {error.line}" if error.line else ""  # an empty file has no line
        raise FileRefused(
            f"{told(path)}{where}: {error}", faults=(FileFault(error.line, str(error)),)
        ) from error


def _form(path: Path) -> str:
    ending = path.suffix.lower().removeprefix(".")
    return {"ndjson": "jsonl", "tsv": "csv"}.get(ending, ending)


def _entries(path: Path, file: BinaryIO) -> Iterator[Entry]:
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise FileUnusable(
            f"{told(path)} is too large for a playground; up to 256 MB are read",
            remedy="Make a dataset of it, and an embed job or batch of that.",
        )
    _skip_mark(file)
    parts = pieces(file, b"\n", lambda _: None)
    if _form(path) == "csv":
        delimiter = _delimiter(file)
        yield from csv_entries(parts, delimiter, ())
    elif _form(path) == "jsonl":
        yield from jsonl_entries(parts)
    else:
        for line, fields, wrong in txt_entries(parts):
            yield line, {"text": fields.get("text", "").rstrip("\r")}, wrong


def _skip_mark(file: BinaryIO) -> None:
    file.seek(0)
    mark = file.read(len(BOM))
    if mark.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise FileUnusable(
            "It is a text in UTF-16, not in UTF-8", remedy="Save it as UTF-8, and take it again."
        )
    if mark != BOM:
        file.seek(0)


def _delimiter(file: BinaryIO) -> str:
    """What stands most often in the first line; the file is left where it was."""
    at = file.tell()
    first = file.readline(100_000).decode(errors="replace")
    file.seek(at)
    return max(_DELIMITERS, key=first.count)


def _header(file: BinaryIO) -> list[str]:
    _skip_mark(file)
    delimiter = _delimiter(file)
    first = file.readline(1_000_000).decode(errors="replace")
    return [name for name in next(csv.reader([first], delimiter=delimiter), []) if name]


def _missing(fields: dict[str, Any], columns: Sequence[str], *, some: bool) -> str:
    lacking = [name for name in columns if name != WHOLE and name not in fields]
    if some and len(lacking) < len(columns):
        return ""
    return f"has no '{lacking[0]}'" if lacking else ""


def _text(fields: dict[str, Any], name: str) -> str:
    if name == WHOLE:
        cells = list(fields.values())
        return _written(cells[0]) if list(fields) == ["text"] else _written(fields)
    return _written(fields.get(name, ""))


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
