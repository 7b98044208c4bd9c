"""Large inputs as legal requests: a few at a time, in order, with what came kept on failure."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from cohere_tui.errors import RequestError
from cohere_tui.models.meta import Meta, together

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Input = TypeVar("Input")
Part = TypeVar("Part")
Result = TypeVar("Result")

AT_ONCE = 4
"""How many requests of one task are under way at most."""


@dataclass(frozen=True, slots=True)
class Parts(Generic[Result]):
    """What has come of a task that was split, in the order of its parts."""

    results: tuple[Result | None, ...]
    """None where nothing came, or nothing yet."""
    trouble: RequestError | None = None
    """What stopped the rest; the first of it."""

    @property
    def done(self) -> int:
        """How many parts came."""
        return len(self.results) - self.results.count(None)

    @property
    def complete(self) -> bool:
        """Whether all parts came."""
        return None not in self.results


class Told(Protocol):
    """An answer, as far as it speaks of itself."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def meta(self) -> Meta:
        """Its billing."""
        ...

    @property
    def warning(self) -> str:
        """The server's remark."""
        ...


@dataclass(frozen=True, slots=True)
class Merged(Generic[Result]):
    """The results of all parts as one, with gaps for those that did not come."""

    value: Result
    parts: Parts[Result]
    """As they came; given to the next try, what is there is not asked for again."""


def split_inputs(
    inputs: Sequence[Input],
    most: int | None,
    *,
    weigh: Callable[[Input], int] = lambda _: 0,
    heaviest: int = 0,
) -> tuple[tuple[Input, ...], ...]:
    """`inputs` in groups of neighbours, of at most `most` and together no heavier than `heaviest`.

    One that is too heavy by itself is a group by itself. `most` is 1 or more, or None for any.
    """
    groups: list[list[Input]] = []
    load = 0
    for one in inputs:
        weight = weigh(one)
        full = not groups or len(groups[-1]) == most or load + weight > heaviest
        if full:
            groups.append([])
        load = weight if full else load + weight
        groups[-1].append(one)
    return tuple(map(tuple, groups))


def told_together(responses: Sequence[Told | None]) -> dict[str, Any]:
    """The fields `id`, `meta` and `warning` of the response that is all of these.

    Several ids are no id (GAPS 5): then it is empty.
    """
    came = [response for response in responses if response is not None]
    return {
        "id": came[0].id if len(came) == len(responses) == 1 else "",
        "meta": together(response.meta for response in came),
        "warning": "; ".join(dict.fromkeys(one.warning for one in came if one.warning)),
    }


async def in_parts(
    parts: Sequence[Part],
    ask: Callable[[Part], Awaitable[Result]],
    *,
    at_once: int = AT_ONCE,
    show: Callable[[Parts[Result]], None] = lambda _: None,
    known: Parts[Result] | None = None,
) -> Parts[Result]:
    """Ask for every part, at most `at_once` at a time, and show what there is after each answer.

    The first `RequestError` is the trouble: nothing more is asked, what is under way may finish.
    Any other error is raised. Cancelled or failed, it leaves nothing running. What is `known` from
    an earlier try is not asked for again.
    """
    results: list[Result | None] = list(known.results) if known else [None] * len(parts)
    if len(results) != len(parts) or at_once < 1:
        raise ValueError("what is known is of other parts, or nothing may be asked at once")
    open_ = [at for at, result in enumerate(results) if result is None]
    waiting = iter(open_)
    trouble: RequestError | None = None

    async def work() -> None:
        nonlocal trouble
        for at in waiting:
            try:
                results[at] = await ask(parts[at])
            except RequestError as error:
                trouble = trouble or error
            show(Parts(tuple(results), trouble))
            if trouble is not None:
                return

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(open_))):
                group.create_task(work())
    except BaseExceptionGroup as several:
        first = several.exceptions[0]
        raise first from first.__cause__
    return Parts(tuple(results), trouble)
