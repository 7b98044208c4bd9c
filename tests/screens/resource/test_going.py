"""Links, the trail, the command line: going to things in other places and back."""

from __future__ import annotations

from dataclasses import replace

from textual.events import Key
from textual.keys import _character_to_key

from cohere_tui.errors import ServerFailed
from cohere_tui.screens.resource.looking import RELATED
from cohere_tui.state.facts import Link
from tests.screens.resource.mills import Bench, mills, seated
from tests.stubs import PROD, PaperHouse
from tests.until import until


async def at(bench: Bench, place: str, shown: str = "") -> None:
    """Wait until a place is open, with a thing in its detail, or its list."""
    await until(lambda: place == bench.screen.PLACE, f"never in {place}")
    await until(lambda: bench.screen.has_class("-detail") is bool(shown))
    if shown:
        await until(lambda: bench.screen.shown_id == shown)
        await until(lambda: bench.screen.detail.has_focus_within)


async def test_esc_comes_back_along_links_to_the_same_row_and_page() -> None:
    async with seated(mills(300)) as bench:
        await bench.press("j", "j", "o")
        await at(bench, "mills", "m2")
        await bench.press("enter")
        await at(bench, "rivers", "cleddau")
        await bench.press("o")
        await until(lambda: bench.screen.detail.page == RELATED)
        await bench.press("enter")
        await at(bench, "mills", "m7")
        await bench.press("escape")
        await at(bench, "rivers", "cleddau")
        assert bench.screen.detail.page == RELATED
        await bench.press("escape")
        await at(bench, "mills", "m2")
        assert bench.screen.detail.page == RELATED
        assert bench.screen.table.cursor_id == "m2"
        await bench.press("escape")
        await at(bench, "mills")
        assert bench.screen.table.cursor_id == "m2"
        await bench.press("escape", "escape")
        await at(bench, "mills")


async def test_back_and_forward_pass_lists_and_things() -> None:
    async with seated(mills(30)) as bench:
        await bench.press("j", "2")
        await at(bench, "rivers")
        await bench.press("j", "enter")
        await at(bench, "rivers", "deben")
        await bench.press("1")
        await at(bench, "mills")
        await bench.press("H")
        await at(bench, "rivers", "deben")
        await bench.press("left_square_bracket")
        await at(bench, "mills")
        assert bench.screen.table.cursor_id == "m1"
        await bench.press("L")
        await at(bench, "rivers", "deben")
        await bench.press("right_square_bracket", "L", "L")
        await at(bench, "mills")
        await bench.press("ctrl+p", *"where i was", "enter")
        await at(bench, "rivers", "deben")


async def test_a_thing_that_is_not_loaded_is_fetched_and_shown() -> None:
    async with seated(mills(1_000)) as bench:
        bench.app.visit(Link("mills", "m900"))
        await at(bench, "mills", "m900")
        assert bench.screen.table.cursor_id == "m900"
        await bench.press("escape")
        await at(bench, "mills")
        bench.service.drop("m901")
        bench.app.visit(Link("mills", "m901"))
        await until(lambda: "The mill m901 is no longer there." in bench.notices)
        bench.service.failures["m902"] = ServerFailed(500, "it broke")
        bench.app.visit(Link("mills", "m902"))
        await until(lambda: "it broke" in bench.trouble)
        await at(bench, "mills")


async def test_what_a_filter_hides_is_shown_and_the_filter_comes_back() -> None:
    async with seated(mills(30)) as bench:
        await bench.press("slash", *"0011", "enter")
        await until(lambda: bench.ids == ["m11"])
        await bench.press("o", "down", "enter")
        await at(bench, "mills", "m5")
        assert bench.screen.listing.query == ""
        await bench.press("escape")
        await at(bench, "mills", "m11")
        await until(lambda: bench.screen.listing.query == "0011")
        await bench.press("escape")
        await at(bench, "mills")
        assert bench.ids == ["m11"]


