"""Connectors by keyboard: made, changed, switched, authorised, checked, deleted."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
from textual.widgets import Static

from cohere_tui.models.connectors import ConnectorChanges, NewConnector
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.connector_authorizing import AuthorizeDialog
from cohere_tui.screens.connectors import ConnectorsScreen
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.help_panel import Reader
from tests.client.wire import Wire, answer
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from cohere_tui.models.connectors import Connector
    from cohere_tui.services.bundle import Services
    from tests.screens.conftest import Seat, Sit

SECRET = "s3cret-0123456789"
SERVICE: dict[str, Any] = {"service_auth": {"type": "bearer", "token": SECRET}}
OAUTH: dict[str, Any] = {
    "oauth": {
        "client_id": "abc",
        "client_secret": SECRET,
        "authorize_url": "https://idp.example/authorize",
        "token_url": "https://idp.example/token",
    }
}


async def made(seat: Seat, name: str = "Wiki", **fields: Any) -> Connector:
    """A connector that is there before the screen is opened."""
    body = {"name": name, "url": "https://wiki.example/search", **fields}
    found: Connector = await services(seat).connectors.create(NewConnector.of(body))
    return found


def services(seat: Seat) -> Services:
    assert seat.app._house is not None
    found: Services = seat.app._house.services
    return found


async def opened(seat: Seat) -> ConnectorsScreen:
    """The screen with all its rows."""
    seat.app.action_go("connectors")
    await until(lambda: isinstance(seat.app.screen, ConnectorsScreen))
    screen = seat.app.screen
    assert isinstance(screen, ConnectorsScreen)
    await until(lambda: screen.count.ended or trouble(screen) or screen.banner.has_class("-shown"))
    await until(lambda: screen.table.rows.has_focus)
    return screen


async def form_of(seat: Seat) -> Form[Any]:
    """The form that is open and ready to be written in."""
    await until(lambda: isinstance(seat.app.screen, Form) and seat.app.focused is not None)
    assert isinstance(seat.app.screen, Form)
    return seat.app.screen


async def dialog(seat: Seat, kind: type[Any]) -> Any:
    await until(lambda: isinstance(seat.app.screen, kind) and seat.app.screen.is_current)
    return seat.app.screen


def trouble(screen: ConnectorsScreen) -> str:
    return " ".join(str(one.render()) for one in screen.query(".place--trouble"))


def said(form: Form[Any], name: str = "") -> str:
    """What stands under a field, or under all of them."""
    query = f"#hint-{name}" if name else ".dialog--error"
    line = form.query_one(query, Static)
    return str(line.render()) if line.display else ""


def noticed(seat: Seat, text: str) -> bool:
    return any(text in one.message for one in seat.app._notifications)


def bodies(seat: Seat, method: str) -> list[Any]:
    """What the server was sent, by method."""
    return [one.body for one in seat.sandbox.requests if one.method == method]


def weather(seat: Seat, *faults: Fault) -> None:
    seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=faults)


# --- the list


async def test_the_list_tells_who_has_to_authorise_what(sit: Sit) -> None:
    async with sit() as seat:
        await made(seat, "Open")
        await made(seat, "Shared", **SERVICE)
        await made(seat, "Personal", **OAUTH)
        await seat.pilot.press("escape", "4")
        screen = await opened(seat)
        columns = {column.name: column for column in screen.COLUMNS}
        shown = {
            row.name: (columns["auth"].cell(row, 0).text, columns["status"].cell(row, 0))
            for row in screen.listing.rows
        }
        assert [(auth, status.text) for auth, status in shown.values()] == [
            ("OAuth", "not authorised"),
            ("token", "valid"),
            ("none", "none needed"),
        ]
        row = screen.listing.rows[0]
        expired = row.model_copy(update={"auth_status": "expired"})
        assert columns["status"].cell(expired, 0).text == "expired"
        assert screen.table.cursor_id == row.id


async def test_an_empty_list_says_what_connectors_are(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await until(lambda: "n creates one" in screen.table.empty)
        assert "September 15, 2025" in screen.table.empty


async def test_a_server_that_has_retired_them_is_told_calmly(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, retired=True)
        screen = await opened(seat)
        await until(lambda: "were retired on September 15, 2025" in str(screen.banner.render()))
        assert not trouble(screen)
        await until(lambda: not screen.check_action("new", ()))
        seat.sandbox.knobs = replace(seat.sandbox.knobs, retired=False)
        await seat.pilot.press("r")
        await until(lambda: screen.count.ended)
        await until(lambda: screen.check_action("new", ()))
        assert not screen.banner.has_class("-shown")


async def test_a_read_only_profile_looks_and_checks(sit: Sit) -> None:
    async with sit(read_only=True) as seat:
        screen = await opened(seat)
        assert [screen.check_action(name, ()) for name in ("new", "edit", "active")] == [False] * 3
        assert not screen.check_action("authorize", ())
        assert screen.check_action("check", ())
        await seat.pilot.press("n")
        assert seat.app.screen is screen


# --- made and changed


async def test_a_connector_with_a_secret_is_made(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        await seat.type("Harbour wiki")
        await seat.pilot.press("enter")
        await seat.type("https://wiki.example/search")
        await seat.pilot.press("enter", "enter", "enter", "right", "enter", "enter")
        await seat.type(SECRET)
        assert SECRET not in seat.app.export_screenshot()
        await seat.pilot.press("f3")
        view = await dialog(seat, CodeView)
        assert "YOUR_TOKEN" in view.code
        assert SECRET not in view.code
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.app.screen is screen and screen.row is not None)
        (body,) = bodies(seat, "POST")
        assert body == {
            "name": "Harbour wiki",
            "url": "https://wiki.example/search",
            "service_auth": {"type": "bearer", "token": SECRET},
        }
        assert screen.row is not None
        assert screen.row.name == "Harbour wiki"
        assert str(screen.count) == "1"
        assert SECRET not in repr(list(services(seat).requests))


async def test_what_is_wrong_stands_under_its_field_and_nothing_is_sent(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        await seat.pilot.press("tab")
        await seat.type("https://wiki.example")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "/search" in said(form, "url"))
        assert said(form, "name").startswith("! ")
        assert bodies(seat, "POST") == []


async def test_a_refused_connector_is_not_lost(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        weather(seat, Fault("/v1/connectors", 400, "no more room", method="POST"))
        await seat.pilot.press("n")
        form = await form_of(seat)
        await seat.type("Wiki")
        await seat.pilot.press("enter")
        await seat.type("https://wiki.example/search")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "no more room" in said(form))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        weather(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert form.values["name"] == "Wiki"
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.count.known == 1)


async def test_only_what_was_changed_is_sent(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat, **SERVICE)
        screen = await opened(seat)
        await seat.pilot.press("e")
        form = await form_of(seat)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "Nothing was changed" in said(form))
        await seat.type(" of all")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.app.screen is screen)
        assert bodies(seat, "PATCH") == [{"name": "Wiki of all"}]
        await until(lambda: screen.listing.rows[0].name == "Wiki of all")


async def test_a_change_begins_with_what_it_is_now(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        row = await made(seat)
        screen = await opened(seat)
        await seat.pilot.press("e")
        await form_of(seat)
        await seat.type(" mine")
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        seat.sandbox.clock.advance(60)
        theirs = ConnectorChanges.of({"name": "Theirs"})
        await services(seat).connectors.update(row.id, theirs)
        await seat.pilot.press("e")
        form = await form_of(seat)
        assert form.values["name"] == "Theirs"


async def test_what_was_deleted_elsewhere_cannot_be_changed(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        row = await made(seat)
        screen = await opened(seat)
        await services(seat).connectors.delete(row.id)
        await seat.pilot.press("e")
        await until(lambda: noticed(seat, "no longer there"))
        assert screen.listing.rows == ()


async def test_a_change_that_cannot_begin_is_told(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat)
        screen = await opened(seat)
        weather(seat, Fault("/v1/connectors/*", 403, "not yours"))
        await seat.pilot.press("e")
        await until(lambda: "not yours" in trouble(screen))
        assert screen.listing.rows


# --- switched and deleted


async def test_what_rests_is_activated_and_what_is_active_deactivated(sit: Sit) -> None:
    async with sit() as seat:
        await made(seat, "Resting", active=False)
        await made(seat, "Working")
        screen = await opened(seat)
        await seat.pilot.press("a")
        question = await dialog(seat, Confirm)
        assert question._title == "Deactivate Working?"
        await seat.pilot.press("y")
        await until(lambda: [row.active for row in screen.listing.rows] == [False, False])
        await seat.pilot.press("A", "a")
        question = await dialog(seat, Confirm)
        assert question._title == "Activate these 2 connectors?"
        await seat.pilot.press("y")
        await until(lambda: [row.active for row in screen.listing.rows] == [True, True])
        assert bodies(seat, "PATCH") == [{"active": False}, {"active": True}, {"active": True}]


async def test_switching_that_fails_is_told(sit: Sit) -> None:
    async with sit() as seat:
        await made(seat)
        screen = await opened(seat)
        weather(seat, Fault("/v1/connectors/*", 400, "not today", method="PATCH"))
        await seat.pilot.press("a")
        await dialog(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: "not today" in trouble(screen))
        assert screen.listing.rows[0].active


async def test_many_are_deleted_and_what_failed_is_named(sit: Sit) -> None:
    async with sit() as seat:
        rows = [await made(seat, f"Wiki {number}") for number in range(3)]
        screen = await opened(seat)
        weather(seat, Fault(f"/v1/connectors/{rows[1].id}", 403, "not yours", method="DELETE"))
        await seat.pilot.press("A", "D")
        question = await dialog(seat, ConfirmMany)
        assert "Wiki 1" in question._names
        await seat.pilot.press(*"delete", "enter")
        reader = await dialog(seat, Reader)
        assert "Wiki 1: 403: not yours" in reader._text.plain
        assert [row.name for row in screen.listing.rows] == ["Wiki 1"]


# --- authorised


async def test_authorising_shows_the_address_and_waits(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat, "Drive", **OAUTH)
        screen = await opened(seat)
        await seat.pilot.press("t")
        shown = await dialog(seat, AuthorizeDialog)
        await until(lambda: "not authorised yet" in state_of(shown))
        assert str(shown.query_one(".authorize--url", Static).render()) == shown.url
        assert "client_id=abc" in shown.url
        await seat.pilot.press("y")
        await until(lambda: noticed(seat, "opied"))
        async with httpx.AsyncClient(trust_env=False) as browser:
            assert (await browser.get(shown.url)).status_code == 200
        await until(lambda: seat.app.screen is screen)
        await until(lambda: noticed(seat, "Drive: authorised."))
        assert screen.listing.rows[0].auth_status == "valid"
        await seat.pilot.press("t")
        shown = await dialog(seat, AuthorizeDialog)
        await until(lambda: "authorised already" in state_of(shown))


def state_of(shown: AuthorizeDialog) -> str:
    return str(shown.query_one(".authorize--state", Static).render())


async def test_the_address_is_opened_where_there_is_a_browser(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    part, url = tmp_path / "part", tmp_path / "url"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {part}\nmv {part} {url}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", str(browser))
    async with sit(80, 24) as seat:
        await made(seat, "Drive", **OAUTH)
        screen = await opened(seat)
        await seat.pilot.press("t")
        shown = await dialog(seat, AuthorizeDialog)
        await seat.pilot.press("enter")
        await until(url.exists)
        assert url.read_text() == shown.url
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert screen.listing.rows[0].auth_status is None


async def test_over_ssh_nothing_is_opened_and_it_says_so(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    async with sit(80, 24) as seat:
        await made(seat, "Drive", **OAUTH)
        await opened(seat)
        await seat.pilot.press("t")
        shown = await dialog(seat, AuthorizeDialog)
        await until(lambda: "Over SSH no browser" in str(shown.query_one(".dialog--note").render()))
        assert not shown.check_action("open", ())


async def test_waiting_ends_when_the_connector_is_gone(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        row = await made(seat, "Drive", **OAUTH)
        await opened(seat)
        weather(seat, Fault(f"/v1/connectors/{row.id}", 404, "gone", skip=2))
        await seat.pilot.press("t")
        shown = await dialog(seat, AuthorizeDialog)
        await until(lambda: "no longer looking" in state_of(shown))
        assert "gone" in str(shown.query_one(".dialog--error", Static).render())


async def test_what_cannot_be_authorised_is_told(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat, "Drive", **OAUTH)
        await made(seat, "Open")
        screen = await opened(seat)
        await seat.pilot.press("t")
        await until(lambda: noticed(seat, "Open has no OAuth"))
        weather(seat, Fault("*/oauth/authorize", 500, "no provider", method="POST"))
        await seat.pilot.press("j", "t")
        await until(lambda: "no provider" in trouble(screen))
        assert seat.app.screen is screen


async def test_what_cannot_be_asked_first_names_the_key_that_asks_again(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat, "Drive", **OAUTH)
        screen = await opened(seat)
        for key in ("t", "e", "E"):
            weather(seat, Fault("/v1/connectors/*", 409, f"busy with {key}", method="GET"))
            await seat.pilot.press(key)
            await until(lambda key=key: f"busy with {key}" in trouble(screen))  # type: ignore[misc]
            assert f"Press {key} to try again" in trouble(screen)


# --- checked

MILLS = {"results": [{"title": "Carew", "text": "A tide mill.", "price": 3}]}


async def check(seat: Seat, url: str, token: str = SECRET) -> Form[Any]:
    """Write a check of a connector at `url`, and send it."""
    await made(seat, "Wiki", url=f"{url}/search", excludes=["price", "prize"], **SERVICE)
    await opened(seat)
    await seat.pilot.press("c")
    form = await form_of(seat)
    await seat.type("tide mills")
    await seat.pilot.press("enter", "enter")
    await seat.type(token)
    await seat.pilot.press("ctrl+s")
    return form


async def test_a_check_shows_what_a_chat_would_be_given(sit: Sit) -> None:
    async with sit() as seat, Wire(answer(200, MILLS)) as wire:
        await check(seat, wire.url)
        found = await dialog(seat, FactDialog)
        (request,) = wire.requests
        assert request.body == b'{"query":"tide mills"}'
        assert request.headers["authorization"] == f"Bearer {SECRET}"
        assert "a-key-that-works" not in repr(request)
        facts = {
            getattr(one, "label", one.text if hasattr(one, "text") else ""): one
            for one in found.facts
        }
        assert facts["price"].value == "(excluded) 3"
        assert "“prize” is excluded, but no document has it." in facts
        assert SECRET not in repr(list(services(seat).requests))
        assert SECRET not in seat.app.export_screenshot()
        await seat.pilot.press("escape", "enter", "h")
        screen = seat.app.screen
        assert isinstance(screen, ConnectorsScreen)
        await until(lambda: screen.detail.page == "Activity")
        activity = screen.detail.shown
        assert isinstance(activity, FactList)
        await until(lambda: "POST /search: 200" in repr(activity.facts))
        await seat.pilot.press("e")
        assert "the last check brought title, text, price" in said(await form_of(seat), "excludes")
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        await seat.pilot.press("c")
        assert "token" not in {name for name, text in (await form_of(seat)).values.items() if text}


async def test_a_check_that_fails_says_what_is_wrong_and_can_be_sent_again(sit: Sit) -> None:
    replies = answer(401, {"message": "who are you?"}), answer(200, b"pong"), answer(200, MILLS)
    async with sit() as seat, Wire(*replies) as wire:
        form = await check(seat, wire.url, "wrong-0123456789")
        await until(lambda: "answered 401: who are you?" in said(form))
        await until(lambda: "Check the token" in said(form))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "it is not JSON: pong" in said(form))
        await seat.pilot.press("ctrl+s")
        await dialog(seat, FactDialog)


async def test_plain_http_to_another_machine_is_asked_about(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await made(seat, "Wiki", url="http://wiki.invalid/search")
        screen = await opened(seat)
        await seat.pilot.press("c")
        question = await dialog(seat, Confirm)
        assert "can be read on the way" in question._detail
        await seat.pilot.press("enter")
        await until(lambda: seat.app.screen is screen)
        await seat.pilot.press("c")
        await dialog(seat, Confirm)
        await seat.pilot.press("y")
        form = await form_of(seat)
        await seat.type("q")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "wiki.invalid cannot be reached" in said(form))
