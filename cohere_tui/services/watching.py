"""Looking at something that is in progress until it is over, ever more rarely."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Generic, TypeVar

from cohere_tui.errors import (
    AnswerUnreadable,
    MonthSpent,
    RateLimited,
    ServerFailed,
    TransportError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from cohere_tui.errors import RequestError

Watched = TypeVar("Watched")

INTERVALS_S = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
"""Between looks; the last one is repeated."""

LONGEST_S = 600.0
"""How long a server can make the next look wait."""

_PASSING = (TransportError, ServerFailed, RateLimited, AnswerUnreadable)


@dataclass(frozen=True, slots=True)
class Look(Generic[Watched]):
    """What was seen."""

    value: Watched
    """The newest state; where a look failed, the one before."""
    next_s: float | None
    """Seconds until the next look; None: it is over."""
    trouble: RequestError | None = None
    """Why the last look failed; it is tried again."""


async def watch(
    look: Callable[[], Awaitable[Watched]],
    is_over: Callable[[Watched], bool],
    *,
    intervals_s: Sequence[float] = INTERVALS_S,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[Look[Watched], None]:
    """Look again and again, and give what is seen, until it is over.

    The first look raises what it raises. Later ones outlive a network that is gone for a while and
    wait as long as the server asks; any other refusal (404: it was deleted; 429: the month's calls
    are spent) is raised. Closing the generator ends it.
    """
    value = await look()
    trouble: RequestError | None = None
    for interval_s in chain(intervals_s, repeat(intervals_s[-1])):
        if trouble is None and is_over(value):
            break
        seconds = max(interval_s, _asked_for(trouble))
        yield Look(value, seconds, trouble)
        await pause(seconds)
        try:
            value, trouble = await look(), None
        except MonthSpent:
            raise
        except _PASSING as error:
            trouble = error
    yield Look(value, None)


def _asked_for(trouble: RequestError | None) -> float:
    """The seconds that a server wants to be left alone."""
    asked_s = trouble.retry_after if isinstance(trouble, RateLimited | ServerFailed) else None
    return min(asked_s or 0.0, LONGEST_S)
