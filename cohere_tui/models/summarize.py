"""POST /v1/summarize (API.md 12.2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cohere_tui.models.meta import Meta
from cohere_tui.models.texts import of_length
from cohere_tui.models.wire import OrElse, Sent, Wire, Word


class SummarizeRequest(Sent):
    """A text to be summarized; a field left out is the server's to decide."""

    text: Annotated[str, of_length(250, 50_000)] = Field(description="250 to 50,000 characters")
    """The guide's 100,000 characters are not what the server takes (GAPS 2.17)."""
    length: Literal["short", "medium", "long"] | None = Field(
        None, description="short, medium or long"
    )
    format: Literal["paragraph", "bullets"] | None = Field(None, description="paragraph or bullets")
    model: str | None = None
    extractiveness: Literal["low", "medium", "high"] | None = Field(
        None, description="low, medium or high"
    )
    """How close the summary keeps to the words of the text."""
    temperature: float | None = Field(
        None, ge=0, le=5, allow_inf_nan=False, description="a number from 0 to 5"
    )
    additional_command: str | None = None
    """What to do besides, as it would end the sentence "Generate a summary"."""


class SummarizeResponse(Wire):
    """The summary."""

    id: Word = ""
    summary: Word = ""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""