async def test_a_place_that_is_not_offered_leads_nowhere() -> None:
    async with seated(mills(3)) as bench:
        await bench.press("o", "down", "down", "enter")
        await at(bench, "mills", "m0")
        await until(lambda: "There is no place for nowhere" in bench.notices)


async def test_a_link_may_ask_for_something_new() -> None:
    async with seated(mills(3)) as bench:
        await bench.press("o", "G", "enter")
        await until(lambda: bench.screen.built == ["of m0"])
        assert bench.screen.PLACE == "rivers"
        await bench.press("escape")
        await at(bench, "mills", "m0")
    async with seated(mills(3), house=PaperHouse(read_only=True)) as bench:
        await bench.press("o", "G", "enter")
        await until(lambda: "The profile is read-only." in bench.notices)
        assert bench.screen.built == []


async def test_side_by_side_the_keys_are_about_what_has_the_focus() -> None:
    async with seated(mills(9), width=140, height=40) as bench:
        await until(lambda: bench.screen.detail.title == "Mill 0000")
        await bench.press("j", "enter")
        await until(lambda: bench.screen.detail.has_focus_within)
        assert bench.screen.pointed == bench.service.all[1]
        bench.screen.table.focus()
        await until(lambda: not bench.screen.has_class("-detail"))
        await bench.press("j", "j")
        await until(lambda: bench.screen.detail.title == "Mill 0003")
        assert bench.screen.pointed == bench.service.all[3]
        await bench.pilot.resize_terminal(80, 24)
        await until(lambda: not bench.screen.detail.display)
        assert bench.screen.table.display


async def test_the_command_line_goes_to_places_by_alias_and_filters() -> None:
    async with seated(mills(30)) as bench:
        await bench.press("colon", *"riv deb", "enter")
        await at(bench, "rivers")
        await until(lambda: bench.ids == ["deben"])
        await bench.press("colon", *"mi 0007", "enter")
        await at(bench, "mills")
        await until(lambda: bench.ids == ["m7"])
        await bench.press("colon", *"mills", "enter")
        await at(bench, "mills")
        assert bench.ids == ["m7"]
        await bench.press("H")
        await at(bench, "rivers")
        await bench.press("colon", *"nosuchplace words", "enter")
        await bench.sees("There is no command “nosuchplace words”.")


async def test_what_is_asked_for_before_the_house_is_ready_is_done_then() -> None:
    async with seated(mills(30)) as bench:
        bench.app.go_and_filter("rivers", "deb")
        await at(bench, "rivers")
        await until(lambda: bench.ids == ["deben"])
        bench.app.visit(Link("connectors", "m3"))
        await at(bench, "connectors", "m3")


async def test_the_header_names_the_server_and_says_when_nothing_can_be_written() -> None:
    async with seated(mills(3), width=80) as bench:
        await until(lambda: bench.header.startswith("Mills · 3 of 3"))
        await until(lambda: bench.header.endswith("prod · api.cohere.com"))
        await bench.pilot.resize_terminal(60, 20)
        await until(lambda: bench.header.endswith("api.cohere.com"))
        await bench.pilot.resize_terminal(30, 20)
        await until(lambda: bench.header.strip() == "Mills · 3 of 3")
        bench.screen.show_connection(replace(PROD, read_only=True))
        await until(lambda: bench.header.endswith("read-only"))


def at_once(bench: Bench, text: str) -> None:
    """Type a text as it comes over a line that stalled for a moment."""
    for letter in text:
        key = "enter" if letter == "\r" else _character_to_key(letter)
        bench.app.post_message(Key(key, letter))


async def test_what_is_typed_in_one_piece_is_taken_in_order() -> None:
    async with seated(mills(30)) as bench:
        at_once(bench, "j:riv deb\r")
        await at(bench, "rivers")
        await until(lambda: bench.ids == ["deben"])
        at_once(bench, "1j/0007\ro\r")
        await at(bench, "rivers", "cleddau")
        assert bench.service.times("list") == 1
