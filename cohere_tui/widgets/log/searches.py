"""What was searched for an answer, and what came of it: a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.naming import count
from cohere_tui.widgets.log.rows import fitted, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.parts import Retrieved
    from cohere_tui.widgets.log.parts import Page
    from cohere_tui.widgets.markdown.line import Line


def told(retrieved: Retrieved) -> list[tuple[str, str]]:
    """The searches as texts and their styles; queries that nobody was asked come first."""
    return list(_told(retrieved))


def search_rows(retrieved: Retrieved, page: Page) -> list[Line]:
    """The same as lines."""
    return [row((fitted(text, page.width, page), style)) for text, style in _told(retrieved)]


def _told(retrieved: Retrieved) -> Iterator[tuple[str, str]]:
    searched = {search.query for search in retrieved.searches}
    for query in retrieved.queries:
        if query not in searched:
            yield f"Search: {query}", "dim"
    for search in retrieved.searches:
        asked = " ".join(part for part in (search.connector, search.query) if part)
        if search.trouble:
            yield f"Searched {asked}: {search.trouble}", "warning"
        else:
            yield f"Searched {asked}: {count(len(search.documents), 'document')}", "dim"
