"""/v1/connectors, and the page that authorises one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.connectors.records import AUTHORISED_S
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from tests.client.wire import Wire, answer
from tests.openapi import judge, needs_description

if TYPE_CHECKING:
    from pathlib import Path

PATH = "/v1/connectors"
SECRET = "s3cret-0123456789"
PLAIN: dict[str, Any] = {"name": "Harbour wiki", "url": "https://wiki.example/search"}
OAUTH = {
    "client_id": "abc",
    "client_secret": SECRET,
    "authorize_url": "https://idp.example/authorize",
    "token_url": "https://idp.example/token",
    "scope": "read",
}
SERVICE = {"type": "bearer", "token": SECRET}


@pytest.fixture(autouse=True)
def still(sandbox: Sandbox) -> None:
    """Time passes when a test says so."""
    sandbox.knobs = replace(FAIR, speed=0)


async def made(caller: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, json={**PLAIN, **fields})
    assert answer.status_code == 200, answer.text
    connector: dict[str, Any] = answer.json()["connector"]
    return connector


async def seen(caller: httpx.AsyncClient, connector: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await caller.get(f"{PATH}/{connector['id']}")).json()["connector"]
    return found


async def changed(
    caller: httpx.AsyncClient, connector: dict[str, Any], **fields: Any
) -> dict[str, Any]:
    answer = await caller.patch(f"{PATH}/{connector['id']}", json=fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["connector"]
    return found


async def begun(caller: httpx.AsyncClient, connector: dict[str, Any], after: str = "") -> str:
    query = {"after_token_redirect": after} if after else {}
    answer = await caller.post(f"{PATH}/{connector['id']}/oauth/authorize", params=query)
    assert answer.status_code == 200, answer.text
    url: str = answer.json()["redirect_url"]
    return url


async def visited(url: str) -> httpx.Response:
    """What a browser gets, which has no key."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        return await browser.get(url)


