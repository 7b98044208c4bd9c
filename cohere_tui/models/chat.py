"""POST /v2/chat: what is sent and the answer in one piece (API.md 4.1, 4.2)."""

from __future__ import annotations

from pydantic import BaseModel


class ChatResponse(BaseModel):
    """The answer in one piece."""
