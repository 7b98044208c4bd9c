"""Reading the events of any stream: known ones by their tag, the others as what they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

from pydantic import ValidationError

from cohere_tui.models.mending import mended
from cohere_tui.models.wire import Event, Word

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Known = TypeVar("Known", bound=Event)

_DONE: Final = ("[DONE]", b"[DONE]")


class StreamDone(Event):
    """The `[DONE]` after the last event: it only confirms the end."""

    type: Literal["done"] = "done"


class UnknownEvent(Event):
    """An event of a `kind` that was not known when this was written, or without one ("")."""

    type: Literal["unknown"] = "unknown"
    kind: Word = ""


class EventReader(Generic[Known]):
    """Reads one kind of stream: `known` are its events, `tag` is the key that tells them apart."""

    def __init__(self, known: TypeAdapter[Known], tag: str) -> None:
        self._known = known
        self._tag = tag

    def read(self, data: str | bytes) -> Known | StreamDone | UnknownEvent | None:
        """The event in `data`, the text of one frame; None: it is no JSON object. Never raises."""
        try:
            return self._known.validate_json(data)
        except ValidationError:
            return self._read_odd(data)

    def _read_odd(self, data: str | bytes) -> Known | StreamDone | UnknownEvent | None:
        """What the strict reader refuses: the end mark, unknown kinds, halves of characters."""
        if data.strip() in _DONE:
            return StreamDone()
        clean = mended(data)
        value = None if clean is None else json.loads(clean)
        if clean is None or not isinstance(value, dict):
            return None
        try:
            return self._known.validate_json(clean)
        except ValidationError:
            kind = value.get(self._tag)
            return UnknownEvent(kind=kind if isinstance(kind, str) else "")
