"""The Summarize playground: a text, and what it says in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.summarize import SummarizeRequest, SummarizeResponse
from cohere_tui.screens.playground.bounds import allowed
from cohere_tui.screens.playground.with_chat import WithChat
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.playground.passages import Passage
from cohere_tui.state.playground.run import Outcome
from cohere_tui.state.playground.summarizing import (
    compared,
    lengths,
    measured,
    prompt_for_chat,
    share,
    sheet,
)
from cohere_tui.widgets.playground.measured import Measured
from cohere_tui.widgets.playground.passages import Passages

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

_SUMMARY: Final = "Summary"
_BOTH: Final = "Beside the text"
_EXAMPLE: Final = (
    "A tide mill is driven by the rise and fall of the sea. A dam with a sluice is built across "
    "an inlet; the rising tide fills the pond behind it through a gate, which the pressure of "
    "the water shuts when the tide turns. Once the sea has fallen below the wheel, the miller "
    "lets the pond run out under it. So a tide mill works twice a day, at hours that move on with "
    "the moon, and its miller sleeps when he can.\n\n"
    "The oldest known one stood at Nendrum on Strangford Lough, in the year 619; its stones show "
    "that monks had thought hard about water. In the eighteenth century some hundreds of them "
    "ground corn along the coasts of the Atlantic, from Devon to Brittany and to Long Island. "
    "Most were given up when steam made millers free of the moon. A few grind still: at Eling in "
    "Hampshire flour is made that visitors may take home."
)


def _choice(name: str, label: str, *values: str) -> Field:
    options = (Option("", "default"), *(Option(value, value) for value in values))
    return Field(name, label, Kind.CHOICE, options=options)


class SummarizePanel(WithChat[SummarizeResponse]):
    """Text and wishes; the summary, and how long it is beside the text."""

    NAME = "summarize"
    TITLE = "Summarize"
    ENDPOINT = "summarize"
    INTRO = (
        "What a text says in short, of the length and in the form that you choose. Summarize is "
        "deprecated; a chat model does the same.\n\n"
        "F5 runs the example. u takes text and wishes to the chat."
    )
    PAGES = (_SUMMARY, _BOTH)

    def fields_of(self) -> tuple[Field, ...]:
        """Every field of the request."""
        hint = allowed(SummarizeRequest, "text")
        return (
            Field("text", "Text", Kind.TEXTS, _EXAMPLE, hint=hint),
            self.model_field("command-r-08-2024"),
            _choice("length", "Length", "short", "medium", "long"),
            _choice("format", "Format", "paragraph", "bullets"),
            _choice("extractiveness", "Extractiveness", "low", "medium", "high"),
            Field(
                "temperature",
                "Temperature",
                hint=allowed(SummarizeRequest, "temperature", "0.3"),
                extra=True,
            ),
            Field(
                "additional_command",
                "Besides",
                hint="goes on after “Generate a summary”: focusing on the dates",
            ),
        )

    def check(self, values: Values) -> Faults:
        """What the request cannot hold."""
        if not values.get("text", "").strip():
            return {"text": "write or paste a text; F7 takes one from a file"}
        return SummarizeRequest.faults(_sent(values))

    def request(self, values: Values) -> Request:
        """What would be sent."""
        return Request("POST", "/v1/summarize", body=_request(values).to_wire())

    def prompt_for_chat(self) -> str:
        """What the form asks for, in words."""
        values = self.fields.values
        return prompt_for_chat(values) if values["text"].strip() else ""

    async def ask(self, values: Values, way: Way[SummarizeResponse]) -> Outcome[SummarizeResponse]:
        """One request."""
        del way
        return Outcome(await self.services.summarize.summarize(_request(values)))

    # --- what came

    def make_page(self, name: str) -> Widget:
        """The summary under its length, or beside the text."""
        return Measured() if name == _SUMMARY else Passages()

    async def fill_page(self, name: str, run: Run[SummarizeResponse]) -> None:
        """Show a summary."""
        body, summary, text = self.answer.body(name), run.answer.summary, run.values["text"]
        assert isinstance(body, Passages)
        short = share(summary, text)
        note = "" if summary else "The summary is empty."
        if isinstance(body, Measured):
            body.lengths = lengths(summary, text)
            body.show([Passage(_SUMMARY, Pieces.of(summary), figures=short)], note)
        else:
            told = Passage(_SUMMARY, Pieces.of(summary), figures=measured(summary))
            whole = Passage("Text", Pieces.of(text), figures=measured(text))
            body.show([told, whole], note)

    def kept(self, answer: SummarizeResponse) -> Any:
        """As the API sends it."""
        kept = {"id": answer.id, "summary": answer.summary, "meta": answer.meta.as_sent()}
        return kept | ({"warning": answer.warning} if answer.warning else {})

    def restored(self, values: Values, kept: Any) -> SummarizeResponse:
        """A summary that was kept."""
        del values
        return SummarizeResponse.model_validate(kept)

    def sheet(self, run: Run[SummarizeResponse]) -> Sheet:
        """The one row there is."""
        return sheet(run.answer.summary, run.values["text"])

    def compare(self, before: Run[SummarizeResponse], after: Run[SummarizeResponse]) -> Comparison:
        """Two summaries side by side."""
        return compared(before.answer.summary, after.answer.summary)


def _sent(values: Values) -> dict[str, Any]:
    """The fields of the request; what is empty is left out."""
    return {name: value for name, value in values.items() if value}


def _request(values: Values) -> SummarizeRequest:
    return SummarizeRequest.of(_sent(values))
