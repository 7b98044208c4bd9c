"""GET /v1/models and /v1/models/{model} (API.md 13)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Flag, Many, OrElse, Sent, Whole, Wire, Word, Words


class ModelFilter(Sent):
    """Which models are listed, and how many to a page."""

    endpoint: str | None = Field(None, min_length=1, description="chat, embed, rerank, …")
    """Only those that serve it."""
    default_only: bool | None = None
    """Only the endpoint's default."""
    page_size: int | None = Field(
        None, ge=1, le=1_000, description="a whole number from 1 to 1,000"
    )
    """The server's default is 20."""

    @model_validator(mode="after")
    def _default_of_what(self) -> Self:
        if self.default_only and not self.endpoint:
            raise broken("default_only", "needs an endpoint whose default it is")
        return self


class SamplingDefaults(Wire):
    """What the model does when a request does not say."""

    temperature: Annotated[float | None, OrElse(None)] = None
    k: Whole = None
    p: Annotated[float | None, OrElse(None)] = None
    frequency_penalty: Annotated[float | None, OrElse(None)] = None
    presence_penalty: Annotated[float | None, OrElse(None)] = None
    max_tokens_per_doc: Whole = None


class Model(Wire):
    """A model the server offers.

    Unknown keys are dropped here: servers were seen to send 28 KB of internal configuration.
    """

    model_config = ConfigDict(extra="ignore")

    name: Word = ""
    endpoints: Words = ()
    """chat, embed, classify, summarize, rerank, rate, generate, or a newer word."""
    default_endpoints: Words = ()
    features: Words | None = None
    """json_mode, tools, reasoning, vision, …; None when the server does not say."""
    context_length: Whole = None
    """In tokens."""
    tokenizer_url: Word = ""
    finetuned: Flag = None
    is_deprecated: Flag = None
    sampling_defaults: Annotated[SamplingDefaults | None, OrElse(None)] = None

    def can(self, feature: str) -> bool | None:
        """Whether it has `feature`; None when the server does not say."""
        return None if self.features is None else feature in self.features


def _named(value: object) -> object:
    """Without the entries that have no name: they cannot be used."""
    if not isinstance(value, list | tuple):
        return ()
    return [one for one in value if not isinstance(one, dict) or one.get("name")]


class ModelPage(Wire):
    """A page of models."""

    models: Annotated[Many[Model], BeforeValidator(_named)] = ()
    next_page_token: Word = ""
    """Empty on the last page."""
