"""The little that `web-search` finds here: a few pages about what the sandbox's examples are about.

They are the sandbox's own, and their addresses lead nowhere.
"""

from __future__ import annotations

from functools import cache

from cohere_tui.sandbox.answers.words import stems

_HOST = "https://pages.example"
_MOST = 3

_TEXT = """
carew: Carew tide mill
The tide mill at Carew stands on the river of that name. The present building dates from 1801, and
grinding ended in 1937. Its pond fills at high water.

tide-mills: How a tide mill works
A tide mill keeps the water of the flood behind a dam. When the tide has fallen, the pond is let
out over a wheel. It can grind twice a day, for a few hours after high water.

tides: High and low water
Most coasts have two high waters a day, a little more than twelve hours apart. Spring tides come
after full and new moon and rise higher than neap tides.

cobh: Cobh
Cobh is a harbour town on an island in Cork Harbour in Ireland. It was called Queenstown until
1920. Liners called there on their way over the Atlantic.

youghal: Youghal
Youghal is a seaside town at the mouth of the Blackwater in Ireland. Its clock gate was built in
1777.

rag: Retrieval augmented generation
Retrieval augmented generation gives a language model documents to answer from. The answer cites
the documents, so that a reader can check each statement.

embeddings: Embeddings
An embedding is a list of numbers that stands for the meaning of a text. Texts that mean similar
things have vectors that point in similar directions.

rerank: Reranking
A reranker reads a query together with each document, and orders the documents by relevance. It is
slower than a vector search and more exact.

terminals: Terminal user interfaces
A terminal is a grid of character cells. Programs in it are driven by keys and run well over slow
lines, as on a server reached by SSH.

bpe: Byte-pair encoding
Byte-pair encoding builds a vocabulary of tokens by joining the most frequent pair of neighbours
again and again. A tokenizer for English needs about four letters a token.
"""
"""A page: its path and title, then its words."""


def pages(query: str) -> list[dict[str, str]]:
    """The pages that meet a query best, best first; none where no word meets."""
    asked = stems(query)
    scored = [(len(asked & known), page) for page, known in _pages()]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return [dict(page) for _, page in best[:_MOST]]


@cache
def _pages() -> tuple[tuple[dict[str, str], frozenset[str]], ...]:
    """Each page as a document, and the words it is found by."""
    found = []
    for page in _TEXT.strip().split("\n\n"):
        path, _, rest = page.partition(": ")
        title, _, text = rest.partition("\n")
        snippet = " ".join(text.split())
        document = {"title": title, "url": f"{_HOST}/{path}", "snippet": snippet}
        found.append((document, stems(f"{title} {snippet}")))
    return tuple(found)
