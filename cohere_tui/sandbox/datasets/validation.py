"""The real validation of an uploaded dataset: its files are read once and become Avro parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.datasets import finetunes, schemas
from cohere_tui.sandbox.datasets.parts import write_parts
from cohere_tui.sandbox.datasets.reading import (
    UnusableError,
    csv_entries,
    jsonl_entries,
    opened,
    txt_entries,
)
from cohere_tui.sandbox.datasets.rules import Batch, EmbedInput, Kept, MalformedError, Rule
from cohere_tui.sandbox.wire import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from cohere_tui.sandbox.datasets.parts import Part
    from cohere_tui.sandbox.datasets.reading import Entry
    from cohere_tui.sandbox.datasets.records import Dataset, Row, Source

RULES: dict[str, type[Rule]] = {
    "embed-input": EmbedInput,
    "reranker-finetune-input": finetunes.RerankTraining,
    "single-label-classification-finetune-input": finetunes.LabelTraining,
    "chat-finetune-input": finetunes.ChatTraining,
    "multi-label-classification-finetune-input": finetunes.LabelsTraining,
    "batch-embed-v2-input": Batch,
    "batch-chat-v2-input": Batch,
}
"""The types that are validated."""

SKIPPED = ("batch-chat-input", "batch-openai-chat-input")
"""Types of the past that may be uploaded, but have no rules: their validation is `skipped`."""

_TOLD = 20
_LOOK_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a dataset; the fields are those of its record."""

    verdict: str
    error: str = ""
    warnings: list[str] = field(default_factory=list)
    schema: str = ""
    parts: list[Part] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)


class _GivenUpError(Exception):
    """Nobody wants to know any more."""


def validate(dataset: Dataset, folder: Path, unwanted: Callable[[], bool]) -> Outcome | None:
    """Read the files in `folder` and write the parts beside them; blocks as long as that takes.

    Returns None, and leaves no parts, once `unwanted` says so. What was there before of parts is
    replaced.
    """
    if dataset.kind in SKIPPED:
        return Outcome("skipped")
    _sweep(folder)
    try:
        return _Validation(dataset, folder, unwanted).outcome()
    except _GivenUpError:
        _sweep(folder)
        return None
    except UnusableError as error:
        _sweep(folder)
        return Outcome("failed", error=str(error))
    except OSError as error:
        if unwanted():
            return None
        _sweep(folder)
        return Outcome("unknown", error=f"the files cannot be processed: {error.strerror}")


class _Validation:
    """One dataset being validated."""

    def __init__(self, dataset: Dataset, folder: Path, unwanted: Callable[[], bool]) -> None:
        self._dataset = dataset
        self._folder = folder
        self._unwanted = unwanted
        self._warnings: list[str] = []
        self._skipped = 0

    def outcome(self) -> Outcome:
        """All files; raises UnusableError when one cannot be used."""
        rules: list[Rule] = []
        parts: list[Part] = []
        schema = ""
        for source in self._dataset.sources:
            rule = RULES[self._dataset.kind](source["split"])
            own, found = self._file(source, rule)
            schema = schema or own
            parts += found
            rules.append(rule)
        return Outcome(
            "validated",
            warnings=self._told(),
            schema=schema,
            parts=parts,
            metrics=_metrics(rules),
        )

    def _file(self, source: Source, rule: Rule) -> tuple[str, list[Part]]:
        """The schema and the parts of one file."""
        where = "eval_data: " if source["split"] == "eval_data" else ""
        kind, dataset = self._dataset.kind, self._dataset
        if source["format"] not in rule.formats:
            allowed = " or ".join(rule.formats)
            raise UnusableError(f"{where}{kind} takes {allowed} files, not {source['format']}")
        kept = Kept(rule, dataset.keep_fields, dataset.optional_fields)
        plain = source["format"] != "jsonl"
        fields = {**rule.required, **rule.optional, **kept.schema(plain=plain)}
        schema = schemas.record(kind.replace("-", "_"), fields)
        try:
            with self._opened(source) as text:
                entries = self._entries(text, source["format"], (*rule.required, *kept.needed))
                parts = write_parts(
                    self._rows(entries, rule, kept, where),
                    schema,
                    self._folder,
                    dataset.id,
                    split=source["split"],
                )
            self._end(parts, rule)
        except UnusableError as error:
            raise UnusableError(f"{where}{error}") from error
        return dumps(schema).decode(), parts

    def _opened(self, source: Source) -> TextIO:
        newline = "" if source["format"] == "csv" else None
        return opened(self._folder / source["file"], newline)

    def _entries(self, text: TextIO, form: str, needed: tuple[str, ...]) -> Iterator[Entry]:
        if form == "csv":
            return csv_entries(text, self._dataset.delimiter, needed)
        if form == "txt":
            return txt_entries(text, self._dataset.separator)
        return jsonl_entries(text)

    def _rows(self, entries: Iterator[Entry], rule: Rule, kept: Kept, where: str) -> Iterator[Row]:
        """The rows that are fine; others are noted, or end it all."""
        for count, (line, fields) in enumerate(entries):
            if count % _LOOK_EVERY == 0 and self._unwanted():
                raise _GivenUpError
            try:
                yield _row(fields, rule, kept)
            except MalformedError as error:
                if not self._dataset.skip_malformed:
                    raise UnusableError(f"line {line}: {error}") from error
                self._skipped += 1
                if self._skipped <= _TOLD:
                    self._warnings.append(f"{where}line {line} was skipped: {error}")

    def _end(self, parts: list[Part], rule: Rule) -> None:
        if not parts:
            raise UnusableError("no valid rows" if self._skipped else "the file has no rows")
        rule.end()

    def _told(self) -> list[str]:
        more = self._skipped - len(self._warnings)
        return [*self._warnings, f"{more} more lines were skipped"] if more else self._warnings


def _row(fields: Row | str, rule: Rule, kept: Kept) -> Row:
    if isinstance(fields, str):
        raise MalformedError(fields)
    further = kept.of(fields)
    return {**rule.row(fields), **further}


def _metrics(rules: list[Rule]) -> dict[str, Any]:
    trainings = [rule for rule in rules if isinstance(rule, finetunes.Training)]
    if not trainings:
        return {}
    return finetunes.metrics(trainings[0], trainings[1] if len(trainings) > 1 else None)


def _sweep(folder: Path) -> None:
    for path in folder.glob("*.avro.*"):
        path.unlink(missing_ok=True)
