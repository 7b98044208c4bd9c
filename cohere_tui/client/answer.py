"""An answer in one piece."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.errors import AnswerUnreadable, RequestLine
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.json import JSON

TRACE_HEADER = "x-debug-trace-id"
PERHAPS_DONE = "The server may have acted all the same: look before you send it again."
"""What to do when something was to be made, and nobody knows whether it was."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer, read whole."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    request: RequestLine
    creates: bool = False
    """Whether it says what the request has made: unreadable, it has made it all the same."""

    @property
    def trace_id(self) -> str:
        """What Cohere's support asks for; empty where none was sent (API.md 1.3)."""
        return one_line(self.headers.get(TRACE_HEADER, ""))

    @property
    def warning(self) -> str:
        """The server's remark for people: an unknown field, a deprecation (API.md 1.3)."""
        return one_line(self.headers.get("x-api-warning", ""))

    def json(self) -> JSON:
        """The body read as JSON. Raises `AnswerUnreadable` with its beginning."""
        try:
            return _read(self.body)
        except (ValueError, RecursionError) as error:
            begin = one_line(self.body[:200].decode("utf-8", "replace"), 80)
            what = f"the answer is not JSON: {begin}" if begin else "the answer is empty"
            raise self.unreadable(what) from error

    def unreadable(self, what: str) -> AnswerUnreadable:
        """The error that this is not the answer that was asked for."""
        return AnswerUnreadable(
            what, request=self.request, remedy=PERHAPS_DONE if self.creates else ""
        )


def _read(body: bytes) -> JSON:
    read: JSON = json.loads(body)
    return read
