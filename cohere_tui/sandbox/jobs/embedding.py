"""The labour of an embed job: the rows of its input with their vectors (API.md 14.5, 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.tokens import cut
from cohere_tui.sandbox.answers.vectors import KINDS, embed_text, typed
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.datasets.schemas import embed_result
from cohere_tui.sandbox.jobs.labour import Labour

if TYPE_CHECKING:
    from cohere_tui.sandbox.datasets.records import Dataset, Row
    from cohere_tui.sandbox.jobs.records import EmbedJob


class Embedding(Labour):
    """Every row as it was, and `embeddings` of the types that were asked for."""

    output_kind = "embed-result"

    def __init__(self, job: EmbedJob, source: Dataset) -> None:
        self.schema = embed_result(source.schema)
        self._model = model_named(job.model)
        self._kinds = job.embedding_types
        self._cuts_start = job.truncate == "START"

    def tokens(self, row: Row) -> int:
        """As many as the model sees."""
        return self._seen(row)[1]

    def answer(self, number: int, row: Row) -> tuple[Row, int]:
        """The row with its vectors; types that were not asked for are null."""
        del number
        model = self._model
        vector = embed_text(self._seen(row)[0], model.dimensions[-1], model.space or model.name)
        embeddings = {kind: typed(vector, kind) if kind in self._kinds else None for kind in KINDS}
        return {**row, "embeddings": embeddings}, 0

    def _seen(self, row: Row) -> tuple[str, int]:
        """What of the text fits into the model's window, and how many tokens that is."""
        text, tokens, _ = cut(row["text"], self._model.context, from_start=self._cuts_start)
        return text, tokens
