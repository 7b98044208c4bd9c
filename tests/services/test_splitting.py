"""Large inputs in legal parts."""

from __future__ import annotations

import asyncio
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import Disconnected, RequestInvalid, ServerFailed
from cohere_tui.models.meta import Meta
from cohere_tui.models.rerank import RerankResponse
from cohere_tui.services.splitting import Parts, in_parts, split_inputs, told_together
from tests.until import until


@settings(max_examples=50)
@given(
    weights=st.lists(st.integers(0, 12), max_size=40),
    most=st.none() | st.integers(1, 9),
    heaviest=st.integers(0, 20),
)
def test_groups_are_legal_and_hold_everything_once_in_order(
    weights: list[int], most: int | None, heaviest: int
) -> None:
    inputs = list(enumerate(weights))
    groups = split_inputs(inputs, most, weigh=lambda one: one[1], heaviest=heaviest)
    assert list(chain(*groups)) == inputs
    for group in groups:
        assert group
        assert most is None or len(group) <= most
        assert len(group) == 1 or sum(weight for _, weight in group) <= heaviest
    for group, after in pairwise(groups):
        assert len(group) == most or sum(weight for _, weight in (*group, after[0])) > heaviest


class Server:
    """Answers part `n` with `10 n`, in the order it is told to, and remembers who asked."""

    def __init__(self, broken: frozenset[int] = frozenset()) -> None:
        self.broken = broken
        self.asked: list[int] = []
        self.answered: list[int] = []
        self.cancelled: list[int] = []
        self.most = 0
        self._open: dict[int, asyncio.Event] = {}

    @property
    def waiting(self) -> list[int]:
        return sorted(self._open)

    async def ask(self, part: int) -> int:
        self.asked.append(part)
        gate = self._open[part] = asyncio.Event()
        self.most = max(self.most, len(self._open))
        try:
            await gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(part)
            raise
        finally:
            del self._open[part]
        self.answered.append(part)
        if part in self.broken:
            raise ServerFailed(500, f"part {part}")
        return 10 * part

    def answer(self, part: int) -> None:
        self._open[part].set()


@settings(max_examples=50)
@given(
    count=st.integers(0, 14),
    broken=st.frozensets(st.integers(0, 13), max_size=3),
    at_once=st.integers(1, 5),
    choices=st.data(),
)
async def test_nothing_is_lost_or_done_twice_whatever_fails_in_whatever_order(
    count: int, broken: frozenset[int], at_once: int, choices: st.DataObject
) -> None:
    server = Server(broken)
    shown: list[Parts[int]] = []
    parts = list(range(count))
    task = asyncio.ensure_future(in_parts(parts, server.ask, at_once=at_once, show=shown.append))
    while True:
        await until(lambda: server.waiting or task.done())
        if task.done():
            break
        server.answer(choices.draw(st.sampled_from(server.waiting)))
        before = len(server.answered)
        await until(lambda before=before: len(server.answered) > before)  # type: ignore[misc]
        await asyncio.sleep(0)
    done = task.result()
    assert server.most <= at_once
    assert sorted(server.asked) == sorted(set(server.asked)) == sorted(server.answered)
    good = set(server.answered) - broken
    assert done.results == tuple(10 * part if part in good else None for part in parts)
    failed = [part for part in server.answered if part in broken]
    assert (done.trouble is not None) == bool(failed)
    assert done.complete == (not failed)
    if failed:
        assert f"part {failed[0]}" in str(done.trouble)
        # What was asked after the first trouble was known is nothing.
        begun = server.asked.index(max(server.asked)) + 1
        assert begun <= server.answered.index(failed[0]) + at_once
    assert [one.done for one in shown] == sorted(one.done for one in shown)
    assert len(shown) == len(server.answered)
    if count:
        assert shown[-1] == done


@settings(max_examples=30)
@given(count=st.integers(1, 9), broken=st.frozensets(st.integers(0, 8), min_size=1, max_size=3))
async def test_another_try_asks_only_for_what_is_not_known(
    count: int, broken: frozenset[int]
) -> None:
    asked: list[int] = []

    async def ask(part: int) -> int:
        asked.append(part)
        if part in broken and asked.count(part) == 1:
            raise Disconnected("gone")
        return part

    done: Parts[int] | None = None
    tries = 0
    while done is None or not done.complete:
        done = await in_parts(range(count), ask, at_once=2, known=done)
        tries += 1
    assert done.results == tuple(range(count))
    assert done.trouble is None
    assert tries <= len(broken) + 1
    assert all(asked.count(part) == (2 if part in broken else 1) for part in range(count))


async def test_after_trouble_what_is_under_way_may_finish() -> None:
    server = Server(frozenset({1}))
    task = asyncio.ensure_future(in_parts(range(9), server.ask, at_once=3))
    await until(lambda: server.waiting == [0, 1, 2])
    server.answer(1)
    await until(lambda: server.waiting == [0, 2])
    server.answer(2)
    server.answer(0)
    done = await task
    assert server.asked == [0, 1, 2]
    assert done.results == (0, None, 20) + (None,) * 6
    assert done.done == 2


async def test_cancelling_leaves_nothing_running() -> None:
    server = Server()
    before = asyncio.all_tasks()
    task = asyncio.ensure_future(in_parts(range(9), server.ask, at_once=3))
    await until(lambda: server.waiting == [0, 1, 2])
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sorted(server.cancelled) == [0, 1, 2]
    assert server.asked == [0, 1, 2]
    assert asyncio.all_tasks() == before


async def test_what_is_no_trouble_of_a_request_is_raised_and_leaves_nothing_running() -> None:
    server = Server()
    before = asyncio.all_tasks()

    async def ask(part: int) -> int:
        if part == 2:
            raise RequestInvalid("no good") from KeyError("why")
        return await server.ask(part)

    with pytest.raises(RequestInvalid, match="no good") as raised:
        await in_parts(range(9), ask, at_once=3)
    assert isinstance(raised.value.__cause__, KeyError)
    assert sorted(server.cancelled) == [0, 1]
    assert asyncio.all_tasks() == before


async def test_a_show_that_breaks_leaves_nothing_running() -> None:
    server = Server()

    def show(parts: Parts[int]) -> None:
        raise LookupError("broken")

    task = asyncio.ensure_future(in_parts(range(9), server.ask, at_once=3, show=show))
    await until(lambda: server.waiting == [0, 1, 2])
    server.answer(1)
    with pytest.raises(LookupError, match="broken"):
        await task
    assert sorted(server.cancelled) == [0, 2]


async def test_what_makes_no_sense_is_refused() -> None:
    server = Server()
    with pytest.raises(ValueError, match="other parts"):
        await in_parts(range(3), server.ask, known=Parts((1, 2)))
    with pytest.raises(ValueError, match="at once"):
        await in_parts(range(3), server.ask, at_once=0)
    assert server.asked == []


def test_answers_speak_together() -> None:
    one = RerankResponse.model_validate(
        {"id": "a", "meta": {"billed_units": {"search_units": 2}}, "warning": "old"}
    )
    other = RerankResponse.model_validate(
        {"id": "b", "meta": {"billed_units": {"search_units": 3, "images": 1}}, "warning": "old"}
    )
    both = told_together([one, None, other])
    assert both["id"] == ""
    assert both["meta"].billed.search_units == 5
    assert both["meta"].billed.images == 1
    assert both["meta"].billed.input_tokens is None
    assert both["warning"] == "old"
    assert told_together([one])["id"] == "a"
    assert told_together([None, one])["id"] == ""
    assert told_together([None]) == {"id": "", "meta": Meta(), "warning": ""}
