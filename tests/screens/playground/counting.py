"""A playground as simple as one can be: how many tokens each text has, a request for each."""

from __future__ import annotations

from threading import Event, current_thread, main_thread
from typing import TYPE_CHECKING, Any, ClassVar

from cohere_tui.app import CohereTui
from cohere_tui.models.tokenize import TokenizeRequest
from cohere_tui.screens.playground.panel import Panel
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.screens.playground.registry import Playground
from cohere_tui.services.splitting import Parts, in_parts
from cohere_tui.state.code import Request
from cohere_tui.state.facts import Fact
from cohere_tui.state.form import Field, Kind
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.run import Outcome, Run
from cohere_tui.state.playground.sheet import Sheet
from cohere_tui.state.playground.texts import texts_in
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.rail import Place
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.tokenize import TokenizeResponse
    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values

Counts = tuple[int | None, ...]


class CountPanel(Panel[Counts]):
    NAME = "count"
    TITLE = "Count"
    ENDPOINT = "embed"
    INTRO = "How many tokens a text has. F5 counts those of the example."
    PAGES = ("Counts",)

    def __init__(self) -> None:
        super().__init__()
        self.writes = Event()
        """Unset: writing the rows of a file takes until it is set."""
        self.writes.set()
        self.judged_first: dict[str, bool] = {}
        """Whether texts were judged for the first time where keys are waited for."""
        self.told_first: dict[float, bool] = {}
        """The same of what is told of runs."""

    def fields_of(self) -> tuple[Field, ...]:
        return (
            Field("texts", "Texts", Kind.TEXTS, "one\ntwo words"),
            self.model_field("embed-v4.0"),
            Field("limit", "Limit", value="1000", extra=True),
        )

    def check(self, values: Values) -> Faults:
        self.judged_first.setdefault(values["texts"], current_thread() is main_thread())
        empty = {} if texts_in(values["texts"]) else {"texts": "write a text"}
        return empty | ({} if values["limit"].isdigit() else {"limit": "is not a number"})

    def _requests(self, values: Values) -> list[TokenizeRequest]:
        texts = texts_in(values["texts"])
        return [TokenizeRequest.of({"text": one, "model": values["model"]}) for one in texts]

    def request(self, values: Values) -> Request:
        return Request("POST", "/v1/tokenize", body=self._requests(values)[0].to_wire())

    async def ask(self, values: Values, way: Way[Counts]) -> Outcome[Counts]:
        requests = self._requests(values)
        ask = self.services.tokenize.tokenize
        parts = await in_parts(requests, ask, at_once=1, show=way.show_parts, known=way.known)
        if not parts.done and parts.trouble is not None:
            raise parts.trouble
        return Outcome(_counts(parts), parts.trouble, parts, len(requests))

    def so_far(self, values: Values, parts: Parts[Any]) -> Counts:
        return _counts(parts)

    def text_of_rows(self, name: str, rows: Sequence[tuple[str, ...]], before: str) -> str:
        assert self.writes.wait(2 * PATIENCE_S)
        return super().text_of_rows(name, rows, before)

    async def fill_page(self, name: str, run: Run[Counts]) -> None:
        body = self.answer.body(name)
        assert isinstance(body, FactList)
        pairs = zip(texts_in(run.values["texts"]), run.answer, strict=False)
        body.facts = tuple(Fact(text, f"{count} tokens") for text, count in pairs)

    def kept(self, answer: Counts) -> Any:
        return list(answer)

    def restored(self, values: Values, kept: Any) -> Counts:
        if isinstance(kept, list):
            return tuple(kept)
        raise ValueError("not a list")

    def sheet(self, run: Run[Counts]) -> Sheet:
        rows = zip(texts_in(run.values["texts"]), run.answer, strict=False)
        return Sheet(("text", "tokens"), tuple(rows))

    def told_of(self, run: Run[Counts]) -> list[str]:
        self.told_first.setdefault(run.at, current_thread() is main_thread())
        return [f"{len(run.answer)} counts"]

    def compare(self, before: Run[Counts], after: Run[Counts]) -> Comparison:
        pairs = zip(before.answer, after.answer, strict=False)
        rows = tuple((place + 1, old, new) for place, (old, new) in enumerate(pairs))
        facts = (Fact("texts", f"{len(before.answer)} → {len(after.answer)}"),)
        return Comparison(facts, Sheet(("text", "before", "after"), rows))


def _counts(parts: Parts[TokenizeResponse]) -> Counts:
    return tuple(None if one is None else len(one.tokens) for one in parts.results)


class CountingScreen(PlaygroundScreen):
    ALL: ClassVar[tuple[Playground, ...]] = (
        Playground("count", "Count", f"{__name__}:CountPanel"),
        Playground("other", "Other", f"{__name__}:OtherPanel"),
    )


class OtherPanel(CountPanel):
    NAME = "other"
    TITLE = "Other"
    ENDPOINT = ""

    def fields_of(self) -> tuple[Field, ...]:
        return (Field("texts", "Texts", Kind.TEXTS), *super().fields_of()[1:])


class Counting(CohereTui):
    PLACES: ClassVar[tuple[Place, ...]] = (
        Place("playground", "8", "Playground", f"{__name__}:CountingScreen"),
        *(place for place in CohereTui.PLACES if place.name in ("chat", "models")),
    )
