"""Uploads row by row: csv, jsonl and txt, each row with its line or with what is wrong with it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, NoReturn

from cohere_tui.plain import one_line
from cohere_tui.services.files.pieces import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Entry = tuple[int, dict[str, Any], str]
"""The line on which it begins, its fields, and what is wrong; then the fields may be missing."""

BOM = b"\xef\xbb\xbf"
_TOO_LONG = f"longer than {LONGEST // 2**20} MiB"
_LONE_CR = "a carriage return in the middle; lines end with LF, or with CR and LF"
_OPEN_QUOTE = "a quote that is opened here is never closed"


class Hopeless(Exception):
    """Nothing after this line can be made sense of; `str` says why."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def text_of(piece: bytes | None) -> tuple[str, str]:
    """A piece as text, and what is wrong with it."""
    if piece is None:
        return "", _TOO_LONG
    try:
        text = piece.decode()
    except UnicodeDecodeError as error:
        wrong = f"not UTF-8: byte {error.start + 1} is 0x{piece[error.start]:02X}"
        return piece.decode(errors="replace"), wrong
    return text, "a NUL character" if "\0" in text else ""


def txt_entries(pieces: Iterable[tuple[int, bytes | None]]) -> Iterator[Entry]:
    """`{"text": ...}` for every piece that is not blank."""
    for line, piece in pieces:
        text, wrong = text_of(piece)
        if wrong or (text and not text.isspace()):
            yield line, {"text": text}, wrong


def jsonl_entries(lines: Iterable[tuple[int, bytes | None]]) -> Iterator[Entry]:
    """The JSON object on every line that is not blank."""
    for line, piece in lines:
        text, wrong = text_of(piece)
        if wrong:
            yield line, {}, wrong
        elif text and not text.isspace():
            value, wrong = _object(text)
            yield line, value, wrong


def csv_entries(
    lines: Iterable[tuple[int, bytes | None]], delimiter: str, needed: Sequence[str]
) -> Iterator[Entry]:
    """The rows below the header, by the names of the columns; blank lines are none.

    Raises `Hopeless` for a header that has not the columns `needed`, or one of its columns twice,
    and for a quote that is never closed.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    feed = _Feed(lines)
    rows = _csv_rows(feed, csv.reader(feed, delimiter=delimiter, strict=True))
    line, header, wrong = next(rows, (0, [], "no header"))
    wrong = wrong or _wrong_header(header, delimiter, needed)
    if wrong:
        raise Hopeless(line, wrong)
    for line, cells, trouble in rows:
        wrong = trouble
        if not wrong and len(cells) != len(header):
            wrong = f"{_count(cells, 'cell')}, but the header has {_count(header, 'column')}"
        yield line, dict(zip(header, cells, strict=False)), wrong


class _Feed:
    """Lines as the csv module takes them, and what was wrong with those of one row."""

    def __init__(self, lines: Iterable[tuple[int, bytes | None]]) -> None:
        self._lines = iter(lines)
        self.line = 0
        self.trouble = ""
        self.began = 0
        """The line on which the row at hand began."""
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def next_row(self) -> None:
        """A new row begins with the next line."""
        self.began = self.line + 1
        self.trouble = ""
        self._size = 0

    def __next__(self) -> str:
        self.line, piece = next(self._lines)
        text, wrong = text_of(piece)
        self.trouble = self.trouble or wrong
        self._size += len(text)
        if self._size > LONGEST:
            raise Hopeless(self.began, f"{_TOO_LONG}, or {_OPEN_QUOTE}")
        return f"{text}\n"


def _csv_rows(feed: _Feed, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str], str]]:
    while True:
        feed.next_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            wrong = _csv_trouble(str(error))
            if wrong == _OPEN_QUOTE:
                raise Hopeless(feed.began, wrong) from error
            yield feed.began, [], wrong
            continue
        if cells or feed.trouble:
            yield feed.began, cells, feed.trouble


def _csv_trouble(said: str) -> str:
    """What the csv module says, in words for a person."""
    if "unexpected end" in said or "field limit" in said:
        return _OPEN_QUOTE
    if "expected after" in said:
        return "text behind a closing quote; a quote within quotes is written twice"
    if "new-line character" in said:
        return _LONE_CR
    return f"not csv: {one_line(said)}"


def _wrong_header(header: Sequence[str], delimiter: str, needed: Sequence[str]) -> str:
    twice = [name for name in header if name and header.count(name) > 1]
    if twice:
        return f"the column {_name(twice[0])} is there twice"
    missing = [name for name in needed if name not in header]
    if not missing:
        return ""
    found = ", ".join(_name(name) for name in header[:10])
    wrong = f"the header has no column {_name(missing[0])}; found: {found}"
    others = [mark for mark in ",;\t|" if mark != delimiter and mark in header[0]]
    if len(header) == 1 and others:
        wrong += f". Is the delimiter {others[0]!r}?"
    return wrong


def _object(text: str) -> tuple[dict[str, Any], str]:
    if "\r" in text and "\r" in text.rstrip():
        return {}, _LONE_CR
    try:
        value = _parsed(text)
    except json.JSONDecodeError as error:
        return {}, _json_trouble(text.strip(), error)
    except (ValueError, RecursionError) as error:
        return {}, f"not JSON: {one_line(str(error))}"
    if isinstance(value, dict):
        return value, ""
    return {}, "not a JSON object"


def _parsed(text: str) -> object:
    if text[0] == "{":  # half the time that `decode` takes, which allows space in front
        value, end = _JSON.raw_decode(text)
        if end == len(text) or text[end:].isspace():
            return value
    return _JSON.decode(text)


def _json_trouble(text: str, error: json.JSONDecodeError) -> str:
    if text in ("{", "["):
        return "not JSON: each line holds one whole object"
    return f"not JSON: {error.msg}, at character {error.colno}"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_JSON = json.JSONDecoder(parse_constant=_no_number)


def _name(text: str) -> str:
    return f"'{one_line(text, 40)}'"


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
