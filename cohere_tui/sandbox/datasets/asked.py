"""What a request for datasets asks for, read from its query (API.md 14.1, 14.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cohere_tui.sandbox.datasets.validation import RULES, SKIPPED
from cohere_tui.sandbox.fields import one_of
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

NAME_LENGTH = 50
"""A name has fewer characters than this."""

STATES = ("unknown", "queued", "processing", "failed", "validated", "skipped")
"""What `validation_status` can be."""

_COMPUTED = ("embed-result", "cluster-result", "cluster-outliers")
_NO_DELIMITERS = '"\r\n'


@dataclass(frozen=True, slots=True)
class Asked:
    """POST /v1/datasets: everything but the files."""

    name: str
    kind: str
    keep_original: bool
    skip_malformed: bool
    keep_fields: list[str]
    optional_fields: list[str]
    separator: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Filter:
    """GET /v1/datasets: which ones."""

    kind: str
    state: str
    before: float | None
    after: float | None
    offset: int
    limit: int | None


def asked(query: QueryParams) -> Asked:
    """The query of an upload; raises the 400 and 422 that it deserves."""
    return Asked(
        name=_name(query.get("name", "")),
        kind=_kind(query.get("type", "")),
        keep_original=_flag(query, "keep_original_file"),
        skip_malformed=_flag(query, "skip_malformed_input"),
        keep_fields=[name for name in query.getlist("keep_fields") if name],
        optional_fields=[name for name in query.getlist("optional_fields") if name],
        separator=query.get("text_separator") or "\n",
        delimiter=_delimiter(query.get("csv_delimiter") or ","),
    )


def filtering(query: QueryParams) -> Filter:
    """The query of a list; raises the 400 and 422 that it deserves."""
    return Filter(
        kind=query.get("datasetType", ""),
        state=one_of(query.get("validationStatus") or None, STATES, "validationStatus"),
        before=_time(query, "before"),
        after=_time(query, "after"),
        offset=_number(query, "offset") or 0,
        limit=_number(query, "limit"),
    )


def _name(name: str) -> str:
    if not name.strip():
        raise invalid("name is required.")
    if len(name) >= NAME_LENGTH:
        raise invalid(f"name must have fewer than {NAME_LENGTH} characters.")
    return name


def _kind(kind: str) -> str:
    if kind in RULES or kind in SKIPPED:
        return kind
    if not kind:
        raise invalid("type is required.")
    if kind in _COMPUTED:
        raise invalid(f"datasets of type '{kind}' are computed and cannot be uploaded.")
    raise invalid(f"type must be one of {', '.join((*RULES, *SKIPPED))}.")


def _flag(query: QueryParams, name: str) -> bool:
    return one_of(query.get(name, "false").lower(), ("true", "false"), name) == "true"


def _delimiter(delimiter: str) -> str:
    if len(delimiter) > 1:
        raise invalid("csv_delimiter must be one character.")
    if delimiter in _NO_DELIMITERS:
        raise invalid("csv_delimiter cannot be a quote or a line break.")
    return delimiter


def _time(query: QueryParams, name: str) -> float | None:
    text = query.get(name)
    if not text:
        return None
    try:
        # A plus that was not escaped has become a space.
        at = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise invalid(f"{name} must be a time as of RFC 3339.") from None
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp(), 6)


def _number(query: QueryParams, name: str) -> int | None:
    text = query.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise invalid(f"{name} must be a number that is not negative.")
    return int(number)
