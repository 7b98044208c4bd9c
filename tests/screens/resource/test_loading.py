"""Rows as they are loaded: pages, counts, what stays when it fails, what goes when it is gone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from cohere_tui.client.retrying import Wait
from cohere_tui.errors import (
    AnswerUnreadable,
    APIError,
    CohereTuiError,
    Disconnected,
    Forbidden,
    NotFound,
    NotOffered,
    RateLimited,
    ServerFailed,
    Unauthorized,
)
from cohere_tui.state.count import Count
from cohere_tui.widgets.header import Header
from tests.keyboard import typed
from tests.screens.resource.mills import Mill, mills, seated
from tests.stubs import PROD, PaperHouse
from tests.until import until

ERRORS: tuple[CohereTuiError, ...] = (
    Unauthorized(401, "no valid key"),
    Forbidden(403, "not with this key"),
    RateLimited(429, "too many calls"),
    ServerFailed(500, "it broke"),
    NotOffered(501, "not here"),
    NotFound(404, "no such list"),
    APIError(418, "a teapot"),
    AnswerUnreadable("a web page came: <h1>[red]Hello[/]</h1>\x1b[2J"),
    Disconnected("the line broke"),
)


async def test_pages_come_when_their_time_has_come() -> None:
    async with seated(mills(1_000), tells_total=True) as bench:
        assert str(bench.screen.count) == "200 of 1,000"
        assert bench.header.startswith("Mills · 200 of 1,000")
        assert bench.service.asked == ["list"]
        await bench.press("G")
        await until(lambda: len(bench.ids) == 400)
        await bench.press("m")
        await until(lambda: len(bench.ids) == 600)
        assert bench.screen.table.cursor_id == "m199"
        await bench.press("M")
        await until(lambda: bench.screen.count.ended)
        assert bench.header.startswith("Mills · 1,000 of 1,000")
        assert bench.service.asked == ["list", "list 200", "list 400", "list 600", "list 800"]


async def test_how_far_a_long_reload_is_can_be_seen() -> None:
    async with seated(mills(700)) as bench:
        await bench.press("M")
        await until(lambda: bench.screen.count.ended)
        said: list[str] = []

        def hear(word: str) -> None:
            said.append(word)

        bench.screen.watch(bench.screen.query_one(Header), "state", hear, init=False)
        await bench.press("r")
        await until(lambda: bench.service.times("list") == 8)
        await until(lambda: not bench.screen.busy)
        assert said == ["reloading…", "reloading… 200", "reloading… 400", "reloading… 600", ""]


async def test_a_server_that_tells_no_total_is_not_cut_silently() -> None:
    async with seated(mills(500), size=300) as bench:
        assert "first 300, more below" in bench.header
        await typed(bench.pilot, "/0009")
        await until(lambda: bench.ids == ["m9"])
        await until(lambda: "1 of the first 300, more below" in bench.header)
        assert bench.service.times("list") == 1, "a filter alone must not load everything"
        await bench.press("enter", "m")
        await until(lambda: bench.screen.count.ended)
        assert "1 of 500" in bench.header


async def test_a_list_shorter_than_the_screen_is_filled_up() -> None:
    async with seated(mills(7), size=2) as bench:
        await until(lambda: bench.screen.count == Count(7, None, ended=True))


async def test_a_filter_typed_while_loading_holds_and_the_cursor_stays() -> None:
    async with seated(mills(40)) as bench:
        await bench.press("j", "j", "j")
        bench.service.close()
        await bench.press("r")
        await until(lambda: "reloading…" in bench.header)
        assert len(bench.ids) == 40
        await typed(bench.pilot, "/mill 000")
        await until(lambda: len(bench.ids) == 10)
        bench.service.all = [Mill("x", "Mill 0000b"), *bench.service.all]
        bench.service.open()
        await until(lambda: len(bench.ids) == 11)
        assert bench.screen.table.cursor_id == "m3"
        assert bench.screen.listing.query == "mill 000"


async def test_a_list_that_shrinks_keeps_cursor_and_marks_of_what_is_left() -> None:
    async with seated(mills(20)) as bench:
        await bench.press("j", "space", "space", "j")
        assert bench.screen.table.cursor_id == "m4"
        assert "2 marked" in bench.header
        bench.service.drop("m1", *(f"m{n}" for n in range(3, 20)))
        await bench.press("r")
        await until(lambda: bench.ids == ["m0", "m2"])
        assert bench.screen.table.cursor_id == "m2"
        assert bench.screen.listing.marked == {"m2"}
        bench.service.all = []
        await bench.press("r")
        await bench.sees("Mills grind.")
        await bench.press("enter", "D", "space", "v", "x", "y", "o")
        assert bench.app.screen is bench.screen


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_every_failure_leaves_the_list_usable(error: CohereTuiError) -> None:
    async with seated(mills(300)) as bench:
        bench.service.failures["list"] = error
        await bench.press("G")
        await until(lambda: str(error).split("<")[0] in bench.trouble)
        assert "\x1b" not in bench.trouble
        asked = bench.service.times("list")
        assert len(bench.ids) == 200
        await bench.press("g", "j", "G", "k", "G")
        assert bench.screen.table.cursor_id == "m199"
        assert bench.service.times("list") == asked, "it went on asking by itself"
        bench.service.failures.clear()
        await bench.press("m")
        await until(lambda: not bench.trouble)
        await until(lambda: len(bench.ids) == 300)


async def test_the_first_page_may_fail_and_come_later() -> None:
    async with seated(mills(3), settled=False) as bench:
        bench.service.failures["list"] = ServerFailed(500, "it broke")
        await bench.press("r")
        await until(lambda: "it broke" in bench.trouble)
        assert "Mills grind" not in bench.picture, "nobody knows yet whether there are any"
        bench.service.failures.clear()
        await bench.press("r", "r", "r")
        await until(lambda: len(bench.ids) == 3)
        await until(lambda: not bench.trouble)


async def test_a_pause_is_counted_down_and_can_be_stopped() -> None:
    async with seated(mills(300)) as bench:
        bench.service.close()
        await bench.press("r")
        await until(lambda: bench.screen.busy)
        for listener in tuple(bench.house.waits):
            listener(Wait("429: too many calls", 30.0, 2, 3))
        await until(lambda: "again in 30s, try 2 of 3: 429: too many calls" in bench.header)
        # However long nobody looked, it is less by now.
        await until(lambda: re.search(r"again in [12]?\ds", bench.header))
        await bench.press("ctrl+c")
        await until(lambda: not bench.screen.busy)
        assert "again in" not in bench.header
        assert len(bench.ids) == 200


async def test_what_was_stopped_before_the_first_answer_says_how_to_go_on() -> None:
    async with seated(mills(3)) as bench:
        bench.service.close()
        bench.screen.forget()  # another server answers
        await bench.press("r")
        await until(lambda: bench.screen.busy)
        await bench.press("ctrl+c")
        await until(lambda: "Nothing was loaded: r asks for it." in bench.picture)
        bench.service.open()
        await bench.press("r")
        await until(lambda: len(bench.ids) == 3)


async def test_what_was_deleted_elsewhere_is_told_when_it_is_opened() -> None:
    async with seated(mills(5)) as bench:
        bench.service.drop("m1")
        await bench.press("j", "enter")
        await until(lambda: "The mill Mill 0001 is no longer there." in bench.notices)
        assert bench.ids == ["m0", "m2", "m3", "m4"]
        assert not bench.screen.has_class("-detail")
        await until(lambda: bench.screen.table.rows.has_focus)
        assert bench.screen.table.cursor_id == "m2"
        bench.service.failures["get"] = ServerFailed(500, "it broke")
        await bench.press("enter")
        await until(lambda: "it broke" in bench.trouble)
        assert bench.screen.has_class("-detail"), "what is known of it is still shown"


async def test_whatever_a_name_is_it_does_no_harm() -> None:
    names = (
        "[/red] [@click=app.quit]x",
        "a\nb\r\n\tc",
        "\x1b]0;evil\x07\u202eabc",
        "אבג דהו",
        "👩‍💻" * 40,
        "x" * 5_000,
        "",
    )
    rows = [Mill(f"m{n}", name, status="🜁 unheard of", opened=None) for n, name in enumerate(names)]
    async with seated([*rows, Mill("", "without an id"), Mill("", "nor this")]) as bench:
        assert len(bench.ids) == len(names) + 2
        for _ in names:
            await bench.press("enter", "v", "o", "escape", "x", "escape", "space")
        assert "\x1b" not in bench.picture
        assert "\u202e" not in bench.picture
        assert len(bench.screen.listing.marked) == len(names)
        await bench.press("D")
        await bench.sees("Delete these 7 mills?")
        assert max(cell_len(line) for line in bench.picture.splitlines()) <= 80
        await bench.press("escape")


async def test_the_same_name_twice_is_two_things() -> None:
    async with seated([Mill("a", "Carew"), Mill("b", "Carew"), Mill("a", "Carew")]) as bench:
        assert bench.ids == ["a", "b"]
        await bench.press("j", "D")
        await bench.sees("Delete Carew (b)?")
        await bench.press("y")
        await until(lambda: bench.ids == ["a"])
        assert bench.service.times("delete b") == 1


async def test_another_server_does_not_inherit_the_rows() -> None:
    async with seated(mills(5)) as bench:
        bench.service.failures["list"] = Unauthorized(401, "no valid key")
        other = PaperHouse(connection=replace(PROD, profile="other"), services=bench.house.services)
        bench.screen.furnish(other)
        assert bench.ids == []
        await until(lambda: "no valid key" in bench.trouble)


async def test_what_is_retired_is_told_calmly_remembered_and_asked_again() -> None:
    async with seated(place="connectors") as bench:
        bench.service.failures["list"] = NotOffered(501, "gone")
        await bench.press("r")
        await bench.sees("Connectors were retired on September 15, 2025")
        await bench.sees("r asks it again")
        assert not bench.trouble
        assert bench.house.retired == {"connectors"}
        bench.service.failures.clear()
        await bench.press("r")
        await until(lambda: not bench.house.retired)
        await bench.sees("Mills grind.")
        await until(lambda: "retired" not in bench.picture)


async def test_what_is_known_to_be_retired_is_not_asked_for() -> None:
    house = PaperHouse(retired=frozenset({"connectors"}))
    async with seated(mills(2), place="connectors", house=house, settled=False) as bench:
        await bench.sees("September 15, 2025")
        assert bench.service.asked == []
        await bench.press("r")
        await until(lambda: len(bench.ids) == 2)
        await until(lambda: "September" not in bench.picture)
