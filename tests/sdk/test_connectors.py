"""The SDK's connectors: six methods, awaited and blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cohere
import httpx
import pytest
from cohere import CreateConnectorOAuth, CreateConnectorServiceAuth
from cohere.errors import BadRequestError, NotFoundError

from tests.sdk.conftest import blocking

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

NAME, URL = "Harbour wiki", "https://wiki.example/search"
OAUTH = CreateConnectorOAuth(
    client_id="abc",
    client_secret="s3cret-0123456789",
    authorize_url="https://idp.example/authorize",
    token_url="https://idp.example/token",
    scope="read",
)
SERVICE = CreateConnectorServiceAuth(type="bearer", token="s3cret-0123456789")


async def test_awaited(sdk: cohere.AsyncClient) -> None:
    connectors = sdk.connectors
    made = (
        await connectors.create(
            name=NAME, url=URL, description="Pages", excludes=["notes"], oauth=OAUTH
        )
    ).connector
    assert (made.name, made.url, made.excludes) == (NAME, URL, ["notes"])
    assert (made.active, made.auth_type, made.auth_status) == (True, "oauth", None)
    assert made.oauth is not None
    assert (made.oauth.client_id, made.oauth.client_secret) == ("abc", None)
    assert (await connectors.get(made.id)).connector == made

    begun = await connectors.o_auth_authorize(made.id, after_token_redirect="https://app.example/")
    assert begun.redirect_url is not None
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(begun.redirect_url)
    assert page.headers["location"] == "https://app.example/"
    assert (await connectors.get(made.id)).connector.auth_status == "valid"

    changed = (await connectors.update(made.id, name="Renamed", active=False)).connector
    assert (changed.name, changed.active, changed.description) == ("Renamed", False, "Pages")
    second = (await connectors.create(name="second", url=URL)).connector
    page_of_one = await connectors.list(limit=1, offset=1)
    assert (page_of_one.total_count, page_of_one.connectors) == (2, [changed])
    assert [one.id for one in (await connectors.list()).connectors] == [second.id, made.id]

    await connectors.delete(made.id)
    with pytest.raises(NotFoundError):
        await connectors.get(made.id)


async def test_refused(sdk: cohere.AsyncClient) -> None:
    with pytest.raises(BadRequestError, match="only one of oauth and service_auth"):
        await sdk.connectors.create(name=NAME, url=URL, oauth=OAUTH, service_auth=SERVICE)
    with pytest.raises(BadRequestError, match="limit"):
        await sdk.connectors.list(limit=101)


async def test_blocking(sandbox: Sandbox) -> None:
    def round_trip(client: cohere.Client) -> None:
        connectors = client.connectors
        made = connectors.create(name=NAME, url=URL, service_auth=SERVICE).connector
        assert (made.auth_type, made.auth_status) == ("service_auth", "valid")
        assert connectors.get(made.id).connector == made
        changed = connectors.update(made.id, oauth=OAUTH, continue_on_failure=True).connector
        assert (changed.auth_type, changed.continue_on_failure) == ("oauth", True)
        assert connectors.o_auth_authorize(made.id).redirect_url
        assert connectors.list().connectors == [changed]
        connectors.delete(made.id)
        assert connectors.list().total_count == 0

    await blocking(sandbox, round_trip)
