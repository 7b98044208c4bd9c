"""Answers of Embed: kept, copied, as a table, beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.models.embed import EmbedResponse
from cohere_tui.screens.playground.panel import Panel
from cohere_tui.state.playground.embedded import (
    as_json,
    as_kept,
    as_restored,
    compared,
    sheet_of,
)
from cohere_tui.state.playground.vectors.packing import outlined

if TYPE_CHECKING:
    from cohere_tui.state.form import Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet


class EmbedRuns(Panel[EmbedResponse]):
    """What a run of Embed is where it is not looked at."""

    def kept(self, answer: EmbedResponse) -> Any:
        """An answer as a JSON value, its vectors packed."""
        return as_kept(answer)

    def restored(self, values: Values, kept: Any) -> EmbedResponse:
        """The answer again."""
        del values
        return as_restored(kept)

    def raw(self, run: Run[EmbedResponse]) -> Any:
        """The answer with the first numbers of each vector."""
        return {**as_json(run.answer), "embeddings": outlined(run.answer.embeddings)}

    def whole(self, run: Run[EmbedResponse]) -> Any:
        """The answer with all numbers."""
        vectors = {
            kind: [None if one is None else list(one) for one in rows]
            for kind, rows in run.answer.embeddings.items()
        }
        return {**as_json(run.answer), "embeddings": vectors}

    def sheet(self, run: Run[EmbedResponse]) -> Sheet:
        """Each input with its vectors."""
        return sheet_of(run)

    def compare(self, before: Run[EmbedResponse], after: Run[EmbedResponse]) -> Comparison:
        """How alike the two vectors of each text are."""
        return compared(before, after)
