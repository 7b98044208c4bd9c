"""Why a request of ours cannot be sent, in words for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from cohere_tui.errors import RequestInvalid
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_ROLES: Final = frozenset({"system", "user", "assistant", "tool"})

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


def refused(error: ValidationError, model: type[BaseModel]) -> RequestInvalid:
    """The first, most exact fault in `error`: the field, what was found and what is allowed."""
    field, what = _told(max(error.errors(include_url=False), key=_exactness), model)
    return RequestInvalid(f"{field}: {what}", field=field)


def all_refused(error: ValidationError, model: type[BaseModel]) -> dict[str, str]:
    """Every fault in `error`: what is wrong by dotted field, the most exact where there are two."""
    faults = sorted(error.errors(include_url=False), key=_exactness)
    return dict(_told(fault, model) for fault in faults)


def broken(field: str, what: str) -> PydanticCustomError:
    """A rule of ours about `field`, to be raised inside a validator; `refused` says `what`."""
    return PydanticCustomError("rule", "{what}", {"what": what, "field": field})


def _told(fault: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """The field at fault, and what is wrong with it."""
    context: dict[str, Any] = fault.get("ctx", {})
    field = context.get("field") or _dotted(fault["loc"])
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
    field = model.model_fields.get(str(fault["loc"][0])) if len(fault["loc"]) == 1 else None
    if field is not None and field.description:
        return field.description
    template = _ALLOWED.get(fault["type"])
    return template.format(**context) if template else one_line(fault["msg"])


def _dotted(place: tuple[int | str, ...]) -> str:
    """`messages.0.content`, without the names pydantic gives to the arms of a union.

    Those are type names (`tuple[...]`, `Document`, `str`), roles, or the field's own name again.
    """
    names: list[str] = []
    for part in place:
        name = str(part)
        is_type = isinstance(part, str) and (not name.islower() or not name.isidentifier())
        is_role = len(names) == 2 and names[0] == "messages" and name in _ROLES
        if not (is_type or is_role or name == "str" or names[-1:] == [name]):
            names.append(name)
    return ".".join(names)
