"""The Generate playground: how a prompt goes on, in up to five ways at once."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import CohereTuiError
from cohere_tui.models.generate import GenerateRequest, GenerateResponse
from cohere_tui.screens.playground.bounds import allowed
from cohere_tui.screens.playground.with_chat import WithChat
from cohere_tui.state.code import Request
from cohere_tui.state.columns import Tone
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.generations import Generations
from cohere_tui.state.parts import Failure, Phase
from cohere_tui.state.playground.generated import as_kept, compared, restored, sheet
from cohere_tui.state.playground.generating import as_sent, asked_for, passages, remark
from cohere_tui.state.playground.likelihoods import likelihoods
from cohere_tui.state.playground.run import Outcome
from cohere_tui.widgets.playground.likelihoods import Likelihoods
from cohere_tui.widgets.playground.passages import Passages

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

_TEXTS: Final = "Generations"
_LIKELY: Final = "Likelihoods"
_EXAMPLE: Final = "Write the first lines of a letter home from the keeper of a tide mill:"
_ONE_PER_LINE: Final = 'one on each line; "\\n" in quotation marks is a line break'
_NONE: Final = (
    "No likelihoods came. They do when “Likelihoods” is chosen among the parameters (F2); "
    "then nothing is streamed."
)


def _options(*values: str, empty: str = "") -> tuple[Option, ...]:
    first = (Option("", empty),) if empty else ()
    return (*first, *(Option(value, value) for value in values))


class GeneratePanel(WithChat[Generations]):
    """Prompt and parameters; the generations side by side, as they are streamed."""

    NAME = "generate"
    TITLE = "Generate"
    ENDPOINT = "generate"
    INTRO = (
        "How a prompt goes on, in up to five ways side by side. The hosted API has no Generate any "
        "more; private deployments and the sandbox have.\n\n"
        "F5 runs the example. u takes the prompt to the chat."
    )
    PAGES = (_TEXTS, _LIKELY)

    def fields_of(self) -> tuple[Field, ...]:
        """Every field of the request."""

        def line(name: str, label: str, otherwise: str = "", *, extra: bool = True) -> Field:
            return Field(name, label, hint=allowed(GenerateRequest, name, otherwise), extra=extra)

        return (
            Field("prompt", "Prompt", Kind.TEXTS, _EXAMPLE),
            self.model_field("command-r-08-2024"),
            Field("num_generations", "Generations", Kind.CHOICE, "3", options=_options(*"12345")),
            line("max_tokens", "Max tokens", extra=False),
            line("temperature", "Temperature", "0.75", extra=False),
            line("k", "K", "0, which is all"),
            line("p", "P", "0.75"),
            line("frequency_penalty", "Freq. penalty", "0"),
            line("presence_penalty", "Pres. penalty", "0"),
            Field(
                "end_sequences",
                "End sequences",
                Kind.TEXTS,
                hint=f"the text is cut before the first of these; {_ONE_PER_LINE}",
                extra=True,
            ),
            Field(
                "stop_sequences",
                "Stop sequences",
                Kind.TEXTS,
                hint=f"the text is cut after the first of these; {_ONE_PER_LINE}",
                extra=True,
            ),
            line("seed", "Seed"),
            Field(
                "return_likelihoods",
                "Likelihoods",
                Kind.CHOICE,
                options=_options("GENERATION", "ALL", empty="none"),
                hint="how likely each token was; with these nothing is streamed",
                extra=True,
            ),
            Field(
                "truncate",
                "Truncate",
                Kind.CHOICE,
                options=_options("START", "END", "NONE", empty="default"),
                hint="which end of a prompt that is too long is dropped; NONE: it is an error",
                extra=True,
            ),
            Field("preset", "Preset", hint="the name of settings kept on the server", extra=True),
            Field(
                "raw_prompting",
                "Raw prompting",
                Kind.TOGGLE,
                hint="the prompt as it is, without a template around it",
                extra=True,
            ),
        )

    def check(self, values: Values) -> Faults:
        """What the request cannot hold."""
        if not values.get("prompt", "").strip():
            return {"prompt": "write a prompt"}
        return GenerateRequest.faults(as_sent(values))

    def request(self, values: Values) -> Request:
        """What would be sent; streamed unless likelihoods are wanted."""
        asked = _request(values)
        body = asked.to_wire() | ({} if _whole(asked) else {"stream": True})
        return Request("POST", "/v1/generate", body=body)

    def prompt_for_chat(self) -> str:
        """The prompt as it is."""
        return self.fields.values["prompt"].strip()

    # --- asking

    async def ask(self, values: Values, way: Way[Generations]) -> Outcome[Generations]:
        """Ask for all in one piece where likelihoods are wanted, else as a stream."""
        asked = _request(values)
        if not _whole(asked):
            return await self._streamed(asked, asked_for(values), way)
        response = await self.services.generate.generate(asked)
        return _outcome(Generations.of_response(response))

    async def _streamed(
        self, asked: GenerateRequest, number: int, way: Way[Generations]
    ) -> Outcome[Generations]:
        growing = Generations()
        try:
            async with aclosing(self.services.generate.generate_stream(asked)) as events:
                async for event in events:
                    growing = growing.apply(event)
                    if growing.began:
                        way.show_answer(growing)
                        self._show_growing(growing, number)
        except asyncio.CancelledError:
            if growing.began:
                way.show_answer(growing.stopped())
            raise
        except CohereTuiError as error:
            if not growing.began:
                raise
            failure = Failure(str(error), error.remedy)
            broken = replace(growing, phase=Phase.INTERRUPTED, failure=failure)
            return Outcome(broken if not growing.phase.over else growing, error)
        return _outcome(growing.ended())

    def _show_growing(self, growing: Generations, number: int) -> None:
        """Show what has come; how often it is painted is the page's own affair."""
        body = self.answer.body(_TEXTS)
        assert isinstance(body, Passages)
        body.show(passages(growing, number))
        if self.answer.has_class("-empty") or self.answer.page == _LIKELY:
            self.answered.open()
            self.answer.turn_to(_TEXTS)

    # --- what came

    def make_page(self, name: str) -> Widget:
        """Texts, or their tokens."""
        return Likelihoods() if name == _LIKELY else Passages()

    async def fill_page(self, name: str, run: Run[Generations]) -> None:
        """Show the generations of a run."""
        body = self.answer.body(name)
        assert isinstance(body, Passages)
        if name == _LIKELY:
            found = likelihoods(run.answer)
            body.show(found, "" if found else _NONE, Tone.QUIET)
        else:
            asked = asked_for(run.values)
            body.show(passages(run.answer, asked), *remark(run.answer, asked))

    def kept(self, answer: Generations) -> Any:
        """As the API would send them, with how it went."""
        return as_kept(answer)

    def restored(self, values: Values, kept: Any) -> Generations:
        """Generations that were kept."""
        del values
        response = GenerateResponse.model_validate(kept)
        return restored(kept, Generations.of_response(response))

    def sheet(self, run: Run[Generations]) -> Sheet:
        """A row for each generation."""
        return sheet(run.answer)

    def compare(self, before: Run[Generations], after: Run[Generations]) -> Comparison:
        """Texts side by side, and their lengths."""
        return compared(before.answer, after.answer)


def _request(values: Values) -> GenerateRequest:
    return GenerateRequest.of(as_sent(values))


def _whole(asked: GenerateRequest) -> bool:
    """Whether the answer comes in one piece."""
    return asked.return_likelihoods in ("GENERATION", "ALL")


def _outcome(generations: Generations) -> Outcome[Generations]:
    """What came; an error where it is a failure. Raises that where nothing came."""
    failure = generations.failure
    if failure is None:
        return Outcome(generations)
    error = CohereTuiError(failure.reason, remedy=failure.remedy)
    if not generations.began:
        raise error
    return Outcome(generations, error)
