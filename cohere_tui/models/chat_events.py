"""The events of a v2 chat stream (API.md 5.3)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class UnknownEvent(BaseModel):
    """An event of a kind that was not known when this was written."""

    type: Literal["unknown"] = "unknown"


ChatEvent = UnknownEvent
