"""Connectors: what may be sent, and what the server tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.connectors import (
    Authorization,
    Connector,
    ConnectorAnswer,
    ConnectorChanges,
    ConnectorOAuth,
    ConnectorPage,
    NewConnector,
)
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects
from tests.openapi import faults, needs_description

RESPONSES = FIXTURES / "responses"
PLAIN: dict[str, Any] = {"name": "Harbour wiki", "url": "https://wiki.example/search"}
OAUTH = {
    "client_id": "abc",
    "client_secret": "s3cret-012345",
    "authorize_url": "https://idp.example/authorize",
    "token_url": "https://idp.example/token",
    "scope": "read",
}
SERVICE = {"type": "noscheme", "token": "s3cret-012345"}
FULL: dict[str, Any] = {
    **PLAIN,
    "description": "Pages",
    "excludes": ["notes"],
    "oauth": OAUTH,
    "active": False,
    "continue_on_failure": True,
}


def connector(name: str) -> Connector:
    return ConnectorAnswer.read((RESPONSES / f"connectors.{name}.json").read_bytes()).connector


def test_one_connector() -> None:
    read = connector("create")
    assert (read.id, read.organization_id) == ("harbour-wiki-ab12cd", "org-0000")
    assert (read.name, read.description) == ("Harbour wiki", "Pages about harbours")
    assert read.url == "https://connector.example.invalid/search"
    assert read.created_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert read.updated_at == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert read.excludes == ("internal_notes",)
    assert (read.active, read.continue_on_failure) == (True, False)
    assert (read.auth_type, read.auth_status, read.oauth) == ("", None, None)
    assert not read.wants_authorizing
    assert connector("update").name == "Renamed"


def test_authorised_is_one_of_three() -> None:
    never = connector("get")
    assert (never.auth_type, never.auth_status, never.wants_authorizing) == ("oauth", None, True)
    page = ConnectorPage.read((RESPONSES / "connectors.list.json").read_bytes())
    assert page.total_count == 2
    service, oauth = page.connectors
    assert (service.auth_type, service.auth_status) == ("service_auth", "valid")
    assert not service.wants_authorizing
    assert (oauth.id, oauth.auth_status, oauth.wants_authorizing) == ("drive-zz", "expired", True)
    assert oauth.oauth == ConnectorOAuth(
        client_id="abc",
        authorize_url="https://idp.example.invalid/authorize",
        token_url="https://idp.example.invalid/token",
        scope="read",
    )


@pytest.mark.parametrize(
    ("told", "status"), [("", None), (None, None), (5, None), ("valid", "valid"), ("new", "new")]
)
def test_no_status_is_none(told: object, status: str | None) -> None:
    assert Connector.model_validate({"id": "c", "auth_status": told}).auth_status == status


def test_a_secret_that_a_server_tells_is_not_taken_over() -> None:
    told = {"id": "c", "oauth": OAUTH, "service_auth": SERVICE, "token": "s3cret-012345"}
    read = Connector.model_validate(told)
    assert read.oauth is not None
    assert "s3cret" not in repr(read) + read.model_dump_json()


def test_where_to_authorise() -> None:
    read = Authorization.read((RESPONSES / "connectors.oauth_authorize.json").read_bytes())
    assert read.redirect_url == "https://idp.example.invalid/authorize?client_id=abc&state=xyz"
    assert (
        Authorization.read((RESPONSES / "connectors.delete.json").read_bytes()).redirect_url == ""
    )


def test_only_what_is_set_is_sent() -> None:
    assert NewConnector.of(PLAIN).to_wire() == PLAIN
    assert NewConnector.of(FULL).to_wire() == FULL
    changes: list[dict[str, Any]] = [
        {},
        {"name": "other"},
        {"url": "https://wiki.example/find"},  # a person is warned, the server decides
        {"active": False},
        {"excludes": []},
        {"oauth": {"scope": "write"}},
    ]
    for fields in changes:
        assert ConnectorChanges.of(fields).to_wire() == fields
        assert NewConnector.of({**PLAIN, **fields}).to_wire() == {**PLAIN, **fields}


@pytest.mark.parametrize(
    ("fields", "field", "what"),
    [
        ({"name": ""}, "name", "a text that is not empty"),
        ({"name": 5}, "name", "a text"),
        ({"url": "wiki.example/search"}, "url", "begins with http"),
        ({"url": "https://me:pw@wiki.example/search"}, "url", "without a user name"),
        ({"oauth": OAUTH, "service_auth": SERVICE}, "service_auth", "one of them"),
        ({"oauth": {**OAUTH, "token_url": "x"}}, "oauth.token_url", "begins with http"),
        ({"oauth": {"colour": "x"}}, "oauth.colour", "is not a field"),
        ({"service_auth": {"type": "bearer"}}, "service_auth.token", "is missing"),
        (
            {"service_auth": {**SERVICE, "type": "digest"}},
            "service_auth.type",
            "bearer, basic or noscheme",
        ),
        ({"service_auth": {**SERVICE, "token": ""}}, "service_auth.token", "not empty"),
        ({"excludes": "notes"}, "excludes", "a list"),
        ({"active": "perhaps"}, "active", "true or false"),
    ],
    ids=str,
)
@pytest.mark.parametrize("model", [NewConnector, ConnectorChanges])
def test_what_cannot_be_sent(
    model: type[NewConnector] | type[ConnectorChanges],
    fields: dict[str, Any],
    field: str,
    what: str,
) -> None:
    start = PLAIN if model is NewConnector else {}
    with pytest.raises(RequestInvalid) as caught:
        model.of({**start, **fields})
    assert caught.value.field == field
    assert what in str(caught.value)


def test_what_is_missing_and_what_cannot_be_changed() -> None:
    with pytest.raises(RequestInvalid, match="url: is missing"):
        NewConnector.of({"name": "wiki"})
    with pytest.raises(RequestInvalid, match="description: is not a field"):
        ConnectorChanges.of({"description": "Pages"})


NAMES = names_in(ConnectorPage) | names_in(ConnectorAnswer) | names_in(Authorization)


@settings(max_examples=50)
@given(value=objects(NAMES))
def test_any_object_is_a_connector(value: dict[str, Any]) -> None:
    read = Connector.model_validate(value)
    assert read.auth_status != ""
    assert isinstance(read.name, str)
    assert isinstance(read.wants_authorizing, bool)


@needs_description
def test_what_is_sent_is_as_described() -> None:
    body = "paths/~1v1~1connectors{}/requestBody/content/application~1json/schema"
    service = {**PLAIN, "service_auth": SERVICE}
    for fields in (PLAIN, FULL, service):
        assert faults(body.format("/post"), NewConnector.of(fields).to_wire()) == []
    changes = {name: value for name, value in FULL.items() if name != "description"}
    assert faults(body.format("~1{id}/patch"), ConnectorChanges.of(changes).to_wire()) == []
    assert faults(body.format("/post"), {"name": 5, "url": "x"})
