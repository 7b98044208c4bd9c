"""An answer of the server as a model of the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cohere_tui.errors import AnswerUnreadable
from cohere_tui.models.wire import Wire

if TYPE_CHECKING:
    from cohere_tui.client.answer import Answer

Read = TypeVar("Read", bound=Wire)


def read(model: type[Read], answer: Answer) -> Read:
    """The body of `answer` as `model`. Raises `AnswerUnreadable` when it is no JSON object."""
    try:
        return model.read(answer.body)
    except ValueError as error:
        what = f"the answer is not the {model.__name__} that was asked for"
        raise AnswerUnreadable(what, request=answer.request) from error
