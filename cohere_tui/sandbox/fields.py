"""Reading the fields of a request: which exist, of which type, within which bounds.

For v2 routes what is unknown is a 422; v1 routes accept it and say so in `X-API-Warning` (API.md
2.2). What is mistyped or out of an enumeration is a 422, what is out of bounds a 400. Nulls count
as absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.wire import RefusedError, invalid, loads

if TYPE_CHECKING:
    from cohere_tui.sandbox.stage import Received

Fields = Mapping[str, str]
"""Field names with their JSON types; `string|array` for either, `any` for all."""

Bounds = Mapping[str, tuple[float, float, str]]
"""The lowest and highest value of a field, and both in words."""


def strict(received: Received, fields: Fields) -> dict[str, Any]:
    """The body of a v2 request: an object with no fields but these."""
    return shaped(object_of(received.raw, received.body), fields)


def lenient(received: Received, fields: Fields) -> tuple[dict[str, Any], dict[str, str]]:
    """The known fields of a v1 body, and the headers that warn about the others."""
    body = object_of(received.raw, received.body)
    unknown = [name for name in body if name not in fields]
    known = {name: value for name, value in body.items() if name in fields}
    return shaped(known, fields), _warning(unknown)


def object_of(raw: bytes, parsed: Any) -> dict[str, Any]:
    """The JSON object that a body has to be; `parsed` is None where it is no JSON."""
    if isinstance(parsed, dict):
        return parsed
    try:
        loads(raw)
    except ValueError as error:
        raise RefusedError(400, f"invalid json syntax: {error}") from error
    raise RefusedError(400, "invalid json syntax: the body is not an object")


def _warning(unknown: list[str]) -> dict[str, str]:
    if not unknown:
        return {}
    names = ascii(", ".join(unknown[:5])[:200])[1:-1]  # a header holds no other letters
    return {"X-API-Warning": f"unknown field: parameter {names} is not a valid field"}


def shaped(value: Any, fields: Fields, where: str = "") -> dict[str, Any]:
    """`value` as an object that has no fields but these, of their types; nulls left out."""
    if not isinstance(value, dict):
        raise _mistyped(where or "body", value, "object")
    for name, field in value.items():
        if name not in fields:
            raise RefusedError(422, f"unknown field: parameter '{name}' is not a valid field.")
        if field is not None and not _is(field, fields[name]):
            raise _mistyped(f"{where}.{name}" if where else name, field, fields[name])
    return {
        name: int(field) if fields[name] == "integer" else field
        for name, field in value.items()
        if field is not None
    }


def items(value: Any, kind: str, where: str) -> list[Any]:
    """`value` as a list of things of one type; absent is empty."""
    found: list[Any] = value or []
    for index, item in enumerate(found):
        if not _is(item, kind):
            raise _mistyped(f"{where}[{index}]", item, kind)
    return found


def one_of(value: str | None, allowed: tuple[str, ...], where: str) -> str:
    """`value` if it is allowed; empty when absent."""
    if value is None or value in allowed:
        return value or ""
    raise RefusedError(
        422, f"invalid value: parameter '{where}' must be one of {', '.join(allowed)}."
    )


def bounded(body: Mapping[str, Any], bounds: Bounds) -> None:
    """Refuse numbers out of their bounds."""
    for name, (low, high, words) in bounds.items():
        if name in body and not low <= body[name] <= high:
            raise invalid(f"{name} must be between {words} inclusive.")


def _is(value: Any, kinds: str) -> bool:
    return kinds == "any" or _kind(value) in kinds.replace("number", "number|integer").split("|")


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _mistyped(where: str, value: Any, kinds: str) -> RefusedError:
    found, wanted = _kind(value), kinds.replace("|", " or ")
    return RefusedError(
        422,
        f"invalid type: parameter {where} is of type {found} but should be of type {wanted}.",
    )
