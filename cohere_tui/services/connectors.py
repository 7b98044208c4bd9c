"""Connectors (API.md 17)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from cohere_tui.client.elsewhere import is_in_clear
from cohere_tui.client.paths import path_of
from cohere_tui.errors import AnswerUnreadable, RequestInvalid
from cohere_tui.models.connectors import Authorization, Connector, ConnectorAnswer, ConnectorPage
from cohere_tui.models.links import is_web_link
from cohere_tui.services.paging import Page, Pages, by_offset
from cohere_tui.services.reading import read
from cohere_tui.services.watching import watch
from cohere_tui.state.checkup import Checkup, documents_in

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cohere_tui.client.answer import Answer
    from cohere_tui.client.client import Client
    from cohere_tui.models.connectors import ConnectorChanges, NewConnector
    from cohere_tui.models.json import JSON
    from cohere_tui.services.watching import Look

_CONNECTORS = "/v1/connectors"
_ONE = f"{_CONNECTORS}/{{}}"
_PAGE_SIZE = 100
_CALL_S: Final = 30.0
"""How long a connector may take (API.md 17)."""
_LOOKS_S: Final = (2.0, 2.0, 3.0, 3.0, 5.0)
"""Between looks while a person authorises: they wait for it."""
_SHAPE: Final = 'A connector answers with {"results": [{...}]}.'


class ConnectorService:
    """Creates connectors, changes, authorises and deletes them.

    All raise a `RequestError` when refused.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self) -> Pages[Connector]:
        """The connectors of the organization, page by page, newest first."""

        async def fetch(offset: int) -> Page[Connector]:
            query = {"limit": _PAGE_SIZE, "offset": offset}
            page = read(ConnectorPage, await self._client.get(_CONNECTORS, query))
            return Page(page.connectors, total=page.total_count)

        return by_offset(fetch, _PAGE_SIZE)

    async def get(self, connector_id: str) -> Connector:
        """One connector."""
        answer = await self._client.get(path_of(_ONE, connector_id))
        return read(ConnectorAnswer, answer).connector

    async def create(self, request: NewConnector) -> Connector:
        """Register a connector. When the line breaks after it was sent, the error says so."""
        answer = await self._client.post(_CONNECTORS, request.to_wire(), creates=True)
        return read(ConnectorAnswer, answer).connector

    async def update(self, connector_id: str, changes: ConnectorChanges) -> Connector:
        """Change what `changes` names; the rest stays as it is."""
        answer = await self._client.patch(path_of(_ONE, connector_id), changes.to_wire())
        return read(ConnectorAnswer, answer).connector

    async def delete(self, connector_id: str) -> None:
        """Remove a connector."""
        await self._client.delete(path_of(_ONE, connector_id))

    async def authorize(self, connector_id: str, after_token_redirect: str = "") -> str:
        """Where this user authorises the connector: an http(s) address to show, then to open.

        It begins something, which a read-only profile refuses. The provider sends the browser on to
        `after_token_redirect`, where there is one; raises `RequestInvalid` when that is no http(s)
        address, `AnswerUnreadable` when the server's is none.
        """
        if after_token_redirect and not is_web_link(after_token_redirect):
            what = "after_token_redirect: wants an address that begins with http:// or https://"
            raise RequestInvalid(what, field="after_token_redirect")
        path = path_of(f"{_ONE}/oauth/authorize", connector_id)
        query = {"after_token_redirect": after_token_redirect or None}
        answer = await self._client.post(path, query=query, creates=True)
        url = read(Authorization, answer).redirect_url
        if not is_web_link(url):
            what = "the server's address for authorising is no http(s) address; it is not opened"
            raise AnswerUnreadable(what, request=answer.request)
        return url

    def authorizing(
        self, connector_id: str, *, intervals_s: tuple[float, ...] = _LOOKS_S
    ) -> AsyncGenerator[Look[Connector], None]:
        """Look at a connector until this user has authorised it; see `watching.watch`."""
        return watch(
            lambda: self.get(connector_id),
            lambda connector: not connector.wants_authorizing,
            intervals_s=intervals_s,
        )

    async def check(
        self, url: str, query: str, authorization: str = "", *, in_clear: bool = False
    ) -> Checkup:
        """Call a connector's own address as a chat would, from this machine, without our key.

        `authorization` is the value of that header, and is kept nowhere. Raises a `RequestError`
        for whatever a chat could not use; see `Client.post_elsewhere`.
        """
        started = time.monotonic()
        answer = await self._client.post_elsewhere(
            url,
            {"query": query},
            authorization=authorization,
            limit_s=_CALL_S,
            in_clear=in_clear,
        )
        elapsed_s = time.monotonic() - started
        try:
            documents = documents_in(_json(answer))
        except ValueError as error:
            what = f"the answer ({answer.status}) cannot be used: it {error}"
            raise AnswerUnreadable(what, request=answer.request, remedy=_SHAPE) from None
        return Checkup(answer.status, elapsed_s, len(answer.body), documents)

    @staticmethod
    def is_in_clear(url: str) -> bool:
        """Whether a check of this address could be read on the way: http to another machine."""
        return is_in_clear(url)


def _json(answer: Answer) -> JSON:
    try:
        return answer.json()
    except AnswerUnreadable as error:
        raise ValueError(str(error).removeprefix("the answer ")) from None
