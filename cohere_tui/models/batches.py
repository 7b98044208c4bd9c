"""Batches: a dataset of requests, answered in the background (API.md 16)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cohere_tui.models.messages import Filled
from cohere_tui.models.when import When
from cohere_tui.models.wire import Many, Sent, Whole, Wire, Word

_PREFIX = "BATCH_STATUS_"
_OVER = frozenset({"COMPLETED", "FAILED", "CANCELED"})
_CANCELLABLE = frozenset({"QUEUED", "IN_PROGRESS"})


class BatchRequest(Sent):
    """POST /v2/batches: answer the rows of a validated dataset of batch inputs."""

    name: Filled
    input_dataset_id: Filled
    model: Filled
    """`batch-embed-v4`, say."""


class BatchQuery(Sent):
    """What a list of batches is asked for with."""

    page_size: int = Field(50, ge=1, le=1000, description="a whole number from 1 to 1000")
    order_by: Literal["created_at", "updated_at"] | None = Field(
        None, description="created_at or updated_at"
    )


class Batch(Wire):
    """A batch, as far as it is. Counts are None where the server does not (yet) say."""

    id: Word = ""
    name: Word = ""
    creator_id: Word = ""
    org_id: Word = ""
    status: Word = ""
    """As on the wire, such as BATCH_STATUS_QUEUED."""
    created_at: When = None
    updated_at: When = None
    input_dataset_id: Word = ""
    output_dataset_id: Word = ""
    input_tokens: Whole = None
    output_tokens: Whole = None
    model: Word = ""
    num_records: Whole = None
    num_successful_records: Whole = None
    num_failed_records: Whole = None
    status_reason: Word = ""

    @property
    def stage(self) -> str:
        """The status without its prefix and in one spelling: QUEUED, CANCELED; or empty."""
        stage = self.status.upper().removeprefix(_PREFIX).replace("CANCELL", "CANCEL")
        return "" if stage == "UNSPECIFIED" else stage

    @property
    def over(self) -> bool:
        """Whether nothing more will happen. Words we do not know are taken for work going on."""
        return self.stage in _OVER

    @property
    def failed(self) -> bool:
        """Whether it ended without a result of its own fault; `status_reason` may say why."""
        return self.stage == "FAILED"

    @property
    def cancellable(self) -> bool:
        """Whether it can be cancelled: only while it is queued or in progress."""
        return self.stage in _CANCELLABLE

    @property
    def status_word(self) -> str:
        """The status for people, such as `in progress`; `unknown` when the server does not say."""
        words = self.stage.replace("_", " ").lower().replace("cancel", "cancell")
        return words or "unknown"

    @property
    def records_done(self) -> int | None:
        """How many records were answered, well or not."""
        if self.num_successful_records is None and self.num_failed_records is None:
            return None
        return (self.num_successful_records or 0) + (self.num_failed_records or 0)

    @property
    def progress(self) -> float | None:
        """The share of the records that is done, 0 to 1; None when it cannot be told."""
        if self.stage == "COMPLETED":
            return 1.0
        if not self.num_records or self.num_records < 0:
            return None
        return min(max((self.records_done or 0) / self.num_records, 0.0), 1.0)


class BatchAnswer(Wire):
    """One batch, as it is wrapped."""

    batch: Batch


class BatchPage(Wire):
    """A page of batches."""

    batches: Many[Batch] = ()
    next_page_token: Word = ""
    """Empty on the last page."""
