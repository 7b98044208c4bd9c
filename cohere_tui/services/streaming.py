"""The events of a stream, typed, as they come."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.errors import AnswerUnreadable, Disconnected
from cohere_tui.models.events import UnknownEvent
from cohere_tui.models.wire import Event

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping

    from cohere_tui.client.client import Client

Typed = TypeVar("Typed", bound=Event)

_ENDS: Final = frozenset({"message-end", "stream-end", "stream-error"})


async def events(
    client: Client,
    path: str,
    body: Mapping[str, Any],
    read: Callable[[str], Typed | None],
    whole: Callable[[str], Iterable[Typed]],
) -> AsyncGenerator[Typed | UnknownEvent, None]:
    """POST `body` and give every event; one that cannot be read is an `UnknownEvent` of no kind.

    A server that does not stream sends a plain answer: `whole` makes events of it. The generator
    ends with the stream, complete or not: that shows in the last event, and a fold says so by its
    `ended`. Raises `RequestError`; a line that breaks after the last event is no error.
    """
    over = False
    try:
        async with aclosing(client.stream(path, body)) as frames:
            async for frame in frames:
                if frame.whole:
                    for event in _whole(frame.data, whole):
                        yield event
                    return
                found = read(frame.data)
                over = over or getattr(found, "type", "") in _ENDS
                yield UnknownEvent() if found is None else found
    except Disconnected:
        if not over:
            raise


def _whole(data: str, whole: Callable[[str], Iterable[Typed]]) -> list[Typed]:
    try:
        return list(whole(data))
    except ValueError as error:
        raise AnswerUnreadable("the answer is neither a stream nor the one asked for") from error
