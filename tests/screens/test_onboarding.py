"""The first minute: a key is checked before it is kept, never shown, and not the only way in."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste
from textual.widgets import Static

from cohere_tui.errors import ConfigError
from cohere_tui.screens.onboarding import KeyLine, OnboardingScreen, mistake
from tests.stubs import GOOD_KEY, ChatStub, PaperHouse, Stubbed, start
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.pilot import Pilot

    from cohere_tui.config.options import Start


@asynccontextmanager
async def welcomed(
    tmp_path: Path, first: PaperHouse | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncGenerator[tuple[Stubbed, Pilot[None], PaperHouse, list[Start]]]:
    """The app at its first start; every house after the first has what it needs."""
    keyless = first or PaperHouse()
    keyless.needs_onboarding = True
    built: list[Start] = []

    def build(given: Start) -> PaperHouse:
        built.append(given)
        return keyless if len(built) == 1 else PaperHouse()

    app = Stubbed(start(tmp_path), build=build)
    async with app.run_test(size=size) as pilot:
        await until(lambda: isinstance(app.screen, OnboardingScreen))
        await until(lambda: isinstance(app.screen.focused, KeyLine))
        yield app, pilot, keyless, built


def state(app: Stubbed) -> str:
    return str(app.screen.query_one("#state", Static).render())


def picture(app: Stubbed) -> str:
    return app.export_screenshot().replace("&#160;", " ")


async def test_a_good_key_is_checked_and_kept_and_never_shown(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, house, built):
        await pilot.press(*GOOD_KEY)
        assert app.screen.query_one(KeyLine).value == GOOD_KEY
        assert GOOD_KEY not in picture(app)
        assert house.key_place in picture(app)
        await pilot.press("enter")
        await until(lambda: isinstance(app.house, PaperHouse))
        assert house.keys == [GOOD_KEY]
        assert isinstance(app.screen, ChatStub)
        assert len(built) == 2
        assert house.closed == 1
        assert house.opened == 0


async def test_a_wrong_key_is_told_beside_the_field_without_showing_it(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, house, _):
        await pilot.press(*"wrong-key", "enter")
        await until(lambda: "401" in state(app))
        assert state(app) == "✗ 401: invalid api token …. Copy the key again."
        assert house.keys == []
        await pilot.press("backspace")
        assert state(app) == ""


async def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    class Full(PaperHouse):
        def keep_key(self, key: str) -> None:
            raise ConfigError("keys.toml cannot be written.", remedy="Free some space.")

    async with welcomed(tmp_path, Full()) as (app, pilot, _, built):
        await pilot.press(*GOOD_KEY, "enter")
        await until(lambda: state(app) == "✗ keys.toml cannot be written. Free some space.")
        assert len(built) == 1


@pytest.mark.parametrize("pasted", [f"  {GOOD_KEY}\n", f"{GOOD_KEY}\r\n\r\n", f"\t{GOOD_KEY} "])
async def test_a_paste_is_trimmed(tmp_path: Path, pasted: str) -> None:
    async with welcomed(tmp_path) as (app, pilot, house, _):
        app.post_message(Paste(pasted))
        await until(lambda: app.screen.query_one(KeyLine).value == GOOD_KEY)
        await pilot.press("enter")
        await until(lambda: house.keys == [GOOD_KEY])


@pytest.mark.parametrize("pasted", ["one\ntwo", "export CO_API_KEY=x y", "a\x1b[31mb", "schlüssel"])
async def test_a_paste_with_more_than_a_key_is_refused(tmp_path: Path, pasted: str) -> None:
    async with welcomed(tmp_path) as (app, _, _house, _built):
        app.post_message(Paste(pasted))
        await until(lambda: state(app).startswith("✗ A key has "))
        assert app.screen.query_one(KeyLine).value == ""


def test_what_cannot_be_a_key() -> None:
    assert mistake(GOOD_KEY) == ""
    assert "F2" in mistake("")
    assert "more than" in mistake("two words")


async def test_nothing_typed_says_what_to_do(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, _, _built):
        await pilot.press("enter")
        assert state(app).startswith("✗ Paste a key first")


async def test_the_sandbox_is_one_key_away(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, house, built):
        await pilot.press("f2")
        await until(lambda: isinstance(app.house, PaperHouse))
        assert [given.options.sandbox for given in built] == [False, True]
        assert house.keys == []


async def test_esc_goes_on_without_a_key(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, house, built):
        await pilot.press("x", "escape", "escape")
        await until(lambda: app.house is house)
        assert house.opened == 1
        assert len(built) == 1


async def test_a_check_that_takes_long_can_be_stopped(tmp_path: Path) -> None:
    class Slow(PaperHouse):
        async def check_key(self, key: str) -> object:
            return await asyncio.get_running_loop().create_future()

    async with welcomed(tmp_path, Slow()) as (app, pilot, house, _):
        await pilot.press("k", "enter")
        await until(lambda: state(app) == "◐ Checking…")
        await pilot.press("ctrl+c")
        await until(lambda: state(app) == "")
        assert isinstance(app.screen, OnboardingScreen)
        assert house.keys == []


async def test_ctrl_q_quits(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, _, _built):
        await pilot.press("ctrl+q")
        await until(lambda: not app.is_running)


async def test_a_masked_key_is_never_copied(tmp_path: Path) -> None:
    async with welcomed(tmp_path) as (app, pilot, _, _built):
        await pilot.press(*"secret")
        line = app.screen.query_one(KeyLine)
        line.select_all()
        await pilot.press("ctrl+x", "ctrl+c")
        assert line.value == ""
        await pilot.pause()
        assert not [note.message for note in app._notifications if "Copied" in note.message]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (120, 40)])
async def test_everything_is_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    async with welcomed(tmp_path, size=size) as (app, _, _house, _built):
        await until(lambda: app.screen.query_one(KeyLine).region)
        for widget in app.screen.query("Static, KeyLine, Footer"):
            region = widget.region
            assert region.bottom <= size[1], widget
            assert region.right <= size[0], widget
        assert app.screen.query_one(KeyLine).region.height == 1
