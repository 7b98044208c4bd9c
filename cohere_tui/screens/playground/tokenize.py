"""The playground of Tokenize: a text as tokens, or tokens as a text, for one model or two."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from textual import work

from cohere_tui.errors import RequestError
from cohere_tui.models.tokenize import MOST, DetokenizeRequest, TokenizeRequest
from cohere_tui.screens.playground.tokenize_pages import TokenizePages
from cohere_tui.screens.playground.whole_file import text_from_file
from cohere_tui.services.splitting import AT_ONCE, Parts, in_parts
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.playground.run import Outcome
from cohere_tui.state.playground.token_form import (
    BACK,
    faults_of,
    hints_of,
    is_back,
    jobs_of,
    models_of,
    remark,
    request_of,
    tokenized,
)
from cohere_tui.state.playground.token_seams import LONGEST, chunks_of
from cohere_tui.state.playground.tokenized import Side, Tokenized, told_of

if TYPE_CHECKING:
    from cohere_tui.models.meta import Meta
    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.token_form import Job

_EXAMPLE: Final = (
    "The mill at Lübeck grinds  rye: `for sack in sacks: mill.grind(sack)` 🌾\n"
    "A word that is rare, such as tidewheelwright, takes several tokens."
)
_IDS: Final = "[490, 1080, 886, 434, 115]"
_MOST_BYTES: Final = 4 * LONGEST


def _text(values: Values) -> bool:
    return not is_back(values)


class TokenizePanel(TokenizePages):
    """Cuts texts into tokens, and puts tokens together."""

    NAME = "tokenize"
    TITLE = "Tokenize"
    ENDPOINT = "chat"
    ANSWER = Tokenized
    INTRO = (
        "Shows the tokens that a model makes of a text: where they begin, how many there are, and"
        " what they cost; and the way back, from ids to text. In the form is an example with an"
        " umlaut, two blanks, some code and an emoji. F5 runs it."
    )
    BINDING_GROUP_TITLE = "Tokenize"

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, Values] = {}

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """The direction, the text or the ids, and who is asked."""
        model = self.model_field("command-a-03-2025")
        return (
            Field(
                "mode", "Direction", Kind.CHOICE, "tokenize",
                options=(Option("tokenize", "text to tokens"), Option(BACK, "ids to text")),
            ),
            model,
            Field(
                "text", "Text", Kind.TEXTS, _EXAMPLE, shown=_text,
                hint=f"up to {MOST:,} characters take one request, up to {LONGEST:,} several;"
                " F7 takes a file",
            ),
            Field(
                "tokens", "Ids", Kind.TEXTS, _IDS, shown=is_back,
                hint=f"1 to {MOST:,}: a JSON list, lines, commas, or an answer that was copied",
            ),
            Field(
                "second", "Second", Kind.PICK, hint="another model to compare with, or none",
                load=model.load, free=True,
            ),
            Field(
                "check", "Way back", Kind.TOGGLE, "yes",
                hint="check it with one more request for each model", extra=True,
            ),
        )  # fmt: skip

    def check(self, values: Values) -> Faults:
        """What cannot be sent."""
        return faults_of(values)

    def request(self, values: Values) -> Request:
        """The request; of a long text the first of them."""
        path = "/v1/detokenize" if is_back(values) else "/v1/tokenize"
        return Request("POST", path, body=request_of(values, jobs_of(values)[0]).to_wire())

    def takes(self, values: Values) -> int:
        """One for each part of the text and each model."""
        return len(jobs_of(values))

    def hints(self, values: Values) -> Values:
        """How many requests a long text takes."""
        return hints_of(values)

    # --- asking

    async def ask(self, values: Values, way: Way[Tokenized]) -> Outcome[Tokenized]:
        """Ask each model, a part of the text with each request; then for the way back."""
        jobs = await asyncio.to_thread(jobs_of, values)
        # The parts of a text one after the other: what is stopped leaves its beginning.
        at_once = AT_ONCE if len(jobs) == len(models_of(values)) else 1
        parts: Parts[Any] = await in_parts(
            jobs,
            lambda job: self._asked(values, job),
            at_once=at_once,
            show=way.show_parts,
            known=way.known,
        )
        if parts.trouble is not None and not parts.done:
            raise parts.trouble
        answer = await asyncio.to_thread(_answer, values, jobs, parts.results)
        outcome = Outcome(answer, parts.trouble, parts, max(1, parts.done))
        return await self._checked(outcome, way) if values.get("check") else outcome

    async def _asked(self, values: Values, job: Job) -> Any:
        request = await asyncio.to_thread(request_of, values, job)
        if isinstance(request, TokenizeRequest):
            return await self.services.tokenize.tokenize(request)
        return await self.services.tokenize.detokenize(request)

    def so_far(self, values: Values, parts: Parts[Any]) -> Tokenized | None:
        """The tokens of the beginning of the text."""
        answer = _answer(values, jobs_of(values), parts.results)
        return answer if answer.sides else None

    async def _checked(
        self, outcome: Outcome[Tokenized], way: Way[Tokenized]
    ) -> Outcome[Tokenized]:
        """The same, with what the way back says of each side, as far as it could be asked."""
        answer, requests = outcome.answer, outcome.requests
        way.show_answer(answer)  # stopped from now on, this is what is kept
        way.say("checking the way back…")
        sides: list[Side] = []
        trouble = outcome.trouble
        for side in answer.sides:
            try:
                checked, took = await self._back(side) if trouble is None else (side, 0)
            except RequestError as error:
                trouble, checked, took = error, side, 0
            sides.append(checked)
            requests += took
        return Outcome(
            answer.model_copy(update={"sides": tuple(sides)}), trouble, outcome.parts, requests
        )

    async def _back(self, side: Side) -> tuple[Side, int]:
        """A side with the way back, and how many requests that took."""
        service = self.services.tokenize
        if not side.from_ids:
            chunks = await asyncio.to_thread(lambda: chunks_of(side.placed))
            texts = [
                (await service.detokenize(DetokenizeRequest(tokens=chunk, model=side.model))).text
                for chunk in chunks
            ]
            return side.model_copy(update={"back": "".join(texts)}), len(chunks)
        if not 1 <= len(side.text) <= MOST:
            return side, 0
        again = await service.tokenize(TokenizeRequest(text=side.text, model=side.model))
        told = again.token_strings if again.tokens == side.tokens else ()
        return Side(
            model=side.model,
            from_ids=True,
            text=side.text,
            tokens=side.tokens,
            strings=told,
            again=again.tokens,
        ), 1

    # --- from a file

    @work(exclusive=True, group="file")
    async def take_file(self, name: str) -> None:
        """Take a whole file into a field: blank lines are tokens, too."""
        title = f"{self.TITLE}: a file"
        text = await text_from_file(self.app, title, _MOST_BYTES, self._drafts)
        if text is not None:
            self.fields.put(name, text)


def _answer(values: Values, jobs: tuple[Job, ...], results: tuple[Any, ...]) -> Tokenized:
    """The answer of all requests that were answered. Done in a thread."""
    if not is_back(values):
        return tokenized(values, jobs, results)
    request = request_of(values, jobs[0])
    assert isinstance(request, DetokenizeRequest)
    came = [(job.model, one) for job, one in zip(jobs, results, strict=True) if one is not None]
    sides = tuple(
        Side(model=model, from_ids=True, text=one.text, tokens=request.tokens)
        for model, one in came
    )
    told: tuple[tuple[Meta, str], ...] = tuple((one.meta, remark(one.warning)) for _, one in came)
    return Tokenized(sides=sides, **told_of(told))
