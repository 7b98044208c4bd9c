"""A conversation as a row of the list, and the settings its answers are asked for with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.models.json import JSON


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of a request that a person chooses."""

    model: str = ""
    system: str = ""
    """The system prompt; empty for none."""
    parameters: Mapping[str, JSON] = field(default_factory=dict)
    """Request fields by their wire name; only what differs from the server's default."""
    api: int = 2
    """The version of the chat API that is asked: 2, or 1 for what only that can (connectors)."""

    def dump(self) -> dict[str, JSON]:
        """As a JSON object; `load` gives the same again."""
        plain: dict[str, JSON] = {
            "model": self.model, "system": self.system, "parameters": dict(self.parameters)
        }  # fmt: skip
        return plain if self.api == 2 else {**plain, "api": self.api}

    @classmethod
    def load(cls, raw: Mapping[str, JSON]) -> Settings:
        """From a JSON object; what is missing or unusable takes its default."""
        model, system, parameters = raw.get("model"), raw.get("system"), raw.get("parameters")
        return cls(
            model=model if isinstance(model, str) else "",
            system=system if isinstance(system, str) else "",
            parameters=parameters if isinstance(parameters, Mapping) else {},
            api=1 if raw.get("api") == 1 else 2,
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of the list of conversations."""

    id: str
    title: str = ""
    """Empty until there is something to name it by."""
    created_at: float = 0.0
    """Unix seconds."""
    updated_at: float = 0.0
    """Unix seconds."""
    settings: Settings = field(default_factory=Settings)
    messages: int = 0
    """How many entries it has."""
