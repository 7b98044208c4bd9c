"""What a reasoning model would show of its way to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.sums import worked
from cohere_tui.sandbox.answers.words import listed, subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.sandbox.answers.answer import Call
    from cohere_tui.sandbox.chat.ask import Ask


def thoughts(ask: Ask, calls: Sequence[Call]) -> str:
    """A few sentences: what is asked, what there is to go by, what comes next."""
    steps = [_asked(ask), _given(ask), *_sum(ask), _next(ask, calls)]
    return "\n\n".join(step for step in steps if step)


def thinks(ask: Ask) -> bool:
    """Whether thinking is shown: as asked, else as the model does by itself."""
    return ask.model.reasons if ask.thinking is None else ask.thinking


def _asked(ask: Ask) -> str:
    subject = listed(subjects(ask.question)[:5], "*")
    turns = sum(said.role == "user" for said in ask.messages)
    where = f" This is turn {turns} of the conversation." if turns > 1 else ""
    return f"The user's message is about {subject or 'nothing in particular'}.{where}"


def _given(ask: Ask) -> str:
    found = []
    if ask.system:
        found.append("a system prompt to keep to")
    if ask.documents:
        found.append(f"{len(ask.documents)} documents to quote from")
    if ask.results:
        found.append(f"{len(ask.results)} tool results")
    elif ask.tools:
        found.append(f"{len(ask.tools)} tools ({listed([tool.name for tool in ask.tools[:4]])})")
    images = sum(said.images for said in ask.messages)
    if images:
        found.append(f"{images} images")
    return f"There is {listed(found)}." if found else "There is nothing to go by but the words."


def _sum(ask: Ask) -> list[str]:
    result = worked(ask.question)
    return [f"There is something to work out: {result}."] if result else []


def _next(ask: Ask, calls: Sequence[Call]) -> str:
    if calls:
        names = dict.fromkeys(call.name for call in calls)
        return f"That is what {listed(list(names))} can tell, so I will call it."
    if ask.json:
        return "The answer has to be JSON, so I will fill it in field by field."
    if ask.documents or ask.results:
        return "I will quote what fits, and cite where it is from."
    return "I am a sandbox and know nothing more, so I will say that, and answer from the words."
