"""What recall looks through: conversations by their words, and prompts of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.recall import Found, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.services.chat import ChatService
    from cohere_tui.widgets.recall import Search

_LATEST = 50


def searches_of(chat: ChatService) -> Mapping[Scope, Search]:
    """The searches of the recall dialog over what `chat` keeps."""

    async def chats(text: str) -> Sequence[Found]:
        if not text.strip():
            latest = await chat.conversations(limit=_LATEST)
            return [Found(one.id, one.title, at=one.updated_at) for one in latest]
        hits = await chat.search(text)
        return [
            Found(hit.conversation_id, hit.title, hit.snippet, hit.marks, hit.at) for hit in hits
        ]

    async def prompts(text: str) -> Sequence[Found]:
        words = text.casefold().split()
        return [
            Found(prompt, prompt)
            for prompt in await chat.prompts()
            if all(word in prompt.casefold() for word in words)
        ]

    return {Scope.CHATS: chats, Scope.PROMPTS: prompts}
