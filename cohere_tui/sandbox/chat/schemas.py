"""JSON schemas in a request: of tools and of the JSON asked for, well-formed or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

_TYPED = frozenset(("type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"))
_DEEPEST = 40


def answer_schema(schema: Any) -> None:
    """The schema of the JSON that is asked for: an object whose properties all have a type."""
    if not isinstance(schema, dict) or (schema and schema.get("type") != "object"):
        raise RefusedError(400, "schema must be an object")
    well_formed(schema, "json_schema")
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in properties:
            raise RefusedError(400, f"required field {name} not found in properties")
    for name, property_ in properties.items():
        if not _TYPED.intersection(property_):
            raise RefusedError(400, f"property {name} must have a type")


def well_formed(schema: Any, where: str, depth: int = 0) -> None:
    """Every keyword that is understood has a value of the right kind, all the way down."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        raise invalid(f"{where} is not a valid JSON schema.")
    for keyword, good in _KEYWORDS.items():
        if keyword in schema and not good(schema[keyword]):
            raise invalid(f"'{keyword}' of {where} is not valid in a JSON schema.")
    for name in ("properties", "$defs", "definitions"):
        for key, part in schema.get(name, {}).items():
            well_formed(part, f"{where}.{key}", depth + 1)
    for name in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for part in schema.get(name, ()):
            well_formed(part, where, depth + 1)
    if "items" in schema:
        well_formed(schema["items"], f"{where}[]", depth + 1)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000


def _some(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _text(value: Any) -> bool:
    return isinstance(value, str)


_KEYWORDS: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: _text(value) or (_strings(value) and bool(value)),
    "$ref": _text,
    "format": _text,
    "pattern": _text,
    "required": _strings,
    **dict.fromkeys(("properties", "$defs", "definitions", "items"), _object),
    **dict.fromkeys(("enum", "anyOf", "oneOf", "allOf"), _some),
    "prefixItems": lambda value: isinstance(value, list),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _number),
    "multipleOf": lambda value: _number(value) and value > 0,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _count),
}
