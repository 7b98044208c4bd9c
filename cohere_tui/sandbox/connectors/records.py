"""Connectors as they are remembered. Their secrets are in `World.secrets`, if anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.wire import RefusedError
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from cohere_tui.sandbox.world.world import World

ORGANIZATION = "org-sandbox"
AUTHORISED_S = 24 * 3600.0
"""How long a user's authorisation is good, in seconds of the sandbox."""


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector, without its secrets."""

    id: str
    name: str
    url: str
    created_at: float
    updated_at: float
    description: str = ""
    excludes: list[str] = field(default_factory=list)
    oauth: dict[str, str] | None = None
    """`client_id`, `authorize_url`, `token_url`, `scope`, as far as given."""
    service_auth: str = ""
    """The way its secret is sent: bearer, basic or noscheme; empty: it has none."""
    active: bool = True
    continue_on_failure: bool = False
    asked: str | None = None
    """Where the browser goes after an authorisation that was begun, or ""; None: none was."""
    authorised_at: float | None = None
    """When its user last authorised it."""

    @property
    def auth_type(self) -> str:
        """`oauth`, `service_auth`, or empty."""
        if self.oauth is not None:
            return "oauth"
        return "service_auth" if self.service_auth else ""

    def auth_status(self, now: float) -> str:
        """`valid`, `expired`, or empty when its user has not authorised it."""
        if self.oauth is None:
            return "valid" if self.service_auth else ""
        if self.authorised_at is None:
            return ""
        return "valid" if now < self.authorised_at + AUTHORISED_S else "expired"

    def wire(self, now: float) -> dict[str, Any]:
        """As the API describes it (API.md 17)."""
        body: dict[str, Any] = {
            "id": self.id,
            "organization_id": ORGANIZATION,
            "name": self.name,
            "description": self.description,
            "url": self.url,
            "created_at": rfc3339(self.created_at),
            "updated_at": rfc3339(self.updated_at),
            "excludes": self.excludes,
            "active": self.active,
            "continue_on_failure": self.continue_on_failure,
        }
        if self.auth_type:
            body["auth_type"] = self.auth_type
        if self.auth_status(now):
            body["auth_status"] = self.auth_status(now)
        if self.oauth is not None:
            body["oauth"] = {"authorize_url": "", "token_url": "", **self.oauth}
        return body


def connectors_of(world: World) -> list[Connector]:
    """Those that there are, newest first."""
    return list(world.shelf(Connector))[::-1]


def connector_named(world: World, connector_id: str) -> Connector:
    """The connector with that id, or the 404 that the API gives."""
    connector = world.shelf(Connector).get(connector_id)
    if connector is None:
        raise RefusedError(404, f"connector with id {connector_id} not found")
    return connector
