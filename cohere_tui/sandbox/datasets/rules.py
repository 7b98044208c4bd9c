"""What the rows of a dataset have to be, by its type (API.md 14.1)."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, ClassVar

from cohere_tui.sandbox.datasets import schemas
from cohere_tui.sandbox.datasets.reading import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.datasets.parts import Split
    from cohere_tui.sandbox.datasets.records import Row

JSONL = ("jsonl",)
_KINDS = {
    type(None): "null", bool: "a boolean", int: "a number", float: "a number", str: "a string",
    list: "an array", dict: "an object",
}  # fmt: skip


class MalformedError(Exception):
    """A row that its type does not allow; the message says why."""


class Rule:
    """What one file of a type has to be; made anew for each file, for it may count."""

    formats: ClassVar[tuple[str, ...]]
    """The kinds of files that are taken."""
    required: ClassVar[Mapping[str, Any]]
    """The Avro types of the fields that every row has to have."""
    optional: ClassVar[Mapping[str, Any]] = {}
    """The same for those that it may have."""

    def __init__(self, split: Split) -> None:
        self.split = split

    def row(self, fields: Row) -> Row:
        """What is kept of the row; raises MalformedError."""
        raise NotImplementedError

    def end(self) -> None:
        """Raise UnusableError when all rows together are not enough."""


class EmbedInput(Rule):
    """Texts to embed."""

    formats = ("csv", "jsonl", "txt")
    required: ClassVar[Mapping[str, Any]] = {"text": "string"}

    def row(self, fields: Row) -> Row:
        """The text; it is not empty."""
        return {"text": string(fields, "text")}


class Batch(Rule):
    """Requests of a batch, without the model."""

    formats = JSONL
    required: ClassVar[Mapping[str, Any]] = schemas.BATCH_FIELDS

    def __init__(self, split: Split) -> None:
        super().__init__(split)
        self._seen: set[str] = set()

    def row(self, fields: Row) -> Row:
        """The id, which is there once, and the body as JSON."""
        custom_id, body = string(fields, "custom_id"), present(fields, "body")
        if not isinstance(body, dict):
            raise wrong("body", body, "an object")
        if "model" in body:
            raise MalformedError("field 'body' must not name a model: the batch does")
        if custom_id in self._seen:
            raise MalformedError(f"custom_id '{custom_id}' is there twice")
        self._seen.add(custom_id)
        return {"custom_id": custom_id, "body": as_json(body, "body")}


def present(fields: Mapping[str, Any], name: str, where: str = "") -> Any:
    """A field that has to be there; null counts as absent."""
    value = fields.get(name)
    if value is None:
        raise MalformedError(f"field '{where}{name}' is missing")
    return value


def string(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    """A field that has to be a text with something in it."""
    return filled(present(fields, name, where), f"{where}{name}")


def filled(value: Any, where: str) -> str:
    """`value` as a text with something in it."""
    if not isinstance(value, str):
        raise wrong(where, value, "a string")
    if not value.strip():
        raise MalformedError(f"field '{where}' is empty")
    if not holds(value):
        raise MalformedError(f"field '{where}' has half a surrogate pair")
    return value


def listed(value: Any, where: str) -> list[Any]:
    """`value` as a list."""
    if not isinstance(value, list):
        raise wrong(where, value, "an array")
    return value


def strings(value: Any, where: str) -> list[str]:
    """`value` as a list of texts with something in them."""
    return [filled(item, f"{where}[{index}]") for index, item in enumerate(listed(value, where))]


def as_json(value: Any, where: str) -> str:
    """`value` as JSON; all of it is ASCII."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError as error:
        raise MalformedError(f"field '{where}' has too large a number") from error


def wrong(where: str, value: Any, kind: str) -> MalformedError:
    """What is said of a field of the wrong type."""
    return MalformedError(f"field '{where}' must be {kind}, not {_KINDS[type(value)]}")


class Kept:
    """The further fields that a dataset keeps: `keep_fields` and `optional_fields`."""

    def __init__(self, rule: Rule, keep: list[str], optional: list[str]) -> None:
        own = {*rule.required, *rule.optional}
        self.needed = [name for name in dict.fromkeys(keep) if name not in own]
        self._optional = [
            name for name in dict.fromkeys(optional) if name not in {*own, *self.needed}
        ]
        self._names = (*self.needed, *self._optional)

    def schema(self, *, plain: bool) -> dict[str, Any]:
        """Their Avro types; `plain` where every value is a text, as in csv files."""
        kinds = ["string"] if plain else ["string", "boolean", "long", "double"]
        return {
            **dict.fromkeys(self.needed, kinds[0] if plain else kinds),
            **{name: ["null", *kinds] for name in self._optional},
        }

    def of(self, fields: Row) -> Row:
        """What is kept of a row; lists, objects and huge numbers as JSON."""
        for name in self.needed:
            present(fields, name)
        return {name: _scalar(fields.get(name), name) for name in self._names}


def _scalar(value: Any, name: str) -> Any:
    match value:
        case str() if not holds(value):
            raise MalformedError(f"field '{name}' has half a surrogate pair")
        case int() if not -(2**63) <= value < 2**63:
            return str(value)
        case list() | dict():
            return as_json(value, name)
        case float() if math.isinf(value):
            raise MalformedError(f"field '{name}' is too large a number")
    return value
