"""Waiting for what a key brings about at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

import tests.quiet
from tests.quiet import painted
from tests.until import quiet, until

if TYPE_CHECKING:
    import pytest


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


class _Question(ModalScreen[None]):
    answers = ""

    def compose(self) -> ComposeResult:
        yield Static("What?")

    def on_mount(self) -> None:
        self.call_after_refresh(self.ask)

    async def ask(self) -> None:
        await self.mount(Input())
        self.query_one(Input).focus()

    def on_input_changed(self, typed: Input.Changed) -> None:
        self.answers = typed.value


async def test_a_key_is_pressed_on_what_is_painted() -> None:
    app = _Deep()
    async with app.run_test() as pilot:
        question = _Question()
        app.push_screen(question)
        await until(lambda: app.screen is question)
        await pilot.press("y")
        assert question.answers == "y"


async def test_what_nobody_sees_is_not_waited_for() -> None:
    app = _Deep()
    async with app.run_test():
        question = _Question()
        waiting = asyncio.create_task(painted(app))
        app.push_screen(question)
        await waiting
        await painted(app)
        assert app.screen is question
    await painted(app)


async def test_a_notice_stays() -> None:
    app = _Deep()
    async with app.run_test():
        app.notify("told", timeout=0)
        await until(lambda: app._notifications)
        assert [one.has_expired for one in app._notifications] == [False]


class _Box(Static):
    """Becomes higher when it has been laid out."""

    def on_resize(self) -> None:
        self.styles.height = 3


class _Boxed(App[None]):
    CSS = "_Box { height: 1; }"
    BINDINGS = [("x", "add", "Add")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield _Box(id="first")

    def action_add(self) -> None:
        self.mount(_Box(id="second"))


async def test_what_a_pilot_did_is_laid_out_although_nobody_slept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tests.quiet, "_slept", lambda *_: asyncio.sleep(0))
    app = _Boxed()
    async with app.run_test(size=(60, 20)) as pilot:
        first = app.query_one("#first")
        assert first.size == (60, 3)
        await pilot.press("x")
        assert app.query_one("#second").region == (0, 3, 60, 3)
        first.styles.width = 20
        await pilot.pause()
        assert first.size == (20, 3)
        first.styles.width = "100%"
        await pilot.resize_terminal(50, 20)
        assert first.size == (50, 3)
