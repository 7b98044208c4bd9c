"""Generations, and how they are written: as one body, and as a stream of lines (API.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.continuing import continuations
from cohere_tui.sandbox.answers.tokens import logprob, pieces
from cohere_tui.sandbox.stream import Event
from cohere_tui.sandbox.wire import further_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.generate.asked import AskGenerate
    from cohere_tui.sandbox.knobs import Knobs


@dataclass(frozen=True, slots=True)
class Generated:
    """One way in which the prompt goes on."""

    pieces: tuple[str, ...]
    """Its tokens."""
    finish: str = "COMPLETE"

    @property
    def text(self) -> str:
        """The tokens, joined."""
        return "".join(self.pieces)


def generate(ask: AskGenerate) -> tuple[Generated, ...]:
    """All generations; the same ones for the same request."""
    texts = continuations(ask.read, ask.number, ask.seed)
    return tuple(_limited(text, ask) for text in texts)


def body(ask: AskGenerate, made: tuple[Generated, ...], answer_id: str) -> dict[str, Any]:
    """The answer as one JSON object."""
    output = sum(len(one.pieces) for one in made)
    billed = {"input_tokens": ask.tokens, "output_tokens": output}
    return {
        **_whole(ask, made, answer_id),
        "meta": {"api_version": {"version": "1"}, "billed_units": billed},
    }


def events(ask: AskGenerate, made: tuple[Generated, ...], answer_id: str) -> Iterator[Event]:
    """Everything that is streamed; the tokens of several generations take turns."""
    for turn in zip_longest(*(one.pieces for one in made)):
        for index, piece in enumerate(turn):
            if piece is not None:
                payload = {"text": piece, "index": index, "is_finished": False}
                yield Event("text-generation", payload, token=True)
    finishes = {one.finish for one in made}
    yield Event(
        "stream-end",
        {
            "is_finished": True,
            "finish_reason": finishes.pop() if len(finishes) == 1 else "COMPLETE",
            "response": _whole(ask, made, answer_id),
        },
    )


def failed(knobs: Knobs, number: int) -> Event:
    """The end of a stream that fails."""
    del number
    ending = {"is_finished": True, "finish_reason": knobs.error_finish, "err": knobs.error}
    return Event("stream-error", {"index": 0, **ending})


def _limited(text: str, ask: AskGenerate) -> Generated:
    """A text up to where the request ends it."""
    ends = [(at, at) for one in ask.end_sequences if (at := text.find(one)) >= 0]
    ends += [(at, at + len(one)) for one in ask.stop_sequences if (at := text.find(one)) >= 0]
    finish = "COMPLETE"
    if ends:
        _, length = min(ends)
        text, finish = text[:length], "STOP_SEQUENCE"
    found = pieces(text)
    if ask.max_tokens is not None and len(found) > ask.max_tokens:
        found, finish = found[: ask.max_tokens], "MAX_TOKENS"
    return Generated(tuple(found), finish)


def _whole(ask: AskGenerate, made: tuple[Generated, ...], answer_id: str) -> dict[str, Any]:
    generations = []
    for index, one in enumerate(made):
        told: dict[str, Any] = {
            "id": further_id(answer_id, f"generation {index}"),
            "text": one.text,
            "index": index,
            "finish_reason": one.finish,
        }
        if ask.likelihoods != "NONE":
            told |= _likely(ask, one)
        generations.append(told)
    return {"id": answer_id, "prompt": ask.prompt, "generations": generations}


def _likely(ask: AskGenerate, one: Generated) -> dict[str, Any]:
    """How likely each token was, the prompt's too if wanted; and all of them on average."""
    before = pieces(ask.read) if ask.likelihoods == "ALL" else []
    texts = (*before, *one.pieces)
    likely = [logprob(piece, at) for at, piece in enumerate(texts)]
    tokens = [
        {"token": piece, "likelihood": value} for piece, value in zip(texts, likely, strict=True)
    ]
    return {
        "likelihood": round(sum(likely) / max(len(likely), 1), 4),
        "token_likelihoods": tokens,
    }
