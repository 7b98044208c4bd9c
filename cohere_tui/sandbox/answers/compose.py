"""Which kind of answer a request gets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.answer import Reply
from cohere_tui.sandbox.answers.grounded import from_documents, from_results
from cohere_tui.sandbox.answers.limits import limited
from cohere_tui.sandbox.answers.prose import prose
from cohere_tui.sandbox.answers.schema import Filler
from cohere_tui.sandbox.answers.thinking import thinks, thoughts
from cohere_tui.sandbox.answers.tools import calls, plan
from cohere_tui.sandbox.answers.words import keywords

if TYPE_CHECKING:
    from cohere_tui.sandbox.chat.ask import Ask

ECHO = "/echo "
"""A prompt that begins so is answered by its rest, word for word; thinking has to be asked for."""


def compose(ask: Ask) -> Reply:
    """The answer to a request; the same one to the same request."""
    if ask.prompt.startswith(ECHO):
        reply = Reply(ask.prompt[len(ECHO) :])
        shown = ask.thinking is True
    else:
        reply = _computed(ask)
        shown = thinks(ask)
    if shown:
        reply = replace(reply, thinking=thoughts(ask, reply.calls), plan="")
    return limited(reply, ask)


def _computed(ask: Ask) -> Reply:
    if ask.json:
        return Reply(_json(ask))
    if not ask.results or ask.tool_choice == "REQUIRED":
        made = calls(ask)
        if made:
            return Reply(plan=plan(made), calls=made, finish="TOOL_CALL")
    if ask.results:
        return from_results(ask.question, ask.results)
    if ask.documents:
        return from_documents(ask.question, ask.documents)
    return Reply(prose(ask))


def _json(ask: Ask) -> str:
    if ask.schema:
        value = Filler(ask.question).fill(ask.schema)
    else:
        value = {"sandbox": True, "prompt": ask.question, "keywords": keywords(ask.question)}
    return json.dumps(value, ensure_ascii=False, indent=2)
