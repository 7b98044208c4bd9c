"""Reading uploaded files entry by entry: csv, jsonl and txt, none of them ever whole in memory."""

from __future__ import annotations

import codecs
import csv
import json
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
    from typing import TextIO

    Entry = tuple[int, dict[str, Any] | str]
    """On which line an entry begins, from 1, and its fields; or why it has none."""

LONGEST = 16 * 1024 * 1024
"""The most characters of a line, a csv field or an entry."""

_BUFFER = 1024 * 1024
_NOT_UTF8 = "not valid UTF-8"

# The module's own limit of 128 KiB is less than many a document; it cannot be set per reader.
csv.field_size_limit(LONGEST)


class UnusableError(Exception):
    """A file that cannot be used at all; the message says where and why."""


def opened(path: Path, newline: str | None = None) -> TextIO:
    """The file as text: UTF-8, or UTF-16 where it begins so. Other bytes become half surrogates."""
    with path.open("rb") as file:
        beginning = file.read(2)
    if beginning in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return path.open(encoding="utf-16", errors="replace", newline=newline, buffering=_BUFFER)
    return path.open(
        encoding="utf-8-sig", errors="surrogateescape", newline=newline, buffering=_BUFFER
    )


def holds(text: str) -> bool:
    """Whether UTF-8 can hold it: whether it has no half surrogates."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def jsonl_entries(text: TextIO) -> Iterator[Entry]:
    """One JSON object per line; blank lines count, but are no entries."""
    for number, line in enumerate(_lines(text), 1):
        if not line.isspace():
            yield number, _object(line) if holds(line) else _NOT_UTF8


def txt_entries(text: TextIO, separator: str) -> Iterator[Entry]:
    """`{"text": ...}` for every piece between separators that is not blank."""
    separator = separator.replace("\r\n", "\n").replace("\r", "\n")  # as the text is read
    number = 1
    for piece in _pieces(text, separator):
        if piece and not piece.isspace():
            yield number, {"text": piece} if holds(piece) else _NOT_UTF8
        number += piece.count("\n") + separator.count("\n")


def csv_entries(text: TextIO, delimiter: str, needed: Collection[str]) -> Iterator[Entry]:
    """The rows below the header, by the names of the columns; blank lines are no entries.

    `text` has to be opened with `newline=""`. Raises UnusableError for a header without the columns
    `needed`, or with one of its columns twice.
    """
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if header is None:
                raise UnusableError(f"line {number}: not valid CSV: {error}") from error
            yield number, f"not valid CSV: {error}"
            continue
        if header is not None and cells:
            yield number, _row(header, cells)
        elif cells:
            header = _header(cells, number, needed)
    if header is None:
        raise UnusableError("the file is empty")


def _header(cells: list[str], number: int, needed: Collection[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not holds("".join(header)):
        raise UnusableError(f"line {number}: {_NOT_UTF8}")
    for name in needed:
        if name not in header:
            raise UnusableError(f"line {number}: the header has no column '{name}'")
    for name in header:
        if name and header.count(name) > 1:
            raise UnusableError(f"line {number}: the header has the column '{name}' twice")
    return header


def _row(header: list[str], cells: list[str]) -> dict[str, Any] | str:
    if len(cells) > len(header):
        return f"{len(cells)} cells, but the header has {len(header)} columns"
    if not holds("".join(cells)):
        return _NOT_UTF8
    return dict(zip(header, cells, strict=False))


def _object(line: str) -> dict[str, Any] | str:
    try:
        value = _JSON.decode(line.strip())
    except json.JSONDecodeError as error:
        return f"not valid JSON: {error.msg} at column {error.colno}"
    except ValueError as error:
        return f"not valid JSON: {error}"
    except RecursionError:
        return "not valid JSON: nested too deeply"
    return value if isinstance(value, dict) else "not a JSON object"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_JSON = json.JSONDecoder(parse_constant=_no_number)


def _lines(text: TextIO) -> Iterator[str]:
    number = 1
    while line := text.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise UnusableError(f"line {number}: longer than {LONGEST:,} characters")
        yield line
        number += 1


def _pieces(text: TextIO, separator: str) -> Iterator[str]:
    rest = ""
    while chunk := text.read(_BUFFER):
        *whole, rest = (rest + chunk).split(separator)
        yield from whole
        if len(rest) > LONGEST:
            raise UnusableError(f"an entry is longer than {LONGEST:,} characters")
    yield rest
