"""/v1/connectors (API.md section 17), and the page on which a person authorises one."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from cohere_tui.sandbox.connectors.reading import (
    authorization,
    is_web_address,
    read_changes,
    read_new,
)
from cohere_tui.sandbox.connectors.records import Connector, connector_named, connectors_of
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.weather import CONTROL
from cohere_tui.sandbox.wire import Answer, invalid

if TYPE_CHECKING:
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response

_MOST = 100
_PAGE = """<!doctype html>
<title>Cohere sandbox</title>
<h1>{name}</h1>
<p>{said}</p>
<p>This is a sandbox: no provider was asked, and nothing has left this machine.</p>
"""


async def list_all(request: Request) -> Response:
    """A page of connectors, newest first, and how many there are."""
    world, query = stage_of(request).world, request.query_params
    limit = _whole(query.get("limit", "30"), "limit")
    if limit > _MOST:
        raise invalid(f"limit must be between 0 and {_MOST} inclusive.")
    offset = _whole(query.get("offset", "0"), "offset")
    found, now = connectors_of(world), world.clock.now()
    page = [connector.wire(now) for connector in found[offset : offset + limit]]
    return Answer({"connectors": page, "total_count": len(found)})


async def create(request: Request) -> Response:
    """Register a connector. It is not tried: the sandbox asks no other server."""
    world = stage_of(request).world
    body, headers = read_new(received_of(request))
    now = world.clock.now()
    made = Connector(id=world.new_slug(body["name"]), created_at=now, updated_at=now, **body)
    return _kept(request, made, headers)


async def get(request: Request) -> Response:
    """One connector."""
    return Answer({"connector": _named(request).wire(stage_of(request).world.clock.now())})


async def update(request: Request) -> Response:
    """Change what the body names. A new way in takes the place of the old one."""
    world, connector = stage_of(request).world, _named(request)
    changes, headers = read_changes(received_of(request))
    if "oauth" in changes:
        changes["oauth"] = {**(connector.oauth or {}), **changes["oauth"]}
        changes |= {"service_auth": "", "authorised_at": None, "asked": None}
    elif "service_auth" in changes:
        changes |= {"oauth": None, "authorised_at": None, "asked": None}
    changed = replace(connector, **changes, updated_at=world.clock.now())
    return _kept(request, changed, headers)


async def delete(request: Request) -> Response:
    """Forget a connector."""
    world, connector = stage_of(request).world, _named(request)
    world.shelf(Connector).remove(connector.id)
    world.secrets.pop(connector.id, None)
    return Answer({})


async def authorize(request: Request) -> Response:
    """Begin an authorisation: where the browser goes. Here that is a page of the sandbox."""
    world, connector = stage_of(request).world, _named(request)
    after = request.query_params.get("after_token_redirect", "")
    if connector.oauth is None:
        raise invalid(f"connector {connector.id} does not use oauth.")
    if after and not is_web_address(after):
        raise invalid("after_token_redirect must be a valid http or https URL.")
    world.shelf(Connector).put(replace(connector, asked=after))
    asked = {
        "response_type": "code",
        "client_id": connector.oauth.get("client_id", ""),
        "scope": connector.oauth.get("scope", ""),
    }
    page = f"{str(request.base_url).rstrip('/')}{CONTROL}/connectors/{connector.id}/authorize"
    return Answer({"redirect_url": f"{page}?{urlencode(asked)}"})


async def consent(request: Request) -> Response:
    """What a provider's page would do once its user has agreed; needs no key."""
    world, connector = stage_of(request).world, _named(request)
    if connector.asked is None:
        said = "No authorisation of this connector was begun."
        return HTMLResponse(_PAGE.format(name=escape(connector.name), said=said), 400)
    now = world.clock.now()
    world.shelf(Connector).put(replace(connector, asked=None, authorised_at=now))
    if connector.asked:
        return RedirectResponse(connector.asked, 303)
    said = "This connector is now authorised. You can close this page."
    return HTMLResponse(_PAGE.format(name=escape(connector.name), said=said))


def _named(request: Request) -> Connector:
    return connector_named(stage_of(request).world, request.path_params["id"])


def _kept(request: Request, connector: Connector, headers: dict[str, str]) -> Response:
    world, secret = stage_of(request).world, authorization(received_of(request))
    world.shelf(Connector).put(connector)
    if secret:
        world.secrets[connector.id] = secret
    elif not connector.service_auth:
        world.secrets.pop(connector.id, None)
    body: dict[str, Any] = {"connector": connector.wire(world.clock.now())}
    return Answer(body, headers=headers)


def _whole(text: str, name: str) -> int:
    """Also `10.0`: the API calls these numbers, and the SDK sends floats."""
    digits = text.removesuffix(".0")
    if not digits.isdecimal() or len(digits) > 9:
        raise invalid(f"{name} must be a whole number from 0.")
    return int(digits)


ROUTES = (
    Route("/v1/connectors", list_all, methods=["GET"]),
    Route("/v1/connectors", create, methods=["POST"]),
    Route("/v1/connectors/{id}", get, methods=["GET"]),
    Route("/v1/connectors/{id}", update, methods=["PATCH"]),
    Route("/v1/connectors/{id}", delete, methods=["DELETE"]),
    Route("/v1/connectors/{id}/oauth/authorize", authorize, methods=["POST"]),
    Route(f"{CONTROL}/connectors/{{id}}/authorize", consent, methods=["GET"]),
)
