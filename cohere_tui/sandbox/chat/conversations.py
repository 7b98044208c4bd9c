"""Conversations that the server keeps for v1 chat (API.md 6.1, `conversation_id`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said under an id that the caller chose."""

    id: str
    history: list[dict[str, Any]] = field(default_factory=list)
    """Messages in v1 form, oldest first."""


def history_of(world: World, conversation_id: str) -> Sequence[Mapping[str, Any]]:
    """What was said so far; nothing for an id that is new."""
    conversation = world.shelf(Conversation).get(conversation_id)
    return conversation.history if conversation else ()


def keep(world: World, conversation_id: str, history: Sequence[Mapping[str, Any]]) -> None:
    """Remember a conversation with its newest answer."""
    kept = Conversation(conversation_id, [dict(one) for one in history])
    world.shelf(Conversation).put(kept)
