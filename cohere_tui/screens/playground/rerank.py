"""The playground of Rerank: a query, documents, and where a model puts each of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from textual import on

from cohere_tui.models.rerank import RerankRequestV1, RerankResponse
from cohere_tui.screens.going import Going
from cohere_tui.screens.playground.panel import Panel
from cohere_tui.services.rerank import BEST_DOCUMENTS, merged, split
from cohere_tui.state.code import Request
from cohere_tui.state.facts import Link
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.playground.documents import quoted
from cohere_tui.state.playground.reranking import (
    AUTO,
    LINES,
    compared,
    faults_of,
    has_fields,
    hints_of,
    is_v1,
    ranking_of,
    request_of,
    requests_for,
    sheet_of,
    what_is_missing,
)
from cohere_tui.state.playground.run import Outcome
from cohere_tui.widgets.playground.score_bars import ScoreBars
from cohere_tui.widgets.playground.score_curve import ScoreCurve
from cohere_tui.widgets.playground.thresholds import Thresholded

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.services.splitting import Parts
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.ranking import Ranking
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

_QUERY: Final = "What did the tide mill at Carew grind, and when was it built?"
_DOCUMENTS: Final = (
    "The castle at Carew stands on a rock above the river.",
    "Windmills of the Fens lifted water and ground nothing.",
    "A causeway leads there. The tide mill at Carew ground corn and, later, bone meal.",
    "A sluice holds back what the flood has brought until the ebb turns the wheel.",
    "At Eling in Hampshire a wheel still turns twice a day.",
    "The mill that stands at Carew was built in 1801. It has four floors.",
    "Bread in Pembrokeshire was baked from barley and oats.",
    "The railway came to Tenby in 1863, and with it the bathers.",
)


def _v1(values: Values) -> bool:
    return is_v1(values)


def _v2(values: Values) -> bool:
    return not is_v1(values)


def _marked(values: Values) -> bool:
    return _v2(values) and values.get("relevant_spans") != "disabled"


def _named(values: Values) -> bool:
    return _v1(values) and has_fields(values)


class RerankPanel(Panel[RerankResponse]):
    """Ranks documents; what is above a threshold can be used in a chat."""

    NAME = "rerank"
    TITLE = "Rerank"
    ENDPOINT = "rerank"
    INTRO = (
        "Puts documents in the order in which they answer a query, so that a search shows, or a "
        "model reads, only what matters. In the form is an example: eight documents, of which two "
        "answer the question. F5 runs it."
    )
    PAGES = ("Ranking", "Curve")

    def __init__(self) -> None:
        super().__init__()
        self._ranked: tuple[RerankResponse, Ranking] | None = None
        self._put: tuple[float | None] | None = None
        """Where the person put the threshold; None: nowhere yet."""

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """The query and the documents; the rest is seldom wanted."""
        return (
            self.model_field("rerank-v5.0-pro"),
            Field("query", "Query", Kind.TEXTS, _QUERY),
            Field(
                "documents", "Documents", Kind.TEXTS, "\n".join(_DOCUMENTS),
                hint=LINES,
            ),
            Field("top_n", "Results", hint="how many at most; all when left empty", extra=True),
            Field(
                "documents_are", "Documents are", Kind.CHOICE, "text", extra=True,
                hint="with fields: JSON objects, or texts of name: value lines",
                options=(Option("text", "plain"), Option("fields", "with fields")),
            ),
            Field(
                "api_version", "API version", Kind.CHOICE, "2", extra=True,
                hint="1 takes rank fields, and gives documents back",
                options=(Option("2", "2"), Option("1", "1")),
            ),
            Field(
                "rank_fields", "Rank fields", shown=_named,
                hint="names with commas between them; text when left empty",
            ),
            Field(
                "relevant_spans", "Passages", Kind.CHOICE, AUTO, shown=_v2, extra=True,
                hint="marked by models from v5 on",
                options=(
                    Option(AUTO, "where they can"), Option("enabled", "on"),
                    Option("disabled", "off"),
                ),
            ),
            Field(
                "relevant_spans.threshold", "Passages from", shown=_marked, extra=True,
                hint="a score from 0 to 1; 0.1 when left empty",
            ),
            Field(
                "relevant_spans.max_spans", "Passages each", shown=_marked, extra=True,
                hint="of a document at most",
            ),
            Field(
                "max_tokens_per_doc", "Tokens each", shown=_v2, extra=True,
                hint="where a document is cut; 4096 when left empty",
            ),
            Field(
                "max_chunks_per_doc", "Chunks each", shown=_v1, extra=True,
                hint="of a document that are looked at; 10 when left empty",
            ),
            Field("priority", "Priority", shown=_v2, extra=True, hint="0 to 999, 0 goes first"),
            Field(
                "return_documents", "Give back", Kind.TOGGLE, shown=_v1, extra=True,
                hint="the documents come back with the answer",
            ),
        )  # fmt: skip

    def check(self, values: Values) -> Faults:
        """What cannot be sent, line numbers and all."""
        return faults_of(values)

    def hints(self, values: Values) -> Values:
        """How many documents and requests."""
        return hints_of(values, BEST_DOCUMENTS)

    def takes(self, values: Values) -> int:
        """One for a thousand documents."""
        return requests_for(values, BEST_DOCUMENTS)

    def request(self, values: Values) -> Request:
        """The request; of many documents the first part of it."""
        request = request_of(values)
        if isinstance(request, RerankRequestV1):
            return Request("POST", "/v1/rerank", body=request.to_wire())
        return Request("POST", "/v2/rerank", body=split(request)[0].to_wire())

    # --- asking

    async def ask(self, values: Values, way: Way[RerankResponse]) -> Outcome[RerankResponse]:
        """Rank all documents, a thousand with each request."""
        request = await asyncio.to_thread(request_of, values)
        service = self.services.rerank
        if isinstance(request, RerankRequestV1):
            return Outcome(await service.rerank_v1(request))
        way.expect(requests_for(values, BEST_DOCUMENTS))
        found = await service.rerank_many(request, show=way.show_parts, known=way.known)
        parts = found.parts
        if parts.trouble is not None and not parts.done:
            raise parts.trouble
        return Outcome(found.value, parts.trouble, parts, max(1, parts.done))

    def so_far(self, values: Values, parts: Parts[Any]) -> RerankResponse | None:
        """The order of the documents that were ranked."""
        request = request_of(values)
        if isinstance(request, RerankRequestV1):
            return None
        return merged(split(request), parts.results, request.top_n)

    def kept(self, answer: RerankResponse) -> Any:
        """As JSON."""
        return answer.model_dump(mode="json", exclude_none=True)

    def restored(self, values: Values, kept: Any) -> RerankResponse:
        """From JSON."""
        del values
        return RerankResponse.model_validate(kept)

    # --- what came

    def make_page(self, name: str) -> Widget:
        """Bars, or the curve."""
        return ScoreBars() if name == "Ranking" else ScoreCurve()

    async def fill_page(self, name: str, run: Run[RerankResponse]) -> None:
        """Show the documents with the threshold where it was put, else where scores fall most."""
        page = self.answer.body(name)
        assert isinstance(page, Thresholded)
        ranking = await asyncio.to_thread(self._ranking, run)
        if isinstance(page, ScoreBars):
            page.note = what_is_missing(ranking) or ("" if ranking.rows else "Nothing came back")
        page.ranking = self._parted(ranking)

    def _ranking(self, run: Run[RerankResponse]) -> Ranking:
        """The ranking of a run, made once."""
        if self._ranked is None or self._ranked[0] is not run.answer:
            self._ranked = run.answer, ranking_of(run.values, run.answer)
        return self._ranked[1]

    def _parted(self, ranking: Ranking) -> Ranking:
        return ranking.parted_at(self._put[0] if self._put else ranking.widest_gap)

    @on(Thresholded.Moved)
    def _move_threshold(self, event: Thresholded.Moved) -> None:
        event.stop()
        self._put = (event.threshold,)
        for page in self.answer.query(Thresholded):
            page.ranking = page.ranking.parted_at(event.threshold)

    @on(ScoreBars.CopyAsked)
    def _copy_document(self, event: ScoreBars.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)

    @on(Thresholded.UseAsked)
    def _use(self, event: Thresholded.UseAsked) -> None:
        """Ask a chat model the query, with the documents above the threshold quoted."""
        event.stop()
        if self.run is None:
            return
        chosen = self._parted(self._ranking(self.run)).chosen
        if not chosen:
            self.app.notify("No document is above the threshold: K and J move it.")
        elif isinstance(self.app, Going):
            prompt = quoted(self.run.values["query"], [one.text for one in chosen])
            self.app.visit(Link("chat", prompt, what="prompt"))

    # --- as a table, and beside another

    def sheet(self, run: Run[RerankResponse]) -> Sheet:
        """Place, score, index and text of each document."""
        return sheet_of(ranking_of(run.values, run.answer))

    def compare(self, before: Run[RerankResponse], after: Run[RerankResponse]) -> Comparison:
        """Where each document stood and stands."""
        old, new = (ranking_of(run.values, run.answer) for run in (before, after))
        return compared(old, new)
