"""What all models of the wire have in common.

Answers are read leniently: a field that is missing, null or of the wrong type takes its default,
and unknown keys do no harm (GAPS sections 3 and 7). Requests are made strictly: an unknown field
or a broken bound is found before anything is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    ValidationError,
)
from pydantic_core import CoreSchema, core_schema

from cohere_tui.models.mending import mended
from cohere_tui.models.refusing import all_refused, refused
from cohere_tui.models.secret import TO_WIRE

if TYPE_CHECKING:
    from collections.abc import Mapping

Item = TypeVar("Item")


class Wire(BaseModel):
    """The base of all: frozen; unknown keys are kept in `model_extra`."""

    model_config = ConfigDict(
        frozen=True, extra="allow", validate_by_name=True, validate_by_alias=True
    )

    @classmethod
    def read(cls, data: str | bytes) -> Self:
        """From the JSON text of an answer; raises `ValueError` when it is no JSON object."""
        try:
            return cls.model_validate_json(data)
        except ValidationError:
            clean = mended(data)
            if clean is None:
                raise
            return cls.model_validate_json(clean)


class Event(Wire):
    """The base of stream events and their parts: unknown keys are dropped."""

    model_config = ConfigDict(extra="ignore")


class Sent(Wire):
    """The base of what is sent: unknown fields are refused."""

    # An error may be printed with its cause, and its cause must not quote secrets.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From wire names and values; raises `RequestInvalid` for the first that cannot be sent."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            raise refused(error, cls, fields) from error

    @classmethod
    def faults(cls, fields: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong with each field that cannot be sent, by its dotted name; empty: nothing."""
        try:
            cls.model_validate(fields)
        except ValidationError as error:
            return all_refused(error, cls, fields)
        return {}

    def to_wire(self) -> dict[str, Any]:
        """As a JSON object with only what was set, without nulls of our own."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, context=TO_WIRE)


@dataclass(frozen=True, slots=True)
class OrElse:
    """Marks a type: a value that does not fit becomes `default` instead of an error."""

    default: object = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_default_schema(
            handler(source), default=self.default, on_error="default"
        )


def _objects(value: object) -> object:
    """The JSON objects in `value`, which may be a list of them or one alone (GAPS 4.8)."""
    items = value if isinstance(value, list | tuple) else (value,)
    return tuple(item for item in items if isinstance(item, dict | BaseModel))


def _words(value: object) -> object:
    """The strings in the list `value`."""
    items = value if isinstance(value, list | tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str))


Word = Annotated[str, OrElse("")]
"""A string; "" when missing, null or something else."""

Whole = Annotated[int | None, OrElse(None)]
"""A whole number, also when written 3.0 or "3"; None when missing or something else."""

Flag = Annotated[bool | None, OrElse(None)]
"""True, False, or None when the server did not say."""

Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
"""The strings of a list; what else is in it is dropped."""

Many = Annotated[tuple[Item, ...], BeforeValidator(_objects), OrElse(())]
"""The objects of a list, or one object alone; what else is in it is dropped."""
