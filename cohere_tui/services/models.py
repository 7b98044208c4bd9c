"""The models a server offers (API.md 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.errors import AnswerUnreadable
from cohere_tui.models.models import Model, ModelPage
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from cohere_tui.client.client import Client

_PAGE_SIZE = 1000
_MOST_PAGES = 50


class ModelService:
    """Lists models; what was fetched once is kept for the session."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, tuple[Model, ...]] = {}

    def known(self, endpoint: str) -> tuple[Model, ...]:
        """The models fetched earlier for `endpoint`; empty when there were none yet."""
        return self._known.get(endpoint, ())

    async def offered(self, endpoint: str = "chat") -> tuple[Model, ...]:
        """Every model that serves `endpoint`, all pages of `GET /v1/models`, by name.

        Raises a `RequestError` when the server cannot be asked.
        """
        models: list[Model] = []
        token = ""
        for _ in range(_MOST_PAGES):
            query: dict[str, str | int] = {"endpoint": endpoint, "page_size": _PAGE_SIZE}
            if token:
                query["page_token"] = token
            answer = await self._client.get("/v1/models", query)
            page = read(ModelPage, answer)
            models.extend(page.models)
            token = page.next_page_token
            if not token:
                break
        else:
            raise AnswerUnreadable(f"the list of models has more than {_MOST_PAGES} pages")
        self._known[endpoint] = tuple(sorted(models, key=lambda model: model.name))
        return self._known[endpoint]
