"""Why a request of ours cannot be sent, in words for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from cohere_tui.errors import RequestInvalid
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_ALLOWED: Final = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "too_long": "at most {max_length}",
    "too_short": "at least {min_length}",
    "string_too_short": "a text that is not empty",
    "literal_error": "{expected}",
    "union_tag_invalid": "{expected_tags}",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "string_type": "a text",
    "string_unicode": "a text of whole characters",
    "tuple_type": "a list",
    "dict_type": "a JSON object",
    "model_type": "a JSON object",
}


Fields = Mapping[str, Any]


def refused(error: ValidationError, model: type[BaseModel], fields: Fields) -> RequestInvalid:
    """The first, most exact fault that `error` found in `fields`: where, what, what is allowed."""
    field, what = _told(max(_faults(error), key=_exactness), model, fields)
    return RequestInvalid(f"{field}: {what}", field=field)


def all_refused(error: ValidationError, model: type[BaseModel], fields: Fields) -> dict[str, str]:
    """Every fault that `error` found in `fields`: what is wrong, by dotted name.

    Of two in the same place it is the more exact.
    """
    faults = sorted(_faults(error), key=_exactness)
    told = [(*_told(fault, model, fields), fault["type"].endswith("_type")) for fault in faults]
    around = {name[:at] for name, _, _ in told for at, sign in enumerate(name) if sign == "."}
    # It would be right as something else, but what is wrong lies within it.
    return {name: what for name, what, mistyped in told if not (mistyped and name in around)}


def broken(field: str, what: str) -> PydanticCustomError:
    """A rule of ours about `field`, to be raised inside a validator; `refused` says `what`."""
    return PydanticCustomError("rule", "{what}", {"what": what, "field": field})


def _faults(error: ValidationError) -> list[ErrorDetails]:
    """What is wrong; but no list is too short because something in it is wrong."""
    return [fault for fault in error.errors(include_url=False) if not _follows(fault)]


def _follows(fault: ErrorDetails) -> bool:
    given = fault["input"]
    if fault["type"] != "too_short" or not isinstance(given, Sized):
        return False
    least: int = fault["ctx"]["min_length"]
    return len(given) >= least


def _told(fault: ErrorDetails, model: type[BaseModel], fields: Fields) -> tuple[str, str]:
    """The field at fault, and what is wrong with it."""
    context: dict[str, Any] = fault.get("ctx", {})
    field = context.get("field") or _dotted(fault, fields)
    return field, _what(fault, context, model)


def _exactness(fault: ErrorDetails) -> tuple[int, bool]:
    """The deeper the more exact; of the arms of a union, the one whose type did fit."""
    return len(fault["loc"]), not fault["type"].endswith("_type")


def _what(fault: ErrorDetails, context: dict[str, Any], model: type[BaseModel]) -> str:
    kind = fault["type"]
    if kind == "rule":
        return fault["msg"]
    if kind == "missing":
        return "is missing, and cannot be left out"
    if kind == "extra_forbidden":
        known = ", ".join(model.model_fields) if len(fault["loc"]) == 1 else ""
        return "is not a field of this request" + (f"; allowed: {known}" if known else "")
    found = one_line(repr(fault["input"]), 60)
    return f"found {found}; allowed: {_allowed(fault, context, model)}"


def _allowed(fault: ErrorDetails, context: dict[str, Any], model: type[BaseModel]) -> str:
    """The field's own words where it has some, else those of the bound that broke."""
    field = _field_at(fault["loc"], model)
    if field is not None and field.description:
        return field.description
    template = _ALLOWED.get(fault["type"])
    return template.format(**context) if template else one_line(fault["msg"])


def _field_at(way: tuple[int | str, ...], model: type[BaseModel] | None) -> FieldInfo | None:
    """The field at the end of a way through models that lie in each other; None beyond these."""
    field = None
    for name in way:
        field = model.model_fields.get(str(name)) if model is not None else None
        if field is None:
            return None
        model = _model_in(field.annotation)
    return field


def _model_in(kind: object) -> type[BaseModel] | None:
    """The one model that a type allows, beside None."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    found = [model for one in get_args(kind) if (model := _model_in(one)) is not None]
    return found[0] if len(found) == 1 else None


def _dotted(fault: ErrorDetails, fields: Fields) -> str:
    """`messages.0.content`: the way to the fault through the values that were given.

    Between them pydantic names the arms of unions, which nobody has written: `str`, `Document`.
    """
    *way, last = fault["loc"] or ("",)
    names: list[str] = []
    value: object = fields
    for part in way:
        value, found = _within(value, part)
        if found:
            names.append(str(part))
    if fault["type"] == "missing" or _within(value, last)[1]:
        names.append(str(last))
    return ".".join(names)


def _within(value: object, part: int | str) -> tuple[object, bool]:
    """What is in `value` under that name or number, if anything is; else `value` itself."""
    if isinstance(value, Mapping) and part in value:
        return value[part], True
    if isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
        return value[part], True
    return value, False
