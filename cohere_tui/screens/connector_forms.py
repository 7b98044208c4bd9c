"""What is asked for when a connector is made, changed or checked, and what is sent then.

A secret is written and sent, never shown: a field that is left empty keeps the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.connectors import ConnectorChanges, ConnectorOAuth, NewConnector
from cohere_tui.plain import one_line
from cohere_tui.state.code import Request
from cohere_tui.state.form import Faults, Field, Kind, Option, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cohere_tui.models.connectors import Connector

PATH: Final = "/v1/connectors"

_WAY: Final = "authentication"
_SERVICE: Final = "service_auth"
_OAUTH: Final = "oauth"
_WAYS: Final = (
    Option("", "none"),
    Option(_SERVICE, "service token"),
    Option(_OAUTH, "OAuth"),
)
_SCHEMES: Final = (
    Option("bearer", "Bearer"),
    Option("basic", "Basic"),
    Option("noscheme", "as it is"),
)
_WRITTEN: Final = {"bearer": "Bearer ", "basic": "Basic ", "noscheme": ""}
"""What stands before the token in the header."""
_SECRETS: Final = ((_SERVICE, "token", "YOUR_TOKEN"), (_OAUTH, "client_secret", "YOUR_SECRET"))
_KEPT: Final = "left empty, the one before stays"
_FAILURE: Final = "whether a chat goes on when the connector does not answer"
_LONGEST_LINE: Final = 10_000


# --- a new one


def new_fields(base_url: str) -> tuple[Field, ...]:
    """What a new connector is described by."""
    return (
        Field("name", "Name"),
        Field("url", "URL", hint="where it is searched; ends in /search"),
        Field("description", "Description", hint="cannot be changed later"),
        _excludes(""),
        Field(_WAY, "Authentication", Kind.CHOICE, options=_WAYS),
        *_service_fields(_SCHEMES, "sent with every search; never shown again"),
        *_oauth_fields(ConnectorOAuth(), base_url, "never shown again"),
        Field("active", "Active", Kind.TOGGLE, "yes"),
        Field("continue_on_failure", "Continue on failure", Kind.TOGGLE, hint=_FAILURE),
    )


def new_body(values: Values) -> dict[str, Any]:
    """The fields of a `NewConnector`: only what differs from the server's own defaults."""
    body: dict[str, Any] = {"name": values["name"], "url": values["url"]}
    if values["description"]:
        body["description"] = values["description"]
    if excludes := _listed(values["excludes"]):
        body["excludes"] = excludes
    if values[_WAY] == _SERVICE:
        body[_SERVICE] = _service(values)
    elif values[_WAY] == _OAUTH:
        body[_OAUTH] = _oauth(values)
    if not values["active"]:
        body["active"] = False
    if values["continue_on_failure"]:
        body["continue_on_failure"] = True
    return body


def new_faults(values: Values) -> Faults:
    """What is wrong with a new one, by field."""
    return NewConnector.faults(new_body(values))


def new_request(values: Values) -> Request:
    """What would be sent, without secrets. Raises `RequestInvalid`."""
    return Request("POST", PATH, body=_shown(NewConnector.of(new_body(values))))


# --- changes


def changing_fields(
    connector: Connector, base_url: str, seen: Sequence[str] = ()
) -> tuple[Field, ...]:
    """What can be changed of a connector, as it is now. (The description cannot.)

    `seen` are the fields of the documents that the last check brought.
    """
    now = connector.auth_type
    known = {one.value: one for one in _WAYS}
    ways = (
        known.get(now, Option(now, one_line(now, 20))),
        *(one for one in _WAYS if one.value not in ("", now)),
    )
    schemes = (Option("", "unchanged"), *_SCHEMES) if now == _SERVICE else _SCHEMES
    old_secret = _KEPT if now == _OAUTH else "never shown again"
    return (
        Field("name", "Name", value=connector.name),
        Field("url", "URL", value=connector.url, hint="ends in /search"),
        _excludes(", ".join(connector.excludes), seen),
        Field(_WAY, "Authentication", Kind.CHOICE, now, options=ways),
        *_service_fields(schemes, _KEPT if now == _SERVICE else "never shown again"),
        *_oauth_fields(connector.oauth or ConnectorOAuth(), base_url, old_secret),
        Field("active", "Active", Kind.TOGGLE, _yes(connector.active is not False)),
        Field(
            "continue_on_failure",
            "Continue on failure",
            Kind.TOGGLE,
            _yes(connector.continue_on_failure),
            hint=_FAILURE,
        ),
    )


def changes(values: Values, connector: Connector) -> dict[str, Any]:
    """The fields of `ConnectorChanges` that were changed; the rest is not sent."""
    # As the fields show it: a line of a form holds no line breaks, for one.
    before = {
        field.name: one_line(field.value, _LONGEST_LINE).strip()
        for field in changing_fields(connector, "")
    }
    new = {name: value for name, value in values.items() if value != before[name]}
    body: dict[str, Any] = {name: new[name] for name in ("name", "url") if name in new}
    if "excludes" in new:
        body["excludes"] = _listed(new["excludes"])
    body |= {name: bool(new[name]) for name in ("active", "continue_on_failure") if name in new}
    if way := _changed_way(values, new):
        body[values[_WAY]] = way
    return body


