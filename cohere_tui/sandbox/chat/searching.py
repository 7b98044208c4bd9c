"""Searching before answering: queries, and connectors that are asked (API.md 6, 17)."""

from __future__ import annotations

import asyncio
import http.client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cohere_tui.sandbox.answers.prose import GREETINGS
from cohere_tui.sandbox.answers.words import sentences, subjects, words
from cohere_tui.sandbox.chat.corpus import pages
from cohere_tui.sandbox.connectors.records import Connector, connector_named
from cohere_tui.sandbox.wire import loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.sandbox.chat.ask_v1 import Document, Wanted
    from cohere_tui.sandbox.world.world import World

WEB_SEARCH = "web-search"
_MOST_QUERIES = 3
_MOST_WORDS = 8
_MOST_RESULTS = 20
_MOST_BYTES = 2**20
_PATIENCE_S = 30
"""How long a connector may take (API.md 17)."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Found:
    """What one connector gave for one query."""

    query: str
    connector: Wanted
    documents: tuple[Document, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Keys of them that the model does not see."""
    trouble: str = ""


class _TroubleError(Exception):
    """Why a connector gave nothing."""


def queries(prompt: str) -> tuple[str, ...]:
    """What to search for: the subjects of each sentence; nothing for a mere greeting."""
    if set(words(prompt)) <= GREETINGS:
        return ()
    found = (" ".join(subjects(one)[:_MOST_WORDS]) for one in sentences(prompt))
    return tuple(dict.fromkeys(query for query in found if query))[:_MOST_QUERIES]


async def search(
    world: World, connectors: Sequence[Wanted], asked: Sequence[str]
) -> tuple[Found, ...]:
    """Every query to every connector at once. Raises the API's 404 for a connector unknown."""
    known = [(wanted, _registered(world, wanted.id)) for wanted in connectors]
    found = await asyncio.gather(
        *(
            _asked(wanted, registered, query, _authorization(world, wanted))
            for query in asked
            for wanted, registered in known
        )
    )
    return _numbered(found)


def _registered(world: World, connector_id: str) -> Connector | None:
    """The connector of that id; None for the built-in one."""
    if connector_id == WEB_SEARCH and world.shelf(Connector).get(connector_id) is None:
        return None
    return connector_named(world, connector_id)


def _authorization(world: World, wanted: Wanted) -> str:
    """What a connector is sent as `Authorization`: the user's token, else the shared secret."""
    if wanted.user_access_token:
        return f"Bearer {wanted.user_access_token}"
    return world.secrets.get(wanted.id, "")


async def _asked(
    wanted: Wanted, registered: Connector | None, query: str, authorization: str
) -> Found:
    if registered is None:
        return Found(query, wanted, tuple(pages(query)))
    try:
        results = await asyncio.to_thread(_post, registered, query, authorization)
    except _TroubleError as trouble:
        return Found(query, wanted, trouble=str(trouble))
    return Found(query, wanted, tuple(results), frozenset(registered.excludes))


def _post(connector: Connector, query: str, authorization: str) -> list[Document]:
    """POST the query to the connector's own URL, where that is on loopback."""
    if not connector.active:
        raise _TroubleError("the connector is not active")
    url = urlsplit(connector.url)
    if url.scheme != "http" or url.hostname not in _LOOPBACK:
        raise _TroubleError("the sandbox calls connectors on loopback only, over plain http")
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    try:
        line = http.client.HTTPConnection(url.hostname, url.port, timeout=_PATIENCE_S)
        try:
            path = url._replace(scheme="", netloc="", fragment="").geturl() or "/"
            line.request("POST", path, json.dumps({"query": query}), headers)
            answer = line.getresponse()
            body = answer.read(_MOST_BYTES)
        finally:
            line.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _TroubleError(
            f"connector did not answer: {str(error) or type(error).__name__}"
        ) from error
    if answer.status != http.client.OK:
        raise _TroubleError(f"connector answered {answer.status}")
    return _results(body)


def _results(body: bytes) -> list[Document]:
    """The objects in `{"results": [...]}` as documents."""
    try:
        value = loads(body)
    except ValueError as error:
        raise _TroubleError("connector answered with something that is no JSON") from error
    results = value.get("results") if isinstance(value, dict) else None
    if not isinstance(results, list):
        raise _TroubleError('connector answered without a list of "results"')
    return [_document(one) for one in results[:_MOST_RESULTS] if isinstance(one, dict) and one]


def _document(result: dict[str, Any]) -> Document:
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in result.items()
    }


def _numbered(found: Sequence[Found]) -> tuple[Found, ...]:
    """With ids for all documents: `web-search_0`; what was found twice has one."""
    numbers: dict[str, dict[str, str]] = {}
    told = []
    for one in found:
        ids = numbers.setdefault(one.connector.id, {})
        documents = []
        for document in one.documents:
            same = json.dumps(document, sort_keys=True)
            name = ids.setdefault(same, f"{one.connector.id}_{len(ids)}")
            documents.append({**document, "id": name})
        told.append(Found(one.query, one.connector, tuple(documents), one.hidden, one.trouble))
    return tuple(told)
