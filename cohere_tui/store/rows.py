"""Entries and settings as values of a row, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.conversation import Settings
from cohere_tui.state.record import dump, load
from cohere_tui.state.turn import Phase, Prompt, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.json import JSON
    from cohere_tui.state.turn import Entry


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the table keeps it."""

    id: str
    kind: str
    at: float
    running: bool
    text: str
    """What can be found by searching; none while it runs, so that growing costs no indexing."""
    record: str


def to_row(entry: Entry) -> Row:
    """`entry`, ready to be written."""
    raw = dump(entry)
    kind = str(raw["kind"])
    record = _json(raw)
    if isinstance(entry, Turn):
        running = not entry.phase.over
        text = "" if running else entry.text
        return Row(entry.id, kind, entry.timing.started, running, storable(text), record)
    text = entry.text if isinstance(entry, Prompt) else ""
    return Row(entry.id, kind, entry.at, False, storable(text), record)


def to_entry(id_: str, kind: str, at: float, text: str, record: str) -> Entry:
    """The entry of a row. From a record that is damaged, what the row itself says is saved."""
    raw = _object(record)
    if raw is None:
        blocks: JSON = [{"kind": "text", "text": text}]
        raw = {"kind": kind, "id": id_, "at": at, "text": text, "blocks": blocks}
        raw |= {"phase": Phase.INTERRUPTED.value, "timing": {"started": at}}
    return load(raw)


def from_settings(settings: Settings) -> str:
    """The same text for the same settings."""
    return _json(settings.dump(), sort=True)


def to_settings(body: str) -> Settings:
    """The settings that `from_settings` made `body` of."""
    return Settings.load(_object(body) or {})


def storable(text: str) -> str:
    """`text` without what SQLite cannot keep or would end a text at: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _json(value: Mapping[str, JSON], *, sort: bool = False) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate: JSON can escape it, UTF-8 has no bytes for it
        return json.dumps(value, separators=(",", ":"), sort_keys=sort)
    return text


def _object(text: str) -> dict[str, JSON] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
