"""The models a server offers (API.md 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.client.paths import path_of
from cohere_tui.errors import AnswerUnreadable
from cohere_tui.models.models import Model, ModelFilter, ModelPage
from cohere_tui.services.paging import Page, Pages, by_token
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from cohere_tui.client.client import Client

_MODELS = "/v1/models"
_PAGE_SIZE = 1000
_MOST_PAGES = 50


class ModelService:
    """Lists models; what was fetched once is kept for the session."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, tuple[Model, ...]] = {}

    def list(
        self, *, endpoint: str = "", default_only: bool = False, page_size: int | None = None
    ) -> Pages[Model]:
        """The models that serve `endpoint`, or all; only its default if `default_only`.

        In the server's order. `page_size` is 1 to 1000, the server's own (20) when None. Raises
        `RequestInvalid` for filters that make no sense.
        """
        fields = {
            "endpoint": endpoint or None,
            "default_only": default_only or None,
            "page_size": page_size,
        }
        query = ModelFilter.of(fields).to_wire()

        async def fetch(token: str) -> Page[Model]:
            answer = await self._client.get(_MODELS, {**query, "page_token": token or None})
            page = read(ModelPage, answer)
            return Page(page.models, page.next_page_token)

        return by_token(fetch)

    async def get(self, name: str) -> Model:
        """One model. Raises `NotFound` for one that there is not, or not any more."""
        return read(Model, await self._client.get(path_of(f"{_MODELS}/{{}}", name)))

    def known(self, endpoint: str) -> tuple[Model, ...]:
        """The models fetched earlier for `endpoint`; empty when there were none yet."""
        return self._known.get(endpoint, ())

    async def offered(self, endpoint: str = "chat") -> tuple[Model, ...]:
        """Every model that serves `endpoint`, all pages of `GET /v1/models`, by name.

        Raises a `RequestError` when the server cannot be asked.
        """
        pages = self.list(endpoint=endpoint, page_size=_PAGE_SIZE)
        models: list[Model] = []
        asked = 0
        async for page in pages:
            models += page
            asked += 1
            if asked == _MOST_PAGES and not pages.count.ended:
                raise AnswerUnreadable(f"the list of models has more than {_MOST_PAGES} pages")
        self._known[endpoint] = tuple(sorted(models, key=lambda model: model.name))
        return self._known[endpoint]
