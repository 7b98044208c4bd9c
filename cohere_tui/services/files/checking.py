"""An upload checked against the rules of its type before anything is sent (API.md 14.1)."""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from cohere_tui.errors import FileFault, FileUnusable
from cohere_tui.models.dataset_types import dataset_type
from cohere_tui.models.datasets import LARGEST_BYTES
from cohere_tui.plain import one_line
from cohere_tui.services.beside import beside
from cohere_tui.services.files.entries import (
    BOM,
    Entry,
    Hopeless,
    csv_entries,
    jsonl_entries,
    txt_entries,
)
from cohere_tui.services.files.opening import mark_of, reading, told
from cohere_tui.services.files.pieces import pieces
from cohere_tui.services.files.rules import Kept
from cohere_tui.state.checked import CheckedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cohere_tui.models.datasets import NewDataset

MOST_FAULTS = 20
"""After so many it is given up."""

_PREVIEWED = 5
_VALUE_LENGTH = 200
_FIELDS = 30
_WHOLE = 0


async def check(
    new: NewDataset,
    path: Path,
    show: Callable[[int], None] = lambda _: None,
    *,
    evaluates: bool = False,
) -> CheckedFile:
    """What there is to say about `path` as the data of `new`, or as its evaluation data.

    Read once, in a thread, a megabyte at a time; `show` is told the bytes read so far. Cancelling
    stops it. Raises `FileUnusable` for a file that cannot be read, or changes meanwhile.
    """
    return await beside(partial(check_now, new, path, evaluates=evaluates), show)


def check_now(
    new: NewDataset, path: Path, report: Callable[[int], None], *, evaluates: bool = False
) -> CheckedFile:
    """The same at once; blocks as long as that takes. What `report` raises stops it."""
    with reading(path) as file:
        mark = mark_of(file)
        form = path.suffix.lower().removeprefix(".")
        findings = _Findings(new, evaluates=evaluates)
        refusal = _refusal(new, form, mark.size)
        if refusal:
            findings.give_up(_WHOLE, refusal)
        else:
            findings.read(_entries(new, form, file, report, findings))
            if mark_of(file) != mark:
                what = f"{told(path)} was changed while it was being checked"
                raise FileUnusable(what, remedy="Try again once nothing else writes to it.")
    return CheckedFile(
        path=path,
        mark=mark,
        format=form,
        rows=findings.kept.rules.rows,
        broken=findings.broken,
        faults=tuple(findings.faults),
        more=findings.more,
        warnings=tuple(findings.warnings),
        preview=tuple(findings.preview),
    )


def _refusal(new: NewDataset, form: str, size: int) -> str:
    """Why the file need not even be read."""
    formats = dataset_type(new.type).formats
    if form not in formats:
        endings = " or ".join(f".{one}" for one in formats)
        return f"{new.type} takes files that end in {endings}"
    if not size:
        return "the file is empty"
    if size > LARGEST_BYTES:
        return f"the file has {size:,} bytes; a dataset can have {LARGEST_BYTES:,}"
    return ""


def _entries(
    new: NewDataset,
    form: str,
    file: BinaryIO,
    report: Callable[[int], None],
    findings: _Findings,
) -> Iterator[Entry]:
    """The rows of the file. Raises `Hopeless` where nothing can be made of it."""
    beginning = file.read(len(BOM))
    if beginning.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        raise Hopeless(_WHOLE, "the file is UTF-16; save it as UTF-8")
    if beginning == BOM:
        findings.warn(1, "begins with a byte order mark, which may be taken for a letter")
    else:
        file.seek(0)
    separator = (new.text_separator or "\n") if form == "txt" else "\n"
    parts = pieces(file, separator.encode("utf-8", "surrogatepass"), report)
    if form == "txt":
        yield from txt_entries(parts)
    elif form == "csv":
        yield from csv_entries(parts, new.csv_delimiter or ",", findings.kept.needed)
    else:
        yield from jsonl_entries(parts)


class _Findings:
    """What is found in the rows of one file."""

    def __init__(self, new: NewDataset, *, evaluates: bool) -> None:
        self.kept = Kept(new)
        self.broken = 0
        self.faults: list[FileFault] = []
        self.warnings: list[FileFault] = []
        self.preview: list[dict[str, str]] = []
        self.more = False
        self._evaluates = evaluates
        self._skips = bool(new.skip_malformed_input)

    def read(self, entries: Iterator[Entry]) -> None:
        """Go through all rows, or up to the last fault that is noted."""
        try:
            for line, row, wrong in entries:
                if len(self.preview) < _PREVIEWED and row:
                    self.preview.append(_previewed(row))
                fault = wrong or self.kept.fault(row)
                if fault and not self._goes_on(line, fault):
                    return
        except Hopeless as error:
            self.give_up(error.line, str(error))
            return
        self._end()

    def warn(self, line: int, what: str) -> None:
        """Note something to know."""
        self.warnings.append(FileFault(line, what))

    def give_up(self, line: int, what: str) -> None:
        """Note the last fault there is to note."""
        self.faults.append(FileFault(line, what))
        self.more = line != _WHOLE

    def _goes_on(self, line: int, fault: str) -> bool:
        """Note a broken row; whether it makes sense to read on."""
        self.broken += 1
        noted = self.warnings if self._skips else self.faults
        if len(noted) < MOST_FAULTS:
            noted.append(FileFault(line, fault))
        self.more = len(noted) >= MOST_FAULTS and not self._skips
        return not self.more

    def _end(self) -> None:
        """What is missing from all rows together."""
        rules = self.kept.rules
        for doubt in rules.doubts():
            self.warn(_WHOLE, doubt)
        if self.faults:
            return
        if not rules.rows:
            self.faults.append(FileFault(_WHOLE, "no row is as it should be"))
        elif not self._evaluates:
            lacks = [FileFault(_WHOLE, lack) for lack in rules.lacks()]
            self.faults += lacks[:MOST_FAULTS]
            self.more = len(lacks) > MOST_FAULTS


def _previewed(row: dict[str, Any]) -> dict[str, str]:
    fields = list(row.items())[:_FIELDS]
    return {one_line(name, 60): _value(value) for name, value in fields}


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return one_line(text, _VALUE_LENGTH)
