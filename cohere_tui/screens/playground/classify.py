"""The playground of Classify: examples of labels, and which of them fits a text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from textual import on

from cohere_tui.models.classify import ClassifyResponse
from cohere_tui.screens.playground.with_chat import WithChat
from cohere_tui.services.classify import merged, split
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.playground.classifying import (
    comparison,
    faults_of,
    hints_of,
    prompt_of,
    request_of,
    requests_for,
    score_of,
    sheet_of,
    summary,
)
from cohere_tui.state.playground.labels import example, from_rows, written
from cohere_tui.state.playground.run import Outcome
from cohere_tui.widgets.playground.accuracy_page import AccuracyPage
from cohere_tui.widgets.playground.confidence_bars import ConfidenceBars
from cohere_tui.widgets.playground.examples_table import ExamplesTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.services.splitting import Parts
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.scoring import Score
    from cohere_tui.state.playground.sheet import Sheet

_LABELS: Final = "Labels"
_ACCURACY: Final = "Accuracy"
_WRONG: Final = "Wrong ones"
_UNKNOWN: Final = (
    "It is not known which labels the texts have. Turn on “With labels” and write each as "
    "label: text, or take them from a file that has both (F7)."
)
_EXAMPLES: Final = written(
    (
        example("shipping", "Where is my parcel?"),
        example("shipping", "My order has not arrived yet"),
        example("shipping", "The tracking number of my parcel does not work"),
        example("refund", "I want my money back"),
        example("refund", "Please refund the second payment"),
        example("refund", "You took the money twice"),
    )
)
_INPUTS: Final = "\n".join(
    (
        "shipping: The parcel has not arrived, where is it?",
        "refund: When do I get my money back?",
        "shipping: My order is late",
        "refund: I paid twice, please refund one payment",
    )
)


class ClassifyPanel(WithChat[ClassifyResponse]):
    """Examples and texts; the labels with bars, and how many are right where that is known."""

    NAME = "classify"
    TITLE = "Classify"
    ENDPOINT = "classify"
    ANSWER = ClassifyResponse
    INTRO = (
        "Which of your labels fits a text, learned from a few examples of each. Where you know the "
        "labels of the texts, you see how many are met, and which are taken for which.\n\n"
        "F5 runs the example: two labels, and four texts. Classify is deprecated; u takes it to "
        "the chat."
    )
    PAGES = (_LABELS, _ACCURACY, _WRONG)
    BINDING_GROUP_TITLE = "Classify"

    def __init__(self) -> None:
        super().__init__()
        self._scored: tuple[ClassifyResponse, Score] | None = None

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """Examples, texts, and a model that learns or has learned."""
        return (
            Field(
                "examples", "Examples", Kind.EXAMPLES, _EXAMPLES,
                hint="2 or more of each label, 2,500 in all; a fine-tune can do without",
            ),
            Field(
                "inputs", "Texts", Kind.TEXTS, _INPUTS,
                hint="one on each line; F7 takes them from a file",
            ),
            Field(
                "labelled", "With labels", Kind.TOGGLE, "yes",
                hint="label: text on each line",
            ),
            self.model_field("embed-multilingual-v3.0"),
            Field(
                "truncate", "Truncate", Kind.CHOICE, extra=True,
                hint="which side of a text that is too long is cut off; NONE refuses it",
                options=(
                    Option("", "as the server does"), Option("START", "START"),
                    Option("END", "END"), Option("NONE", "NONE"),
                ),
            ),
        )  # fmt: skip

    def check(self, values: Values) -> Faults:
        """What cannot be sent."""
        return faults_of(values)

    def hints(self, values: Values) -> Values:
        """Labels that no example has."""
        return hints_of(values)

    def request(self, values: Values) -> Request:
        """The request; of many texts the first part of it."""
        return Request("POST", "/v1/classify", body=split(request_of(values))[0].to_wire())

    def takes(self, values: Values) -> int:
        """One for 96 texts."""
        return requests_for(values)

    def prompt_for_chat(self) -> str:
        """Labels, examples and texts, in words."""
        return prompt_of(self.fields.values)

    # --- asking

    async def ask(self, values: Values, way: Way[ClassifyResponse]) -> Outcome[ClassifyResponse]:
        """Classify all texts, 96 with each request."""
        request = await asyncio.to_thread(request_of, values)
        found = await self.services.classify.classify_many(
            request, show=way.show_parts, known=way.known
        )
        await asyncio.to_thread(self._judge, values, found.value)
        parts = found.parts
        if parts.trouble is not None and not parts.done:
            raise parts.trouble
        return Outcome(found.value, parts.trouble, parts, max(1, parts.done))

    def so_far(self, values: Values, parts: Parts[Any]) -> ClassifyResponse | None:
        """The texts that were classified."""
        answer = merged(split(request_of(values)), parts.results)
        self._judge(values, answer)
        return answer

    def told_of(self, run: Run[ClassifyResponse]) -> list[str]:
        """How good it is and what is missing; then what it was billed."""
        words = summary(self._score(run))
        return [*((words,) if words else ()), *super().told_of(run)]

    # --- what came

    def make_page(self, name: str) -> Widget:
        """Bars of all texts or of the wrong ones, or the matrix."""
        return AccuracyPage() if name == _ACCURACY else ConfidenceBars()

    async def fill_page(self, name: str, run: Run[ClassifyResponse]) -> None:
        """Show what came."""
        page, found = self.answer.body(name), await asyncio.to_thread(self._score, run)
        if isinstance(page, AccuracyPage):
            page.show(found, summary(found), _UNKNOWN)
        elif isinstance(page, ConfidenceBars):
            page.empty = _none_wrong(found)
            page.items = found.wrong if name == _WRONG else found.judged

    def _score(self, run: Run[ClassifyResponse]) -> Score:
        """The score of a run."""
        return self._judge(run.values, run.answer)

    def _judge(self, values: Values, answer: ClassifyResponse) -> Score:
        """The score of an answer, made once; of very many texts in a thread, before it is told."""
        known = self._scored
        if known is None or known[0] is not answer:
            known = self._scored = answer, score_of(values, answer)
        return known[1]

    # --- from files

    @on(ExamplesTable.FileWanted)
    def _examples_wanted(self, event: ExamplesTable.FileWanted) -> None:
        event.stop()
        self.take_file("examples")

    def columns_for(self, name: str) -> Sequence[str]:
        """Examples have labels, and texts whose label is known."""
        known = name == "examples" or bool(self.fields.values.get("labelled"))
        return ("text", "label") if known else ("text",)

    def text_of_rows(self, name: str, rows: Sequence[tuple[str, ...]], before: str) -> str:
        """The rows of a file behind what was in a field; with labels, each with its own."""
        if any(len(row) == 1 for row in rows[:1]):
            return super().text_of_rows(name, rows, before)
        return "\n".join(filter(None, (before, written(from_rows(rows)))))

    # --- as a table, and beside another

    def sheet(self, run: Run[ClassifyResponse]) -> Sheet:
        """Each text, what it was taken for, how surely, and what it is."""
        return sheet_of(score_of(run.values, run.answer))

    def compare(self, before: Run[ClassifyResponse], after: Run[ClassifyResponse]) -> Comparison:
        """The texts that are taken for something else now."""
        return comparison(*(score_of(run.values, run.answer) for run in (before, after)))


def _none_wrong(found: Score) -> str:
    """What stands where no text is wrong."""
    if not found.counted:
        return _UNKNOWN
    return f"All {len(found.counted):,} of which the label is known are right."
