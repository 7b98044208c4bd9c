"""Connectors, over the sandbox and over servers that misbehave."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    AnswerUnreadable,
    BadRequest,
    CohereTuiError,
    Disconnected,
    NotFound,
    ReadOnly,
    RequestInvalid,
)
from cohere_tui.models.connectors import ConnectorChanges, NewConnector
from cohere_tui.services.connectors import ConnectorService
from tests.client.wire import Wire, answer, raw
from tests.openapi import judge_request, needs_description

if TYPE_CHECKING:
    from tests.services.conftest import Bench

SECRET = "s3cret-0123456789"
SERVICE = {"type": "bearer", "token": SECRET}
OAUTH = {
    "client_id": "abc",
    "client_secret": SECRET,
    "authorize_url": "https://idp.example/authorize",
    "token_url": "https://idp.example/token",
}


async def at_once(seconds: float) -> None:
    """A pause that takes no time."""


def new(name: str = "Harbour wiki", **fields: Any) -> NewConnector:
    return NewConnector.of({"name": name, "url": "https://wiki.example/search", **fields})


async def test_a_connector_from_its_beginning_to_its_end(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    made = await connectors.create(new(description="Pages", excludes=["notes"]))
    assert made.id.startswith("harbour-wiki-")
    assert await connectors.get(made.id) == made
    changed = await connectors.update(made.id, ConnectorChanges.of({"active": False}))
    assert bench.sandbox.requests[-1].body == {"active": False}
    assert (changed.active, changed.name, changed.description) == (False, made.name, "Pages")
    await connectors.delete(made.id)
    with pytest.raises(NotFound):
        await connectors.get(made.id)


async def test_every_page_of_many(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    assert await connectors.list().all() == ()
    made = [(await connectors.create(new(f"n{number}"))).id for number in range(103)]
    pages = connectors.list()
    found = list(await anext(pages))
    assert str(pages.count) == "100 of 103"
    found += await pages.all()
    assert [one.id for one in found] == made[::-1]
    assert pages.count.ended


async def test_authorising_in_a_browser(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    made = await connectors.create(new(oauth=OAUTH))
    assert made.wants_authorizing
    url = await connectors.authorize(made.id, "https://app.example/done")
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(url)
    assert page.headers["location"] == "https://app.example/done"
    assert (await connectors.get(made.id)).auth_status == "valid"


async def test_what_cannot_be_authorised(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    made = await connectors.create(new(service_auth=SERVICE))
    with pytest.raises(BadRequest, match="does not use oauth"):
        await connectors.authorize(made.id)
    asked = len(bench.sandbox.requests)
    with pytest.raises(RequestInvalid) as caught:
        await connectors.authorize(made.id, "javascript:alert(1)")
    assert caught.value.field == "after_token_redirect"
    assert len(bench.sandbox.requests) == asked


@pytest.mark.parametrize(
    "told",
    [{}, {"redirect_url": None}, {"redirect_url": ""}, {"redirect_url": "javascript:alert(1)"},
     {"redirect_url": "https://idp.example/\x1b]8;;"}, {"redirect_url": "file:///etc/passwd"}],
)  # fmt: skip
async def test_an_address_that_is_none_is_not_given_out(told: object) -> None:
    async with Wire(answer(200, told)) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(AnswerUnreadable, match="not opened"):
            await ConnectorService(client).authorize("c")
        await client.aclose()


async def test_creating_is_not_repeated() -> None:
    async with Wire(raw(b"")) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(Disconnected) as caught:
            await ConnectorService(client).create(new())
        assert "may have acted all the same" in caught.value.remedy
        assert len(wire.requests) == 1
        await client.aclose()


ECHO = {"message": f"the provider does not know '{SECRET}'", "client_secret": SECRET}
WRAPPED = {"connector": {"id": "c", "description": f"with {SECRET}"}}


@pytest.mark.parametrize("auth", [{"oauth": OAUTH}, {"service_auth": SERVICE}])
@pytest.mark.parametrize("reply", [answer(400, ECHO), answer(500, ECHO), answer(200, WRAPPED)])
async def test_secrets_are_told_to_nobody_but_the_server(reply: Any, auth: dict[str, Any]) -> None:
    log = RequestLog()
    told = ""
    async with Wire(reply) as wire:
        client = Client(Endpoint(wire.url, "k"), log, pause=at_once)
        connectors = ConnectorService(client)
        for asked in (
            connectors.create(new(**auth)),
            connectors.update("c", ConnectorChanges.of(auth)),
        ):
            try:
                await asked
            except CohereTuiError as error:
                told += "".join(traceback.format_exception(error)) + repr(vars(error))
        assert wire.requests
        assert all(SECRET.encode() in request.body for request in wire.requests)
        await client.aclose()
    told += "".join(repr(exchange) for exchange in log)
    assert "•••" in told
    assert SECRET not in told


async def test_an_answer_without_a_connector_is_told() -> None:
    async with Wire(answer(200, {"connector": None})) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(AnswerUnreadable):
            await ConnectorService(client).get("c")
        await client.aclose()


async def test_a_read_only_profile_only_looks(bench: Bench) -> None:
    client = Client(Endpoint(bench.sandbox.url, "k", read_only=True), RequestLog())
    connectors = ConnectorService(client)
    assert await connectors.list().all() == ()
    for refused in (
        connectors.create(new()),
        connectors.update("c", ConnectorChanges()),
        connectors.delete("c"),
        connectors.authorize("c"),
    ):
        with pytest.raises(ReadOnly):
            await refused
    await client.aclose()


async def test_authorising_is_watched_until_it_is_done(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    made = await connectors.create(new(oauth=OAUTH))
    url = await connectors.authorize(made.id)
    looks = connectors.authorizing(made.id, intervals_s=(0.0,))
    assert (await anext(looks)).value.auth_status is None
    async with httpx.AsyncClient(trust_env=False) as browser:
        await browser.get(url)
    last = [look async for look in looks][-1]
    assert (last.value.auth_status, last.next_s) == ("valid", None)


MILLS = [{"title": "Carew", "text": "A tide mill.", "price": 3}]


async def test_a_check_calls_the_connector_as_a_chat_would(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    async with Wire(answer(200, {"results": MILLS})) as wire:
        found = await connectors.check(f"{wire.url}/search", "tide mills", f"Bearer {SECRET}")
    (request,) = wire.requests
    assert request.body == b'{"query":"tide mills"}'
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert (found.status, found.documents) == (200, tuple(MILLS))
    assert bench.sandbox.requests == []
    assert SECRET not in "".join(repr(exchange) for exchange in bench.client.log)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(200, b"pong"), r"\(200\) cannot be used: it is not JSON: pong"),
        (answer(200, b""), "it is empty"),
        (answer(200, {"documents": []}), "it has no results, only documents"),
        (answer(200, {"results": ["a"]}), "it has a result 1 that is a text"),
        (answer(401, {"error": "no"}), "answered 401: no"),
        (answer(302, b"", {"location": "/login"}), "redirects to"),
        (answer(200, b"[" * 100_000), "it is not JSON"),
    ],
)
async def test_an_answer_that_no_chat_could_use(bench: Bench, reply: Any, words: str) -> None:
    async with Wire(reply) as wire:
        with pytest.raises(AnswerUnreadable, match=words) as caught:
            await ConnectorService(bench.client).check(f"{wire.url}/search", "q")
    assert "Cohere API" not in caught.value.told


async def test_over_http_to_another_machine_only_when_it_was_said(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    assert connectors.is_in_clear("http://wiki.example/search")
    with pytest.raises(RequestInvalid, match="over http"):
        await connectors.check("http://wiki.example/search", "q")


@needs_description
async def test_what_is_sent_is_as_described(bench: Bench) -> None:
    connectors = ConnectorService(bench.client)
    made = await connectors.create(new(oauth=OAUTH, excludes=["notes"]))
    await connectors.get(made.id)
    await connectors.list().all()
    await connectors.update(made.id, ConnectorChanges.of({"service_auth": SERVICE}))
    await connectors.update(made.id, ConnectorChanges.of({"oauth": OAUTH}))
    await connectors.authorize(made.id, "https://app.example/done")
    await connectors.delete(made.id)
    assert len(bench.sandbox.requests) == 7
    for received in bench.sandbox.requests:
        judge_request(received)
