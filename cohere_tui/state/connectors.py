"""What is shown of a connector: its columns, and everything the server tells (API.md 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.columns import Cell, Column, Tone, id_column
from cohere_tui.state.facts import Fact, FactLine, Heading, Note
from cohere_tui.state.moments import age_column, dated

if TYPE_CHECKING:
    from cohere_tui.models.connectors import Connector

OAUTH: Final = "oauth"
SERVICE: Final = "service_auth"

_FLAGS: Final = {True: "yes", False: "no", None: "not said"}
_GOES_ON: Final = {True: "chat goes on", False: "chat fails", None: "not said"}
_WAYS: Final = {"": "none", SERVICE: "token", OAUTH: "OAuth"}
_LONG: Final = {**_WAYS, SERVICE: "service token"}


def facts(connector: Connector) -> tuple[FactLine, ...]:
    """Everything that is known of it, after what there is to do."""
    status = _status(connector, 0.0)
    return (
        *_advice(connector),
        Fact("name", connector.name or "none"),
        Fact("id", connector.id),
        Fact("url", connector.url or "not said"),
        Fact("description", connector.description or "none"),
        Fact("authentication", _LONG.get(connector.auth_type, connector.auth_type)),
        Fact("auth status", status.text, status.tone),
        Fact("active", _FLAGS[connector.active]),
        Fact("on failure", _GOES_ON[connector.continue_on_failure]),
        Fact("excludes", ", ".join(connector.excludes) or "nothing"),
        Fact("created", dated(connector.created_at)),
        Fact("updated", dated(connector.updated_at)),
        Fact("organization", connector.organization_id or "not said"),
        *_oauth(connector),
    )


def _advice(connector: Connector) -> tuple[FactLine, ...]:
    if not connector.wants_authorizing:
        return ()
    if connector.auth_status is None:
        return (Note("You have not authorised it yet: t begins.", Tone.WARNING),)
    return (Note("Your authorisation is no longer good: t renews it.", Tone.WARNING),)


def _oauth(connector: Connector) -> tuple[FactLine, ...]:
    if connector.oauth is None:
        return ()
    known = connector.oauth.model_dump().items()
    return (
        Heading("OAuth"),
        *(Fact(name.replace("_", " "), text or "none") for name, text in known),
    )


def _status(connector: Connector, _: float) -> Cell:
    """Three-valued for whoever has to authorise it: valid, expired, or not yet (GAPS 3.18)."""
    match connector.auth_status:
        case "valid":
            return Cell("valid", Tone.READY)
        case "expired":
            return Cell("expired", Tone.WARNING)
        case None if connector.auth_type == OAUTH:
            return Cell("not authorised", Tone.WAITING)
        case None:
            return Cell("not said" if connector.auth_type else "none needed", Tone.QUIET)
    return Cell(connector.auth_status)


def _way(connector: Connector, _: float) -> Cell:
    way = connector.auth_type
    return Cell(_WAYS.get(way, way), Tone.PLAIN if way else Tone.QUIET)


def _active(connector: Connector, _: float) -> Cell:
    return Cell(_FLAGS[connector.active], Tone.PLAIN if connector.active else Tone.QUIET)


COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("name", lambda one, _: Cell(one.name or one.id), 14, grows=True),
    Column("url", lambda one, _: Cell(one.url, Tone.QUIET), 22, rank=4),
    Column("auth", _way, 5, rank=3),
    Column("status", _status, 16),
    Column("active", _active, 6, rank=1),
    age_column("age", lambda one: one.created_at, rank=2),
    id_column("id", lambda one: one.id, 24, wide=True),
    Column("excludes", lambda one, _: Cell(", ".join(one.excludes)), 20, wide=True),
    Column("on failure", lambda one, _: Cell(_GOES_ON[one.continue_on_failure]), 12, wide=True),
)
