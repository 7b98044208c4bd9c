"""Datasets: files on the platform, for embed jobs, batches and fine-tunes (API.md 14)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import AwareDatetime, Field, StringConstraints, field_validator

from cohere_tui.models.dataset_metrics import Metrics
from cohere_tui.models.dataset_types import UPLOADS, DatasetType, Upload, dataset_type
from cohere_tui.models.refusing import broken
from cohere_tui.models.when import When
from cohere_tui.models.wire import Many, OrElse, Sent, Whole, Wire, Word, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_BYTES: Final = 1_500_000_000
"""Of one dataset, with its evaluation data."""
QUOTA_BYTES: Final = 10_000_000_000
"""Of all datasets of an organisation."""
KEPT: Final = timedelta(days=30)
"""How long a dataset is kept after its creation."""

Validation = Literal["unknown", "queued", "processing", "failed", "validated", "skipped"]


class ParseInfo(Wire):
    """How an uploaded text was split."""

    separator: Word = ""
    delimiter: Word = ""


class DatasetPart(Wire):
    """One Avro file of a dataset."""

    id: Word = ""
    name: Word = ""
    url: Word = ""
    """A presigned link, good for a while: it needs no key, and must not be sent one."""
    index: Whole = None
    size_bytes: Whole = None
    num_rows: Whole = None
    original_url: Word = ""
    """A link to the file as it was uploaded, where `keep_original_file` was set."""
    samples: Words = ()
    """The first rows, each as JSON text."""


class Dataset(Wire):
    """A dataset, and how far its validation is."""

    id: Word = ""
    """A slug: the name and six letters."""
    name: Word = ""
    created_at: When = None
    updated_at: When = None
    dataset_type: Word = ""
    """See `dataset_types`; an open set."""
    validation_status: Word = ""
    """unknown, queued, processing, failed, validated, skipped, or a newer word."""
    validation_error: Word = ""
    avro_schema: Word = Field("", alias="schema")
    """The Avro schema of its rows, as JSON text."""
    required_fields: Words = ()
    preserve_fields: Words = ()
    dataset_parts: Many[DatasetPart] = ()
    validation_warnings: Words = ()
    parse_info: Annotated[ParseInfo | None, OrElse(None)] = None
    metrics: Annotated[Metrics | None, OrElse(None)] = None

    @property
    def type(self) -> DatasetType:
        """Its type, in words for a person."""
        return dataset_type(self.dataset_type)

    @property
    def status(self) -> str:
        """The validation status in lower case."""
        return self.validation_status.lower()

    @property
    def over(self) -> bool:
        """Whether validation has ended, either way. `unknown` is how it begins (API.md 14.2)."""
        return self.status in ("validated", "failed", "skipped")

    @property
    def usable(self) -> bool:
        """Whether a job can use it."""
        return self.status == "validated"

    @property
    def failed(self) -> bool:
        """Whether it broke the rules of its type; `validation_error` says why."""
        return self.status == "failed"

    @property
    def parts(self) -> tuple[DatasetPart, ...]:
        """Its parts in their order."""
        return tuple(
            sorted(
                self.dataset_parts,
                key=lambda part: math.inf if part.index is None else part.index,
            )
        )

    @property
    def rows(self) -> int | None:
        """How many rows its parts hold; None when the server does not say."""
        return _sum(part.num_rows for part in self.dataset_parts)

    @property
    def size(self) -> int | None:
        """How many bytes its parts are; None when the server does not say."""
        return _sum(part.size_bytes for part in self.dataset_parts)

    @property
    def expires_at(self) -> datetime | None:
        """When the platform removes it; None when its creation is not known."""
        try:
            return None if self.created_at is None else self.created_at + KEPT
        except OverflowError:
            return None

    def days_left(self, now: datetime) -> int | None:
        """Days until it is removed, begun ones counted; 0 when it is due. `now` has a zone.

        Never more than it is kept at all: our clock may be behind.
        """
        expires_at = self.expires_at
        if expires_at is None:
            return None
        return max(0, min(KEPT.days, math.ceil((expires_at - now) / timedelta(days=1))))


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


class DatasetPage(Wire):
    """A page of the list; the key may be absent when there are none."""

    datasets: Many[Dataset] = ()


class DatasetAnswer(Wire):
    """`GET /v1/datasets/{id}`: the dataset, wrapped."""

    dataset: Annotated[Dataset | None, OrElse(None)] = None


class DatasetCreated(Wire):
    """`POST /v1/datasets`."""

    id: Word = ""


class Usage(Wire):
    """`GET /v1/datasets/usage`."""

    organization_usage: Whole = None
    """In bytes."""

    @property
    def left(self) -> int | None:
        """How many bytes of the quota are left; None when the server does not say."""
        used = self.organization_usage
        return None if used is None else max(0, QUOTA_BYTES - used)


FieldName = Annotated[str, StringConstraints(min_length=1)]


class NewDataset(Sent):
    """What is asked of a new dataset beside its files; it goes into the query (API.md 14.1)."""

    name: str = Field(min_length=1, max_length=49, description="a name of 1 to 49 characters")
    type: Upload = Field(description=", ".join(UPLOADS))
    keep_fields: tuple[FieldName, ...] = ()
    """Further fields to keep; every row must have them."""
    optional_fields: tuple[FieldName, ...] = ()
    """Further fields to keep where a row has them."""
    text_separator: str | None = Field(None, min_length=1, description="a text that is not empty")
    """Between the rows of a txt file; left out: line ends."""
    csv_delimiter: str | None = Field(
        None, min_length=1, max_length=1, description="one character, such as ;"
    )
    """Between the cells of a csv file; left out: a comma."""
    keep_original_file: bool | None = None
    skip_malformed_input: bool | None = None
    """Rows that break the rules are left out, and do not make validation fail."""

    @field_validator("csv_delimiter")
    @classmethod
    def _delimits(cls, delimiter: str | None) -> str | None:
        if delimiter and delimiter in '"\r\n':
            raise broken("csv_delimiter", "quotes and line ends cannot part the cells of a row")
        return delimiter


class DatasetFilter(Sent):
    """Which datasets a list is to have; what is left out does not matter (API.md 14.3)."""

    dataset_type: str | None = Field(None, alias="datasetType", min_length=1)
    validation_status: Validation | None = Field(None, alias="validationStatus")
    before: AwareDatetime | None = None
    """Created before."""
    after: AwareDatetime | None = None
    """Created after."""
