"""Looking until it is over: ever more rarely, through trouble, and no longer than needed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from cohere_tui.errors import (
    AnswerUnreadable,
    Disconnected,
    MonthSpent,
    NotFound,
    NotOffered,
    RateLimited,
    RequestError,
    ServerFailed,
)
from cohere_tui.services.watching import INTERVALS_S, LONGEST_S, Look, watch


@dataclass
class Job:
    """Something that goes through `steps`, one a look; errors are raised."""

    steps: list[str | RequestError]
    pauses: list[float] = field(default_factory=list)

    async def look(self) -> str:
        step = self.steps.pop(0)
        if isinstance(step, RequestError):
            raise step
        return step

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def seen(self) -> list[Look[str]]:
        looks = watch(self.look, lambda step: step == "done", pause=self.pause)
        return [look async for look in looks]


async def test_what_is_over_at_once_is_looked_at_once() -> None:
    job = Job(["done"])
    assert await job.seen() == [Look("done", None)]
    assert job.pauses == []


async def test_the_looks_grow_rarer_and_each_tells_the_next() -> None:
    job = Job([*["going"] * 12, "done"])
    looks = await job.seen()
    assert [look.value for look in looks] == [*["going"] * 12, "done"]
    assert job.pauses == [look.next_s for look in looks[:-1]]
    assert tuple(job.pauses) == (*INTERVALS_S, *[INTERVALS_S[-1]] * 4)
    assert looks[-1].next_s is None


async def test_the_first_look_raises_what_it_raises() -> None:
    with pytest.raises(Disconnected):
        await Job([Disconnected("gone"), "done"]).seen()


@pytest.mark.parametrize(
    "trouble",
    [
        Disconnected("gone"),
        ServerFailed(503, "later"),
        RateLimited(429, "slowly"),
        AnswerUnreadable("html"),
    ],
)
async def test_trouble_passes_and_the_last_value_stays(trouble: RequestError) -> None:
    looks = await Job(["going", trouble, trouble, "done"]).seen()
    assert [(look.value, look.trouble) for look in looks] == [
        ("going", None),
        ("going", trouble),
        ("going", trouble),
        ("done", None),
    ]


@pytest.mark.parametrize(
    "refusal",
    [NotFound(404, "deleted"), NotOffered(501, "no"), MonthSpent(429, "m")],
)
async def test_a_refusal_that_waiting_cannot_mend_is_raised(refusal: RequestError) -> None:
    job = Job(["going", refusal, "done"])
    with pytest.raises(type(refusal)):
        await job.seen()
    assert job.steps == ["done"]


@pytest.mark.parametrize(
    ("asked", "waited"), [(None, 2.0), (0.5, 2.0), (40.0, 40.0), (1e9, LONGEST_S)]
)
async def test_a_server_is_left_alone_as_long_as_it_asks(
    asked: float | None, waited: float
) -> None:
    job = Job(["going", RateLimited(429, "slowly", retry_after=asked), "done"])
    looks = await job.seen()
    assert job.pauses == [1.0, waited]
    assert looks[1].next_s == waited


async def test_closing_ends_it() -> None:
    job = Job(["going"] * 9)
    looks = watch(job.look, lambda step: False, pause=job.pause)
    await anext(looks)
    await anext(looks)
    await looks.aclose()
    assert len(job.steps) == 7
    assert job.pauses == [1.0]


async def test_the_steps_between_looks_can_be_set() -> None:
    job = Job(["going", "going", "going", "done"])
    looks = watch(job.look, lambda step: step == "done", intervals_s=(0.1, 0.2), pause=job.pause)
    assert [look.next_s async for look in looks] == [0.1, 0.2, 0.2, None]