def _changed_way(values: Values, new: Values) -> dict[str, Any]:
    """What is new of the way in; empty where it stays as it is."""
    if values[_WAY] == _SERVICE:
        touched = {_WAY, f"{_SERVICE}.type", f"{_SERVICE}.token"} & new.keys()
        return _service(values) if touched else {}
    if values[_WAY] == _OAUTH:
        return _oauth(values) if _WAY in new else _of(_OAUTH, new)
    return {}


def changed_faults(values: Values, connector: Connector) -> Faults:
    """What is wrong with changes, by field; also that there are none."""
    body = changes(values, connector)
    return ConnectorChanges.faults(body) if body else {"": "Nothing was changed."}


def changing_request(values: Values, connector: Connector) -> Request:
    """What would be sent, without secrets. Raises `RequestInvalid`."""
    body = _shown(ConnectorChanges.of(changes(values, connector)))
    return Request("PATCH", f"{PATH}/{connector.id}", body=body)


# --- a check


def check_fields(connector: Connector) -> tuple[Field, ...]:
    """What a check needs to know that the server does not tell."""
    hints = {
        _SERVICE: "the token that was given when it was made",
        _OAUTH: "an access token of the provider",
    }
    return (
        Field("query", "Query", hint="what a model might look for"),
        Field(
            "scheme",
            "Token",
            Kind.CHOICE,
            "bearer" if connector.auth_type else "",
            options=(Option("", "none"), *_SCHEMES),
        ),
        Field(
            "token",
            "",
            Kind.SECRET,
            hint=f"{hints.get(connector.auth_type, 'what the server wants')}; kept nowhere",
            shown=lambda values: bool(values["scheme"]),
        ),
    )


def check_faults(values: Values) -> Faults:
    """What is missing for a check."""
    wanted = {name: values[name] for name in ("query", "token") if name in values}
    return {name: "is needed" for name, value in wanted.items() if not value}


def authorization(values: Values) -> str:
    """The value of the header that a check sends; empty for none."""
    scheme = values["scheme"]
    return f"{_WRITTEN[scheme]}{values['token']}" if scheme else ""


# --- what these have in common


def _excludes(value: str, seen: Sequence[str] = ()) -> Field:
    hint = "fields that the model is not shown, divided by commas"
    if seen:
        hint += f"; the last check brought {one_line(', '.join(seen))}"
    return Field("excludes", "Excludes", value=value, hint=hint)


def _is(way: str) -> Callable[[Values], bool]:
    return lambda values: values[_WAY] == way


def _service_fields(schemes: tuple[Option, ...], hint: str) -> tuple[Field, ...]:
    shown = _is(_SERVICE)
    return (
        Field(
            f"{_SERVICE}.type",
            "Sent as",
            Kind.CHOICE,
            schemes[0].value,
            options=schemes,
            shown=shown,
        ),
        Field(f"{_SERVICE}.token", "Token", Kind.SECRET, hint=hint, shown=shown),
    )


def _oauth_fields(oauth: ConnectorOAuth, base_url: str, secret: str) -> tuple[Field, ...]:
    shown = _is(_OAUTH)
    back = f"the provider redirects to {base_url}/v1/connectors/oauth/token"
    rows = (
        ("client_id", "Client id", Kind.TEXT, oauth.client_id, ""),
        ("client_secret", "Client secret", Kind.SECRET, "", secret),
        ("authorize_url", "Authorize URL", Kind.TEXT, oauth.authorize_url, back),
        ("token_url", "Token URL", Kind.TEXT, oauth.token_url, ""),
        ("scope", "Scope", Kind.TEXT, oauth.scope, ""),
    )
    return tuple(
        Field(f"{_OAUTH}.{name}", label, kind, value, hint, shown=shown)
        for name, label, kind, value, hint in rows
    )


def _service(values: Values) -> dict[str, str]:
    return {"type": values[f"{_SERVICE}.type"], "token": values[f"{_SERVICE}.token"]}


def _oauth(values: Values) -> dict[str, str]:
    """The whole; the two addresses also when they are empty, for they are needed."""
    needed = ("authorize_url", "token_url")
    given = _of(_OAUTH, values)
    return {name: value for name, value in given.items() if value or name in needed}


def _of(group: str, values: Values) -> dict[str, str]:
    """The fields of a group, without its name."""
    return {
        name.removeprefix(f"{group}."): value
        for name, value in values.items()
        if name.startswith(f"{group}.")
    }


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _yes(flag: bool | None) -> str:
    return "yes" if flag else ""


def _shown(sent: NewConnector | ConnectorChanges) -> Mapping[str, Any]:
    """The body with a word in the place of every secret."""
    body: dict[str, Any] = sent.model_dump(mode="json", by_alias=True, exclude_none=True)
    for group, name, word in _SECRETS:
        if name in body.get(group, {}):
            body[group][name] = word
    return body
