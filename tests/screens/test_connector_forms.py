"""From what is written about a connector to what is sent; secrets stay out of sight."""

from __future__ import annotations

from typing import Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.connectors import Connector, ConnectorChanges, NewConnector
from cohere_tui.plain import one_line
from cohere_tui.screens import connector_forms as forms
from cohere_tui.state.code import LANGUAGES
from cohere_tui.state.form import Field, Kind, first_values

BASE = "https://api.cohere.com"
SECRET = "s3cret-0123456789"
WIKI = {"name": "Wiki", "url": "https://wiki.example/search"}
OAUTH = {
    "oauth.client_id": "abc",
    "oauth.authorize_url": "https://idp.example/authorize",
    "oauth.token_url": "https://idp.example/token",
    "oauth.scope": "read",
}


def values(fields: tuple[Field, ...], **written: str) -> dict[str, str]:
    """What a form gives when this was written into it: the fields that matter."""
    everything = first_values(fields, {}) | {
        name.replace("__", "."): text for name, text in written.items()
    }
    shown = (field.name for field in fields if field.shown(everything))
    return {name: one_line(everything[name], 10_000).strip() for name in shown}


def new(**written: str) -> dict[str, str]:
    return values(forms.new_fields(BASE), **{**WIKI, **written})


def connector(**fields: Any) -> Connector:
    return Connector.model_validate({"id": "c", **WIKI, "active": True, **fields})


def changed(row: Connector, **written: str) -> dict[str, str]:
    return values(forms.changing_fields(row, BASE), **written)


def test_only_what_differs_from_the_servers_defaults_is_sent() -> None:
    assert forms.new_body(new()) == WIKI
    full = new(description="d", excludes=" a ,, b", active="", continue_on_failure="yes")
    assert forms.new_body(full) == {
        **WIKI,
        "description": "d",
        "excludes": ["a", "b"],
        "active": False,
        "continue_on_failure": True,
    }


def test_one_way_in_is_sent() -> None:
    service = new(authentication="service_auth", service_auth__token=SECRET, **OAUTH)
    assert forms.new_body(service)["service_auth"] == {"type": "bearer", "token": SECRET}
    oauth = new(authentication="oauth", oauth__client_secret=SECRET, **OAUTH)
    body = forms.new_body(oauth)
    assert body["oauth"]["client_secret"] == SECRET
    assert "service_auth" not in body
    assert not forms.new_faults(oauth)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"url": ""}, {"url"}),
        ({"url": "wiki"}, {"url"}),
        ({"authentication": "service_auth"}, {"service_auth.token"}),
        ({"authentication": "oauth"}, {"oauth.authorize_url", "oauth.token_url"}),
        ({"authentication": "oauth", **OAUTH, "oauth.token_url": "x"}, {"oauth.token_url"}),
    ],
)
def test_what_is_wrong_is_told_by_field(written: dict[str, str], wrong: set[str]) -> None:
    assert set(forms.new_faults(new(**written))) == wrong


def test_code_has_no_secrets() -> None:
    service = new(authentication="service_auth", service_auth__token=SECRET)
    oauth = new(authentication="oauth", oauth__client_secret=SECRET, **OAUTH)
    row = connector()
    for request in (
        forms.new_request(service),
        forms.new_request(oauth),
        forms.changing_request(
            changed(row, authentication="service_auth", service_auth__token=SECRET), row
        ),
    ):
        for write in LANGUAGES.values():
            code = write(request, BASE)
            assert SECRET not in code
            assert "YOUR_" in code
    with pytest.raises(RequestInvalid):
        forms.new_request(new(url="x"))


def test_nothing_changed_is_nothing_to_send() -> None:
    rows = [
        connector(),
        connector(name="a\nb  c", url="", excludes=["x", "y"], active=None),
        connector(auth_type="service_auth", auth_status="valid", active=False),
        connector(auth_type="oauth", oauth={"client_id": "abc", "scope": "read"}),
        connector(auth_type="oauth", oauth=None),
        connector(auth_type="something new", continue_on_failure=True),
    ]
    for row in rows:
        assert forms.changes(changed(row), row) == {}
        assert forms.changed_faults(changed(row), row) == {"": "Nothing was changed."}


def test_only_what_was_changed_is_sent() -> None:
    row = connector(excludes=["x"], auth_type="oauth", oauth={"client_id": "abc", "scope": "r"})
    for written, body in [
        ({"name": "Other"}, {"name": "Other"}),
        ({"excludes": ""}, {"excludes": []}),
        ({"active": ""}, {"active": False}),
        ({"continue_on_failure": "yes"}, {"continue_on_failure": True}),
        ({"oauth.scope": ""}, {"oauth": {"scope": ""}}),
        ({"oauth.client_secret": SECRET}, {"oauth": {"client_secret": SECRET}}),
    ]:
        given = changed(row, **written)
        assert forms.changes(given, row) == body
        assert not forms.changed_faults(given, row)
        assert ConnectorChanges.of(body).to_wire() == body


def test_a_token_is_only_replaced_together_with_how_it_is_sent() -> None:
    row = connector(auth_type="service_auth", auth_status="valid")
    token = changed(row, service_auth__token=SECRET)
    assert set(forms.changed_faults(token, row)) == {"service_auth.type"}
    scheme = changed(row, service_auth__type="basic")
    assert set(forms.changed_faults(scheme, row)) == {"service_auth.token"}
    both = changed(row, service_auth__token=SECRET, service_auth__type="basic")
    assert forms.changes(both, row) == {"service_auth": {"type": "basic", "token": SECRET}}


def test_another_way_in_is_sent_whole_and_none_is_not_offered() -> None:
    row = connector(auth_type="service_auth")
    (way,) = (one for one in forms.changing_fields(row, BASE) if one.name == "authentication")
    assert [option.value for option in way.options] == ["service_auth", "oauth"]
    other = changed(row, authentication="oauth", **OAUTH)
    body = forms.changes(other, row)
    assert body == {"oauth": {name.removeprefix("oauth."): text for name, text in OAUTH.items()}}
    plain = connector()
    given = changed(plain, authentication="service_auth", service_auth__token=SECRET)
    assert forms.changes(given, plain) == {"service_auth": {"type": "bearer", "token": SECRET}}


def test_every_secret_is_masked_and_empty() -> None:
    row = connector(auth_type="oauth", oauth={"client_secret": SECRET})
    fields = (
        *forms.new_fields(BASE),
        *forms.changing_fields(row, BASE),
        *forms.check_fields(row),
    )
    secret = [one for one in fields if one.name.endswith(("token", "secret"))]
    assert len(secret) == 5
    assert all(one.kind is Kind.SECRET and not one.value for one in secret)
    assert SECRET not in repr(fields)


def test_a_check_wants_a_query_and_the_token_it_says() -> None:
    fields = forms.check_fields(connector(auth_type="service_auth"))
    assert set(forms.check_faults(values(fields))) == {"query", "token"}
    given = values(fields, query="q", token=SECRET)
    assert not forms.check_faults(given)
    assert forms.authorization(given) == f"Bearer {SECRET}"
    assert forms.authorization(given | {"scheme": "basic"}) == f"Basic {SECRET}"
    assert forms.authorization(given | {"scheme": "noscheme"}) == SECRET
    without = values(forms.check_fields(connector()), query="q")
    assert not forms.check_faults(without)
    assert forms.authorization(without) == ""


def test_what_is_sent_is_what_the_model_takes() -> None:
    oauth = new(authentication="oauth", oauth__client_secret=SECRET, **OAUTH)
    assert NewConnector.of(forms.new_body(oauth)).to_wire() == forms.new_body(oauth)
