"""All services of the app, as screens are given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.client.requests import RequestLog
    from cohere_tui.services.chat import ChatService
    from cohere_tui.services.models import ModelService


@dataclass(frozen=True, slots=True)
class Services:
    """One object per resource, over one server; another profile is another bundle."""

    model: str
    """The model a new conversation begins with."""
    chat: ChatService
    models: ModelService
    requests: RequestLog
