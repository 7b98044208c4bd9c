"""Which kind of answer a request gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.answer import Reply
from cohere_tui.sandbox.answers.limits import limited
from cohere_tui.sandbox.answers.prose import prose

if TYPE_CHECKING:
    from cohere_tui.sandbox.ask import Ask

ECHO = "/echo "


def compose(ask: Ask) -> Reply:
    """The answer to a request; the same one to the same request."""
    return limited(_kind(ask), ask)


def _kind(ask: Ask) -> Reply:
    if ask.prompt.startswith(ECHO):
        return Reply(ask.prompt[len(ECHO) :])
    return Reply(prose(ask))
