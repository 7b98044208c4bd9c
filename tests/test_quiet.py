"""Waiting for what a key brings about at once."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tests.quiet import quiet


async def test_whatever_is_handed_on_arrives() -> None:
    hands = [asyncio.Queue[str]() for _ in range(60)]

    async def hand_on(place: int) -> None:
        word = await hands[place].get()
        await hands[place + 1].put(word)

    tasks = [asyncio.create_task(hand_on(place)) for place in range(59)]
    await quiet()
    assert not any(task.done() for task in tasks)
    hands[0].put_nowait("key")
    await quiet()
    assert hands[-1].get_nowait() == "key"


async def test_what_never_stops_is_not_waited_for() -> None:
    told = 0
    loop = asyncio.get_running_loop()

    def tell() -> None:
        nonlocal told
        told += 1
        if not over:
            loop.call_soon(tell)

    over = False
    tell()
    await quiet()
    assert told > 1
    over = True


class _Deep(App[None]):
    BINDINGS = [("x", "count", "Count")]  # noqa: RUF012

    count = 0

    def compose(self) -> ComposeResult:
        inner = Static("leaf")
        inner.can_focus = True
        for _ in range(12):
            inner = Vertical(inner)  # type: ignore[assignment]
        yield inner

    def action_count(self) -> None:
        self.count += 1


async def test_a_key_has_come_to_the_app_although_nobody_slept() -> None:
    app = _Deep()
    async with app.run_test() as pilot:
        leaf = app.query_one(Static)
        leaf.focus()
        await quiet()
        assert app.focused is leaf
        for count in range(1, 5):
            pilot.app.simulate_key("x")
            await quiet()
            assert app.count == count
