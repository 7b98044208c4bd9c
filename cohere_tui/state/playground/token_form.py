"""What the form of Tokenize says: which requests it takes, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.models.meta import Meta
from cohere_tui.models.texts import half_in
from cohere_tui.models.tokenize import MOST, DetokenizeRequest, TokenizeRequest, TokenizeResponse
from cohere_tui.state.playground.token_ids import ids_in, wrong_ids
from cohere_tui.state.playground.token_seams import LONGEST, joined, spans_of
from cohere_tui.state.playground.tokenized import Side, Tokenized, told_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.token_seams import Span

BACK: Final = "detokenize"
"""The mode in which ids are given."""

_OWN_FIELD: Final = "unknown field: parameter model is not a valid field"
"""What the server remarks about a field that it demands (API.md 12.3): nobody is helped by it."""


class Job(NamedTuple):
    """One request: a part of the text, or all ids, for a model."""

    model: str
    span: Span


def is_back(values: Values) -> bool:
    """Whether ids are given, and their text is wanted."""
    return values.get("mode") == BACK


def faults_of(values: Values) -> Faults:
    """What cannot be sent, by field."""
    found: dict[str, str] = {}
    if not values.get("model"):
        found["model"] = "say which model: each has tokens of its own"
    elif values.get("second") == values["model"]:
        found["second"] = "is the same model: choose another, or none"
    wrong = wrong_ids(values.get("tokens", "")) if is_back(values) else _wrong_text(values)
    if wrong:
        found["tokens" if is_back(values) else "text"] = wrong
    return found


def _wrong_text(values: Values) -> str:
    text = values.get("text", "")
    if not text:
        return "write a text"
    if len(text) > LONGEST:
        return f"has {len(text):,} characters; allowed: 1 to {LONGEST:,}"
    return half_in(text)


def hints_of(values: Values) -> Values:
    """How many requests a long text takes, with a check of the way back some more."""
    text = values.get("text", "")
    if is_back(values) or len(text) <= MOST or not values.get("model"):
        return {}
    requests = len(jobs_of(values))
    told = f"{len(text):,} characters in {requests} requests that overlap"
    return {"text": f"{told}, and the check of the way back" if values.get("check") else told}


def models_of(values: Values) -> tuple[str, ...]:
    """The models that are asked."""
    return tuple(one for one in (values["model"], values.get("second", "")) if one)


def jobs_of(values: Values) -> tuple[Job, ...]:
    """The requests it takes, the check of the way back left out."""
    spans = ((0, 0),) if is_back(values) else spans_of(values["text"])
    return tuple(Job(model, span) for model in models_of(values) for span in spans)


def request_of(values: Values, job: Job) -> TokenizeRequest | DetokenizeRequest:
    """What is sent for a job. Raises `RequestInvalid`."""
    if is_back(values):
        ids = ids_in(values["tokens"]) if not wrong_ids(values["tokens"]) else ()
        return DetokenizeRequest.of({"tokens": ids, "model": job.model})
    text = values["text"][slice(*job.span)]
    return TokenizeRequest.of({"text": text, "model": job.model})


def tokenized(
    values: Values, jobs: Sequence[Job], results: Sequence[TokenizeResponse | None]
) -> Tokenized:
    """What came of a text: for each model, all that lies before the first gap. Done in a thread."""
    text = values["text"]
    sides = []
    for model in models_of(values):
        mine = [(job, one) for job, one in zip(jobs, results, strict=True) if job.model == model]
        gap = next((at for at, (_, one) in enumerate(mine) if one is None), len(mine))
        came = [(job.span, one) for job, one in mine[:gap] if one is not None]
        if not came:
            continue
        spans = [span for span, _ in came]
        whole = joined(text, spans, [one.pieces for _, one in came])
        sides.append(
            Side(
                model=model,
                text=text[: spans[-1][1]],
                tokens=tuple(token for token, _ in whole.pieces),
                strings=tuple(string for _, string in whole.pieces),
                doubts=whole.doubts,
                requests=len(came),
            )
        )
    told = told_of(
        tuple((one.meta, remark(one.warning)) for one in results if one is not None)
        or ((Meta(), ""),)
    )
    return Tokenized(sides=tuple(sides), **told)


def remark(warning: str) -> str:
    """What the server remarks, if it is of any use."""
    return "" if warning == _OWN_FIELD else warning
