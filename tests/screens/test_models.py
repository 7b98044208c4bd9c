"""The models of the server, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.models import ModelsScreen
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.picker import Picker
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Seat, Sit


async def opened(seat: Seat) -> ModelsScreen:
    """The models screen with its first rows."""
    seat.app.action_go("models")
    await until(lambda: isinstance(seat.app.screen, ModelsScreen))
    screen = seat.app.screen
    assert isinstance(screen, ModelsScreen)
    await until(lambda: screen.count.ended)
    return screen


async def test_the_digit_goes_there_and_all_models_are_listed(sit: Sit) -> None:
    async with sit() as seat:
        await seat.pilot.press("escape", "2")
        screen = await opened(seat)
        assert str(screen.count) == f"{len(screen.listing)}"
        assert screen.listing.get("command-a-03-2025") is not None
        await until(lambda: screen.shown_id == screen.table.cursor_id)


async def test_the_detail_follows_the_cursor_where_there_is_room(sit: Sit) -> None:
    async with sit(120, 40) as seat:
        screen = await opened(seat)
        await seat.pilot.press("j", "j")
        await until(lambda: screen.detail.title == screen.table.cursor_id != "")
        assert screen.detail.display
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await seat.pilot.press("j", "enter")
        await until(lambda: screen.detail.title == screen.table.cursor_id != "")
        await until(lambda: in_sight(screen) == (False, True))
        await seat.pilot.press("escape")
        await until(lambda: in_sight(screen) == (True, False))
        assert screen.table.rows.has_focus


async def test_use_begins_a_chat_with_the_model(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to("command-r7b-12-2024")
        await seat.pilot.press("u")
        await until(lambda: seat.app.current_mode == "chat")
        await until(lambda: seat.chat.talk.settings.model == "command-r7b-12-2024")


async def test_models_are_narrowed_to_those_that_can_do_something(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await seat.pilot.press("f")
        await until(lambda: isinstance(seat.app.screen, Picker))
        await seat.pilot.press(*"reasoning", "enter")
        await until(lambda: screen.listing.query == "features:reasoning")
        able = [row.name for row in screen.listing.rows if "reasoning" in (row.features or ())]
        shown = [screen.listing.id_at(place) for place in range(len(screen.listing))]
        assert shown == able != []
        await seat.pilot.press("escape")
        await until(lambda: len(screen.listing) == len(screen.listing.rows))


async def test_a_model_that_does_not_chat_is_told(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to("embed-v4.0")
        await seat.pilot.press("u")
        await until(lambda: any("does not chat" in one.message for one in seat.app._notifications))
        assert seat.app.current_mode == "models"


async def test_a_model_is_tried_in_its_playground(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to("rerank-v3.5")
        await seat.pilot.press("p")
        await until(lambda: isinstance(seat.app.screen, PlaygroundScreen))
        place = seat.app.screen
        assert isinstance(place, PlaygroundScreen)
        await until(lambda: place.tabs.shown == "rerank" and place.panel is not None)
        panel = place.panel
        assert panel is not None
        await until(lambda: panel.fields.values["model"] == "rerank-v3.5")
        await seat.pilot.press("escape", "escape", "escape")  # form, tabs, back along the link
        await until(lambda: seat.app.screen is screen)
        screen.table.rows.go_to("command-a-03-2025")
        await seat.pilot.press("p")
        await until(lambda: any("No playground" in one.message for one in seat.app._notifications))


async def test_the_request_is_shown_as_code(sit: Sit) -> None:
    async with sit() as seat:
        await opened(seat)
        await seat.pilot.press("x")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        view = seat.app.screen
        assert isinstance(view, CodeView)
        assert f"{seat.sandbox.url}/v1/models/command-a-plus-05-2026" in view.code
        await seat.pilot.press("l")
        assert "httpx" in view.code


async def test_rows_stay_when_the_server_fails(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        rows = screen.listing.rows
        fault = Fault("/v1/models", 501, "no models today")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("r")
        await until(lambda: "no models today" in trouble(screen))
        assert screen.listing.rows == rows
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        await seat.pilot.press("r")
        await until(lambda: not trouble(screen))


async def test_whatever_the_server_answers_the_rows_stay(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        rows = screen.listing.rows
        for fault, told in (
            (Fault("/v1/models", 403, "not [red]yours", kind="html"), "not [red]yours"),
            (Fault("/v1/models", 400, kind="empty"), "400"),
            (Fault("/v1/models", 401, kind="not_json"), "401"),
        ):
            seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
            await seat.pilot.press("r")
            await until(lambda told=told: told in trouble(screen))  # type: ignore[misc]
            assert screen.listing.rows == rows


async def test_another_try_is_counted_down_to_and_can_be_stopped(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        header = screen.query_one(Header)
        wait = Fault.minute_limit("/v1/models", times=1, wait="1")
        drop = Fault("/v1/models", kind="drop")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(wait,))
        await seat.pilot.press("r")
        await until(lambda: "again in 1s, try 2 of 3: 429" in str(header.render()))
        await until(lambda: not screen.busy)
        assert not trouble(screen)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(drop,))
        await seat.pilot.press("r")
        await until(lambda: "try 2 of 3" in str(header.render()))
        await seat.pilot.press("ctrl+c")
        await until(lambda: not screen.busy)
        assert "again in" not in str(header.render())


async def test_the_page_that_is_gone_to_has_the_keys(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await seat.pilot.press("v")
        await until(lambda: screen.detail.page == "JSON" and screen.detail.shown.has_focus)
        await seat.pilot.press("escape", "o")
        await until(lambda: screen.detail.page == "Related" and screen.detail.shown.has_focus)


def trouble(screen: ModelsScreen) -> str:
    return " ".join(str(one.render()) for one in screen.query(".place--trouble"))


def in_sight(screen: ModelsScreen) -> tuple[bool, bool]:
    """Whether the list is shown, and the detail."""
    return screen.table.display, screen.detail.display
