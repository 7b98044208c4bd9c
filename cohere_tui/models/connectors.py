"""Connectors: sources that a v1 chat may search (API.md 17).

Secrets go to the server and never come back: an answer has no field that could hold one.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from cohere_tui.models.links import Link
from cohere_tui.models.messages import Filled
from cohere_tui.models.refusing import broken
from cohere_tui.models.secret import HOLDS_SECRET, Secret
from cohere_tui.models.when import When
from cohere_tui.models.wire import Flag, Many, OrElse, Sent, Whole, Wire, Word, Words

_OAUTH = "oauth"


class OAuth(Sent):
    """How each user authorises the connector; the provider redirects back to the API's host."""

    client_id: str | None = None
    client_secret: Secret | None = None
    authorize_url: Link | None = None
    token_url: Link | None = None
    scope: str | None = None


class ServiceAuth(Sent):
    """One secret that all users share, and how it is sent to the connector."""

    type: Literal["bearer", "basic", "noscheme"] = Field(description="bearer, basic or noscheme")
    token: Secret


class _Authorised(Sent):
    """What a new connector and a changed one have in common."""

    excludes: tuple[str, ...] | None = None
    """Fields of the results that are not put into the prompt."""
    oauth: Annotated[OAuth | None, HOLDS_SECRET] = None
    service_auth: Annotated[ServiceAuth | None, HOLDS_SECRET] = None
    active: bool | None = None
    continue_on_failure: bool | None = None
    """Whether a chat goes on when the connector fails."""

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if self.oauth is not None and self.service_auth is not None:
            raise broken("service_auth", "cannot be set beside oauth: a connector has one of them")
        return self


class NewConnector(_Authorised):
    """POST /v1/connectors. The server's defaults: active, and a chat stops when it fails."""

    name: Filled
    url: Link
    """Where it is asked; see `links.is_search_link`."""
    description: str | None = None


class ConnectorChanges(_Authorised):
    """PATCH /v1/connectors/{id}: what is None stays as it is. The description cannot be changed."""

    name: Filled | None = None
    url: Link | None = None


class ConnectorOAuth(Wire):
    """How users authorise a connector, as the server tells it."""

    model_config = ConfigDict(extra="ignore")

    client_id: Word = ""
    authorize_url: Word = ""
    token_url: Word = ""
    scope: Word = ""


def _or_none(value: object) -> object:
    return value or None


class Connector(Wire):
    """A connector, as the server tells it; unknown keys are dropped, for they may be secrets."""

    model_config = ConfigDict(extra="ignore")

    id: Word = ""
    organization_id: Word = ""
    name: Word = ""
    description: Word = ""
    url: Word = ""
    created_at: When = None
    updated_at: When = None
    excludes: Words = ()
    auth_type: Word = ""
    """oauth, service_auth; empty where it needs neither."""
    oauth: Annotated[ConnectorOAuth | None, OrElse(None)] = None
    auth_status: Annotated[str | None, BeforeValidator(_or_none), OrElse(None)] = None
    """valid, expired, or None: this user has not authorised it yet (GAPS 3.18)."""
    active: Flag = None
    continue_on_failure: Flag = None

    @property
    def wants_authorizing(self) -> bool:
        """Whether this user has to authorise it, for the first time or again."""
        return self.auth_type == _OAUTH and self.auth_status != "valid"


class ConnectorAnswer(Wire):
    """One connector, as it is wrapped."""

    connector: Connector


class ConnectorPage(Wire):
    """A page of connectors."""

    connectors: Many[Connector] = ()
    total_count: Whole = None


class Authorization(Wire):
    """Where a person authorises a connector."""

    model_config = ConfigDict(extra="ignore")

    redirect_url: Word = ""
