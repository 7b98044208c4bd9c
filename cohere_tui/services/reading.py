"""An answer of the server as a model of the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cohere_tui.models.wire import Wire

if TYPE_CHECKING:
    from cohere_tui.client.answer import Answer

Read = TypeVar("Read", bound=Wire)


def read(model: type[Read], answer: Answer) -> Read:
    """The body of `answer` as `model`. Raises `AnswerUnreadable` when it is no JSON object.

    The server's remark (`X-API-Warning`, API.md 1.3) goes into the field `warning` of a model that
    has one.
    """
    try:
        value = model.read(answer.body)
    except ValueError as error:
        what = f"the answer is not the {model.__name__} that was asked for"
        raise answer.unreadable(what) from error
    if answer.warning and "warning" in model.model_fields:
        return value.model_copy(update={"warning": answer.warning})
    return value
