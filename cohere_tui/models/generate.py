"""POST /v1/generate: what is sent, the answer, and the events of its stream (API.md 7).

Removed from the hosted API in 2025; private deployments still serve it.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from cohere_tui.models.bounds import FromOne, Seed, Share, TopK, TopP, upper
from cohere_tui.models.events import EventReader, StreamDone, UnknownEvent
from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Event, Many, OrElse, Sent, Whole, Wire, Word

Number = Annotated[float | None, OrElse(None)]
"""A number; None when missing or something else."""


class GenerateRequest(Sent):
    """A request to continue a prompt; a field left out is the server's to decide."""

    prompt: Filled
    model: Filled | None = None
    num_generations: int | None = Field(None, ge=1, le=5, description="a whole number from 1 to 5")
    stream: bool | None = None
    max_tokens: FromOne = None
    truncate: Annotated[Literal["NONE", "START", "END"], BeforeValidator(upper)] | None = None
    """Which end of a prompt that is too long is dropped; with NONE it is an error."""
    temperature: float | None = Field(
        None, ge=0, le=5, allow_inf_nan=False, description="a number from 0 to 5"
    )
    seed: Seed = None
    preset: Filled | None = None
    """The name of settings that were kept on the server."""
    end_sequences: tuple[str, ...] | None = None
    """The text is cut before the first of these …"""
    stop_sequences: tuple[str, ...] | None = None
    """… and after the first of these."""
    k: TopK = None
    p: TopP = None
    frequency_penalty: Share = None
    presence_penalty: Share = None
    return_likelihoods: (
        Annotated[Literal["GENERATION", "ALL", "NONE"], BeforeValidator(upper)] | None
    ) = None
    raw_prompting: bool | None = None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.stream and self.return_likelihoods in ("GENERATION", "ALL"):
            raise broken("return_likelihoods", "cannot stand together with stream")
        return self


class TokenLikelihood(Event):
    """How likely one token was, as a logarithm; None where there is none, as of the first."""

    token: Word = ""
    likelihood: Number = None


class Generated(Event):
    """One way in which the prompt goes on."""

    id: Word = ""
    text: Word = ""
    index: Whole = None
    """Missing where there is one only."""
    finish_reason: Word = ""
    likelihood: Number = None
    token_likelihoods: Many[TokenLikelihood] = ()


class GenerateResponse(Wire):
    """The answer in one piece; also the `response` at the end of a stream."""

    id: Word = ""
    prompt: Word = ""
    generations: Many[Generated] = ()
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark about the request."""


class GenerateText(Event):
    """More of the generation `index`, which is the first where it is not said (GAPS 4.22)."""

    type: Literal["text-generation"] = Field("text-generation", validation_alias="event_type")
    text: Word = ""
    index: Whole = None


class GenerateEnd(Event):
    """All generations are over."""

    type: Literal["stream-end"] = Field("stream-end", validation_alias="event_type")
    finish_reason: Word = ""
    response: Annotated[GenerateResponse, OrElse(GenerateResponse())] = GenerateResponse()


class GenerateError(Event):
    """It broke off: `err` says why; comes in place of the end."""

    type: Literal["stream-error"] = Field("stream-error", validation_alias="event_type")
    index: Whole = None
    finish_reason: Word = ""
    err: Word = ""


KnownGenerateEvent: TypeAlias = Annotated[
    GenerateText | GenerateEnd | GenerateError, Field(discriminator="type")
]
GenerateEvent: TypeAlias = KnownGenerateEvent | StreamDone | UnknownEvent
"""Any event, told apart by `type`."""

_READER: Final[EventReader[KnownGenerateEvent]] = EventReader(
    TypeAdapter(KnownGenerateEvent), "event_type"
)


def read_generate_event(data: str | bytes) -> GenerateEvent | None:
    """The event in the `data` of one frame; None when it is not a JSON object. Never raises."""
    return _READER.read(data)