def written(folder: Path) -> bytes:
    """All that is in the files of a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_new_one_is_active_and_has_a_slug(caller: httpx.AsyncClient) -> None:
    connector = await made(caller)
    assert connector["id"].startswith("harbour-wiki-")
    assert connector["created_at"] == connector["updated_at"]
    assert connector["active"] is True
    assert connector["continue_on_failure"] is False
    assert not {"auth_type", "auth_status", "oauth"} & set(connector)
    assert await seen(caller, connector) == connector


async def test_every_field_is_kept(caller: httpx.AsyncClient) -> None:
    fields = {
        "description": "Pages",
        "excludes": ["notes"],
        "active": False,
        "continue_on_failure": True,
    }
    assert (await made(caller, **fields)).items() >= fields.items()


async def test_secrets_are_never_told(caller: httpx.AsyncClient) -> None:
    for auth in ({"oauth": OAUTH}, {"service_auth": SERVICE}):
        answer = await caller.post(PATH, json={**PLAIN, **auth})
        path = f"{PATH}/{answer.json()['connector']['id']}"
        again = await caller.patch(path, json={"name": "other", **auth})
        for told in (answer, again, await caller.get(path), await caller.get(PATH)):
            assert told.status_code == 200
            assert SECRET not in told.text
            assert "client_secret" not in told.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "  "}, 400),
        ({"name": None}, 400),
        ({"name": 5}, 422),
        ({"url": ""}, 400),
        ({"url": "https://wiki.example/find"}, 400),
        ({"url": "https://wiki.example/search?x=/y"}, 200),
        ({"url": "ftp://wiki.example/search"}, 400),
        ({"url": "https:///search"}, 400),
        ({"url": "https://[/search"}, 400),
        ({"url": "http://127.0.0.1:8000/search"}, 200),
        ({"excludes": "notes"}, 422),
        ({"excludes": [1]}, 422),
        ({"active": "yes"}, 422),
        ({"oauth": OAUTH, "service_auth": SERVICE}, 400),
        ({"oauth": {**OAUTH, "token_url": "javascript:alert(1)"}}, 400),
        ({"oauth": {**OAUTH, "clientId": "x"}}, 422),
        ({"oauth": {}}, 200),
        ({"oauth": "x"}, 422),
        ({"service_auth": {"type": "bearer"}}, 400),
        ({"service_auth": {"token": SECRET}}, 400),
        ({"service_auth": {"type": "digest", "token": SECRET}}, 422),
    ],
    ids=str,
)
async def test_the_rules(caller: httpx.AsyncClient, fields: dict[str, Any], status: int) -> None:
    new = await caller.post(PATH, json={**PLAIN, **fields})
    assert new.status_code == status, new.text
    assert SECRET not in new.text
    connector = await made(caller)
    patched = await caller.patch(f"{PATH}/{connector['id']}", json=fields)
    # Nulls change nothing.
    assert patched.status_code == (200 if fields == {"name": None} else status)


async def test_unknown_fields_are_remarked(caller: httpx.AsyncClient) -> None:
    answer = await caller.post(PATH, json={**PLAIN, "colour": "blue"})
    assert "colour" in answer.headers["x-api-warning"]
    path = f"{PATH}/{answer.json()['connector']['id']}"
    late = await caller.patch(path, json={"description": "too late"})
    assert "description" in late.headers["x-api-warning"]
    assert late.json()["connector"]["description"] == ""


async def test_a_patch_changes_what_it_names(caller: httpx.AsyncClient, sandbox: Sandbox) -> None:
    before = await made(caller, description="Pages", excludes=["notes"], oauth=OAUTH)
    sandbox.clock.advance(60)
    after = await changed(caller, before, name="Renamed", active=False, oauth={"scope": "write"})
    assert after["updated_at"] > before["updated_at"]
    oauth = {**before["oauth"], "scope": "write"}
    assert after == {
        **before,
        "name": "Renamed",
        "active": False,
        "oauth": oauth,
        "updated_at": after["updated_at"],
    }
    assert await changed(caller, before) == after
    assert (await changed(caller, before, excludes=[]))["excludes"] == []


async def test_a_new_way_in_takes_the_place_of_the_old(caller: httpx.AsyncClient) -> None:
    connector = await made(caller, service_auth=SERVICE)
    assert (connector["auth_type"], connector["auth_status"]) == ("service_auth", "valid")
    connector = await changed(caller, connector, oauth=OAUTH)
    assert connector["auth_type"] == "oauth"
    assert "auth_status" not in connector
    connector = await changed(caller, connector, service_auth=SERVICE)
    assert connector["auth_type"] == "service_auth"
    assert "oauth" not in connector


async def test_authorising(caller: httpx.AsyncClient, sandbox: Sandbox) -> None:
    connector = await made(caller, name="Tides <b>&", oauth=OAUTH)
    url = await begun(caller, connector)
    assert url.startswith(f"{sandbox.url}/")
    assert SECRET not in url
    assert "auth_status" not in await seen(caller, connector)
    page = await visited(url)
    assert page.status_code == 200
    assert "Tides &lt;b&gt;&amp;" in page.text
    assert (await seen(caller, connector))["auth_status"] == "valid"
    sandbox.clock.advance(AUTHORISED_S)
    assert (await seen(caller, connector))["auth_status"] == "expired"
    assert (await visited(url)).status_code == 400
    assert (await seen(caller, connector))["auth_status"] == "expired"
    await visited(await begun(caller, connector))
    assert (await seen(caller, connector))["auth_status"] == "valid"
    assert "auth_status" not in await changed(caller, connector, oauth={"scope": "write"})


async def test_the_browser_goes_on_where_it_was_told(caller: httpx.AsyncClient) -> None:
    connector = await made(caller, oauth=OAUTH)
    page = await visited(await begun(caller, connector, "https://app.example/done?a=1"))
    assert page.status_code == 303
    assert page.headers["location"] == "https://app.example/done?a=1"
    path = f"{PATH}/{connector['id']}/oauth/authorize"
    wrong = await caller.post(path, params={"after_token_redirect": "javascript:alert(1)"})
    assert wrong.status_code == 400


async def test_only_oauth_is_authorised(caller: httpx.AsyncClient) -> None:
    for fields in ({}, {"service_auth": SERVICE}):
        connector = await made(caller, **fields)
        answer = await caller.post(f"{PATH}/{connector['id']}/oauth/authorize")
        assert answer.status_code == 400


async def test_the_list_is_newest_first_and_counted(caller: httpx.AsyncClient) -> None:
    ids = [(await made(caller, name=f"n{number}"))["id"] for number in range(4)][::-1]
    for query, expected in (
        ("", ids),
        ("?limit=0", []),
        ("?limit=3", ids[:3]),
        ("?limit=3&offset=3", ids[3:]),
        ("?limit=2.0&offset=1.0", ids[1:3]),
        ("?offset=9", []),
        ("?limit=100", ids),
    ):
        page = (await caller.get(PATH + query)).json()
        assert [one["id"] for one in page["connectors"]] == expected, query
        assert page["total_count"] == 4
    for query in (
        "limit=101",
        "limit=-1",
        "offset=-1",
        "limit=x",
        "offset=1.5",
        "limit=1" + "0" * 99,
    ):
        assert (await caller.get(f"{PATH}?{query}")).status_code == 400, query


async def test_thirty_to_a_page_unless_told(caller: httpx.AsyncClient) -> None:
    for number in range(31):
        await made(caller, name=f"n{number}")
    page = (await caller.get(PATH)).json()
    assert (len(page["connectors"]), page["total_count"]) == (30, 31)


async def test_deleted_is_gone(caller: httpx.AsyncClient) -> None:
    connector = await made(caller, oauth=OAUTH)
    url = await begun(caller, connector)
    path = f"{PATH}/{connector['id']}"
    gone = await caller.delete(path)
    assert (gone.status_code, gone.json()) == (200, {})
    assert (await visited(url)).status_code == 404
    assert (await caller.post(f"{path}/oauth/authorize")).status_code == 404
    for method in ("GET", "DELETE", "PATCH"):
        assert (await caller.request(method, path, json={})).status_code == 404


async def test_a_connector_outlives_a_restart_without_its_secrets(tmp_path: Path) -> None:
    headers = {"authorization": "Bearer a-key"}
    async with (
        Sandbox(state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False) as caller,
    ):
        connector = await made(caller, oauth=OAUTH, excludes=["notes"])
        await visited(await begun(caller, connector))
        connector = await seen(caller, connector)
    kept = written(tmp_path)
    assert b"idp.example" in kept
    assert SECRET.encode() not in kept
    async with (
        Sandbox(state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False) as caller,
    ):
        assert await seen(caller, connector) == connector


@pytest.mark.parametrize(
    ("auth", "sent"),
    [
        ({"type": "bearer", "token": SECRET}, f"Bearer {SECRET}"),
        ({"type": "basic", "token": SECRET}, f"Basic {SECRET}"),
        ({"type": "noscheme", "token": SECRET}, SECRET),
    ],
)
async def test_a_chat_that_searches_sends_the_shared_secret(
    caller: httpx.AsyncClient, auth: dict[str, str], sent: str
) -> None:
    found = {"results": [{"title": "Tides", "text": "High tide at Cobh is at noon."}]}
    async with Wire(answer(200, found)) as wiki:
        connector = await made(caller, url=f"{wiki.url}/search", service_auth=auth)
        chat = {"message": "When is high tide at Cobh?", "connectors": [{"id": connector["id"]}]}
        assert (await caller.post("/v1/chat", json=chat)).status_code == 200
        await changed(caller, connector, name="Renamed")
        await caller.post("/v1/chat", json=chat)
        await changed(caller, connector, oauth=OAUTH)
        await caller.post("/v1/chat", json=chat)
        told = [request.headers.get("authorization") for request in wiki.requests]
        assert told == [sent, sent, None]


@needs_description
async def test_requests_and_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    ways: list[dict[str, Any]] = [{}, {"oauth": OAUTH}, {"oauth": {}}, {"service_auth": SERVICE}]
    for auth in ways:
        new = await caller.post(PATH, json={**PLAIN, **auth})
        judge(new)
        path = f"{PATH}/{new.json()['connector']['id']}"
        judge(await caller.get(path))
        judge(await caller.patch(path, json={"active": False}))
    judge(await caller.patch(path, json={"oauth": OAUTH}))
    begun = await caller.post(f"{path}/oauth/authorize")
    judge(begun)
    await visited(begun.json()["redirect_url"])
    judge(await caller.get(path))
    judge(await caller.get(f"{PATH}?limit=2&offset=1"))
    judge(await caller.delete(path))
    judge(await caller.get(path))
    judge(await caller.get(f"{PATH}?limit=101"))
    judge(await caller.post(PATH, json={**PLAIN, "oauth": OAUTH, "service_auth": SERVICE}))
