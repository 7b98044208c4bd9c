"""From the body of a request about a connector to the fields it sets, or to a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from cohere_tui.sandbox.stage import Received

_CHANGES = {
    "name": "string",
    "url": "string",
    "excludes": "array",
    "oauth": "object",
    "service_auth": "object",
    "active": "boolean",
    "continue_on_failure": "boolean",
}
_NEW = {**_CHANGES, "description": "string"}
_OAUTH = dict.fromkeys(
    ("client_id", "client_secret", "authorize_url", "token_url", "scope"), "string"
)
_SERVICE_AUTH = {"type": "string", "token": "string"}
_SCHEMES = {"bearer": "Bearer ", "basic": "Basic ", "noscheme": ""}


def read_new(received: Received) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a `Connector` that a POST sets, and the headers that warn about others."""
    body, headers = fields.lenient(received, _NEW)
    for name in ("name", "url"):
        if not body.get(name):
            raise invalid(f"{name} is required.")
    return _checked(body), headers


def read_changes(received: Received) -> tuple[dict[str, Any], dict[str, str]]:
    """The same for a PATCH: only what is sent changes, and the description cannot."""
    body, headers = fields.lenient(received, _CHANGES)
    return _checked(body), headers


def authorization(received: Received) -> str:
    """How the API authorises itself to the connector by the secret of a body that was read.

    The value of a header; empty where the body says nothing about it.
    """
    auth = received.body.get("service_auth")
    return f"{_SCHEMES[auth['type']]}{auth['token']}" if auth else ""


def is_web_address(text: str) -> bool:
    """Whether a browser could be sent there."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    if "name" in body and not body["name"].strip():
        raise invalid("name cannot be empty.")
    if "url" in body:
        _address(body["url"], "url")
        if not urlsplit(body["url"]).path.endswith("/search"):
            raise invalid("url must end with /search.")
    fields.items(body.get("excludes"), "string", "excludes")
    if "oauth" in body and "service_auth" in body:
        raise invalid("only one of oauth and service_auth can be specified.")
    if "oauth" in body:
        body["oauth"] = _oauth(body["oauth"])
    if "service_auth" in body:
        body["service_auth"] = _service_auth(body["service_auth"])
    return body


def _oauth(value: dict[str, Any]) -> dict[str, str]:
    """What may be told of it: everything but the secret."""
    oauth = fields.shaped(value, _OAUTH, "oauth")
    for name in ("authorize_url", "token_url"):
        if name in oauth:
            _address(oauth[name], f"oauth.{name}")
    return {name: text for name, text in oauth.items() if name != "client_secret"}


def _service_auth(value: dict[str, Any]) -> str:
    """The way the secret is sent."""
    auth = fields.shaped(value, _SERVICE_AUTH, "service_auth")
    if not auth.get("token"):
        raise invalid("service_auth.token is required.")
    scheme = fields.one_of(auth.get("type"), tuple(_SCHEMES), "service_auth.type")
    if not scheme:
        raise invalid("service_auth.type is required.")
    return scheme


def _address(text: str, where: str) -> None:
    if not is_web_address(text):
        raise invalid(f"{where} must be a valid http or https URL.")
