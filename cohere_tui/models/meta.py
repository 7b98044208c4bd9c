"""What answers say about themselves: version, billing, tokens, warnings (API.md 6.2, 21)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasPath, Field

from cohere_tui.models.wire import Event, Flag, OrElse, Whole, Word, Words


class Billed(Event):
    """What an answer costs, in the units it is billed in; None for what does not apply."""

    input_tokens: Whole = None
    output_tokens: Whole = None
    search_units: Whole = None
    classifications: Whole = None
    images: Whole = None
    image_tokens: Whole = None
    pages: Whole = None
    text_tokens: Whole = None


class Meta(Event):
    """`meta` of an answer; everything may be missing."""

    version: Word = Field("", validation_alias=AliasPath("api_version", "version"))
    is_deprecated: Flag = Field(None, validation_alias=AliasPath("api_version", "is_deprecated"))
    is_experimental: Flag = Field(
        None, validation_alias=AliasPath("api_version", "is_experimental")
    )
    billed: Annotated[Billed, OrElse(Billed())] = Field(Billed(), validation_alias="billed_units")
    input_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "input_tokens"))
    output_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "output_tokens"))
    cached_tokens: Whole = None
    warnings: Words = ()
