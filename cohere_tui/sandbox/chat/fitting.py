"""A prompt that is too long for the model, made to fit (API.md 6.1, `prompt_truncation`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.tokens import count

if TYPE_CHECKING:
    from cohere_tui.sandbox.chat.ask import Ask
    from cohere_tui.sandbox.chat.ask_v1 import AskV1


def fitted(asked: AskV1) -> AskV1:
    """Without what does not fit: first the oldest of the history goes, then the last documents.

    System prompt, new message and results stay. With truncation `OFF` nothing goes.
    """
    room = asked.ask.model.context
    if asked.truncation == "OFF" or asked.ask.prompt_tokens <= room:
        return asked
    ask, most_documents = _within(asked.ask, len(asked.new), room)
    return replace(asked, ask=ask, documents=asked.documents[:most_documents])


def _within(ask: Ask, new: int, room: int) -> tuple[Ask, int]:
    tokens = ask.prompt_tokens
    kept = []
    last = len(ask.messages) - new
    for number, said in enumerate(ask.messages):
        if tokens > room and number < last and said.role != "system":
            tokens -= count(said.text)
        else:
            kept.append(said)
    documents = list(ask.documents)
    while tokens > room and documents:
        tokens -= count(documents.pop().text)
    fitting = replace(ask, messages=tuple(kept), documents=tuple(documents), prompt_tokens=tokens)
    return fitting, len(documents)
