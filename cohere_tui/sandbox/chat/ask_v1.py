"""A v1 chat request after it was found good: what it shares with v2, and what only v1 has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.chat.ask import Passage
from cohere_tui.sandbox.chat.meaning import prompt_tokens, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.sandbox.chat.ask import Ask

Document = dict[str, str]
"""Free keys, one of them `id`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A connector that is to be asked."""

    id: str
    user_access_token: str = ""
    continue_on_failure: bool = False


@dataclass(frozen=True, slots=True)
class AskV1:
    """All of a v1 request that matters for its answer."""

    ask: Ask
    """The part that is answered as in v2."""
    history: tuple[Mapping[str, Any], ...] = ()
    """The conversation before, in v1 form."""
    new: tuple[Mapping[str, Any], ...] = ()
    """What this request adds to it."""
    conversation: str = ""
    """The id under which the server keeps the conversation; empty: it does not."""
    connectors: tuple[Wanted, ...] = ()
    queries_only: bool = False
    documents: tuple[Document, ...] = ()
    """Everything that may be cited, as it is told to the caller."""
    truncation: str = "OFF"

    @property
    def searches(self) -> bool:
        """Whether there is something to search with, or queries to tell."""
        return bool(self.connectors) or self.queries_only

    def plus(self, found: Sequence[tuple[Document, frozenset[str]]]) -> AskV1:
        """With further documents; of each, some keys are hidden from the model."""
        passages = tuple(passage_of(document, hidden) for document, hidden in found)
        ask = replace(self.ask, documents=(*self.ask.documents, *passages))
        tokens = prompt_tokens(ask.messages, ask.documents, ask.tools)
        documents = (*self.documents, *(document for document, _ in found))
        return replace(self, ask=replace(ask, prompt_tokens=tokens), documents=documents)


def passage_of(document: Document, hidden: frozenset[str] = frozenset()) -> Passage:
    """A document to quote from, without the keys that are hidden from the model."""
    seen = {key: value for key, value in document.items() if key not in hidden}
    title = seen.get("title") or document["id"]
    return Passage({"id": document["id"]}, title, words_of(seen))
