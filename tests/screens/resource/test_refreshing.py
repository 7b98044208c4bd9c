"""Looking again while something is in progress, and telling when it is over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import ServerFailed
from cohere_tui.screens.resource import refreshing
from tests.screens.resource.mills import Bench, Mill, MillsScreen, mills, seated
from tests.until import until

if TYPE_CHECKING:
    from textual.timer import Timer

BUSY = Mill("b", "Busy", status="grinding")
DONE = replace(BUSY, status="ready")


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seconds of a slow machine are none: only `ticks` are."""
    usual = MillsScreen.set_interval

    def never(screen: MillsScreen, interval: float, *what: Any, **how: Any) -> Timer:
        return usual(screen, interval, *what, **{**how, "pause": True})

    monkeypatch.setattr(MillsScreen, "set_interval", never)


def ticks(bench: Bench, seconds: int) -> None:
    """Let so many seconds pass for the screen, without waiting for them."""
    for _ in range(seconds):
        bench.screen._tick()


async def looked(bench: Bench, times: int) -> None:
    await until(lambda: bench.service.times("get") == times)
    await until(lambda: not bench.screen.busy)


async def test_nothing_is_refreshed_where_nothing_is_in_progress() -> None:
    async with seated(mills(3)) as bench:
        assert bench.screen._ticking is None
        assert "refresh" not in bench.header


@pytest.mark.usefixtures("no_time_passes")
async def test_it_looks_again_ever_more_rarely_while_nothing_changes() -> None:
    async with seated([*mills(3), BUSY]) as bench:
        await until(lambda: "next refresh 2s" in bench.header)
        now = bench.screen.listing.now
        ticks(bench, 1)
        shown = bench.screen.table.listing
        assert shown is not None
        assert shown.now > now  # a stop-watch goes on between looks
        for times, interval in enumerate((4, 8, 16, 30, 30), start=1):
            ticks(bench, bench.screen._left_s)
            await looked(bench, times)
            assert bench.screen._interval_s == interval
            assert f"next refresh {interval}s" in bench.header
        bench.service.set(replace(BUSY, opened=1802))
        ticks(bench, 30)
        await looked(bench, 6)
        assert bench.screen._interval_s == 2


async def test_what_ends_is_told_once_and_by_the_terminal_too() -> None:
    async with seated([*mills(3), BUSY], width=120, height=40) as bench:
        bench.service.set(DONE)
        bench.screen.look_again()
        await until(lambda: "Mill Busy: ready" in bench.notices)
        assert bench.screen.told == ["Mill Busy: ready"]
        assert bench.screen._ticking is None
        assert "refresh" not in bench.header
        await bench.press("r")
        await bench.settled()
        assert bench.screen.told == ["Mill Busy: ready"]


async def test_very_many_ends_are_told_in_one_sentence() -> None:
    rows = mills(20, status="grinding")
    async with seated(rows) as bench:
        bench.service.set(*(replace(row, status="ready") for row in rows[:12]))
        bench.service.set(replace(rows[3], status="broken"))
        bench.service.drop(*(row.id for row in rows[12:18]))
        bench.screen.look_again()
        await until(lambda: bench.screen.told)
        assert bench.screen.told == ["Mills: 1 broken (Mill 0003), 11 ready"]
        assert "6 mills are no longer there." in bench.notices
        assert len(bench.app._notifications) == 2
        bench.service.set(*(replace(row, status="ready") for row in rows[18:]))
        await bench.press("r")
        await until(lambda: len(bench.screen.told) == 3)
        assert bench.screen.told[1:] == ["Mill Mill 0018: ready", "Mill Mill 0019: ready"]


async def test_what_a_reload_shows_to_be_over_is_told_too() -> None:
    async with seated([BUSY, *mills(3)]) as bench:
        bench.service.set(replace(BUSY, status="broken"))
        await bench.press("r")
        await until(lambda: bench.screen.told == ["Mill Busy: broken"])
        assert "✗ Mill Busy: broken" in bench.notices


async def test_it_rests_while_hidden_and_tells_all_the_same() -> None:
    async with seated([BUSY, *mills(3)]) as bench:
        mill_screen = bench.screen
        await bench.press("2")
        await until(lambda: bench.screen is not mill_screen)
        await until(lambda: mill_screen._ticking is None)
        assert mill_screen._away is not None
        assert mill_screen._away._interval == refreshing.AWAY_S
        bench.service.set(DONE)
        mill_screen.look_again()
        await until(lambda: "Mill Busy: ready" in bench.notices)
        await until(lambda: mill_screen._away is None)


async def test_it_goes_on_when_it_is_seen_again_and_stops_when_told_to() -> None:
    async with seated([BUSY]) as bench:
        mill_screen = bench.screen
        await bench.press("2", "1")
        await until(lambda: mill_screen._ticking is not None)
        assert mill_screen._away is None
        await until(lambda: "next refresh" in bench.header)
        await bench.press("R")
        await until(lambda: "refresh" not in bench.header)
        assert mill_screen._ticking is None
        await bench.press("R")
        await until(lambda: "next refresh" in bench.header)


async def test_a_dialog_over_it_is_no_reason_to_forget() -> None:
    async with seated([BUSY]) as bench:
        await bench.press("x")
        await until(lambda: bench.app.screen is not bench.screen)
        bench.service.set(DONE)
        bench.screen.look_again()
        await until(lambda: "Mill Busy: ready" in bench.notices)


async def test_failing_is_told_until_it_works_again() -> None:
    async with seated([BUSY]) as bench:
        bench.service.failures["get"] = ServerFailed(503, "not now")
        bench.screen.look_again()
        await until(lambda: "not now" in bench.trouble)
        assert bench.ids == ["b"]
        bench.service.failures.clear()
        bench.screen.look_again()
        await until(lambda: not bench.trouble)


async def test_what_vanished_meanwhile_is_told() -> None:
    async with seated([BUSY, *mills(2)]) as bench:
        bench.service.drop("b")
        bench.screen.look_again()
        await until(lambda: "The mill Busy is no longer there." in bench.notices)
        assert bench.ids == ["m0", "m1"]
        assert bench.screen._ticking is None


@pytest.mark.usefixtures("no_time_passes")
async def test_of_very_many_a_few_are_asked_for_in_turn() -> None:
    async with seated(mills(50, status="grinding")) as bench:
        for _ in range(3):
            before = bench.service.times("get")
            bench.screen.look_again()
            await looked(bench, before + 20)
        assert len({one for one in bench.service.asked if one.startswith("get")}) == 50
