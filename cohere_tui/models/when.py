"""Times of the wire, read leniently (API.md 1.1, GAPS 3.19)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator

from cohere_tui.models.wire import OrElse


def _read(value: object) -> object:
    """RFC 3339, also with a space for the `T`; without a zone it is UTC. The year 1 is no time."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    if isinstance(value, datetime) and value.year > 1:
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    raise ValueError("not a time")


When = Annotated[datetime | None, BeforeValidator(_read), OrElse(None)]
"""A time with its zone; None when missing, null or unreadable."""
