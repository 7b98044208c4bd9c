"""Embed jobs: embedding a whole dataset (API.md 15)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cohere_tui.models.embed import EmbeddingType, InputType
from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.when import When
from cohere_tui.models.wire import Many, OrElse, Sent, Wire, Word

_OVER = frozenset({"complete", "failed", "cancelled"})


class EmbedJobRequest(Sent):
    """POST /v1/embed-jobs: embed the rows of a validated dataset of the type embed-input."""

    model: Filled
    """The guide names the v3 models."""
    dataset_id: Filled
    input_type: InputType = Field(
        description="search_document, search_query, classification, clustering or image"
    )
    name: str | None = None
    embedding_types: tuple[EmbeddingType, ...] | None = None
    """The server's default is float."""
    truncate: Literal["START", "END"] | None = Field(None, description="START or END")


class EmbedJobCreated(Wire):
    """The answer to a request for a job."""

    job_id: Filled
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""


class EmbedJob(Wire):
    """A job, as far as it is."""

    job_id: Word = ""
    name: Word = ""
    status: Word = ""
    """processing, complete, failed, cancelling, cancelled, or a newer word."""
    created_at: When = None
    input_dataset_id: Word = ""
    output_dataset_id: Word = ""
    """Empty until the job is complete."""
    model: Word = ""
    truncate: Word = ""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen. Words we do not know are taken for work going on."""
        return self.status_word in _OVER

    @property
    def failed(self) -> bool:
        """Whether it ended without a result of its own fault."""
        return self.status_word == "failed"

    @property
    def cancellable(self) -> bool:
        """Whether cancelling it makes sense."""
        return not self.over and self.status_word != "cancelling"

    @property
    def status_word(self) -> str:
        """The status for people, in one spelling; `unknown` when the server does not say."""
        word = self.status.lower().replace("cancell", "cancel").replace("cancel", "cancell")
        return word or "unknown"


class EmbedJobs(Wire):
    """All jobs; the key may be absent."""

    embed_jobs: Many[EmbedJob] = ()
