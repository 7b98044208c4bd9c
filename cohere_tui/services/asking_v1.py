"""How the older version of chat is spoken (API.md 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.chat_v1 import ChatRequestV1, ChatResponseV1
from cohere_tui.models.chat_v1_events import read_event_v1
from cohere_tui.services.asking import Version
from cohere_tui.state.transcript_v1 import asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.state.conversation import Settings
    from cohere_tui.state.turn import Entry


def _fields(history: Sequence[Entry], settings: Settings) -> Mapping[str, Any]:
    model = {"model": settings.model} if settings.model else {}
    return {**model, **asked(history, settings)}


OLDER: Final = Version("/v1/chat", ChatRequestV1, _fields, read_event_v1, ChatResponseV1)
"""With search queries, connectors and citations of its own kind."""
