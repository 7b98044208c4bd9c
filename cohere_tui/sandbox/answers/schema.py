"""Values that fit a JSON schema, taken from a prompt where it names any.

Covers what the API supports: types, properties, required, items, enum, const, bounds, lengths,
formats, anyOf, allOf and references. Of `pattern` it only keeps what happens to match.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any

from cohere_tui.sandbox.answers.words import keywords, named, stem, subjects, words

Schema = Mapping[str, Any]

_DEEPEST = 8
_HUGE = 10.0**9
_INDIRECT = ("$ref", "anyOf", "oneOf", "allOf")
_NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-])")
_FOUND = {
    "date": (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "2026-01-01"),
    "time": (re.compile(r"\b\d\d:\d\d:\d\dZ\b"), "12:00:00Z"),
    "date-time": (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\b"), "2026-01-01T12:00:00Z"),
    "email": (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w"), "someone@example.com"),
    "uri": (re.compile(r"https?://\S+"), "https://example.com"),
    "uuid": (
        re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
        f"{'0' * 8}-{'-'.join(['0000'] * 3)}-{'0' * 12}",
    ),
    "ipv4": (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), "127.0.0.1"),
}
_SOMEWHERE = rf"{_FOUND['email'][0].pattern}|[\w-]+(?: [A-Z][\w-]*)*"
"""What follows `to` or `from`."""
_WHOLE_TEXT = """
    body content input message prompt q query question request search sentence text
"""
_WHOLE = frozenset(_WHOLE_TEXT.split())
_BOUND = frozenset(("const", "format", "pattern", "minLength", "maxLength"))
"""What keeps a text from being any other."""
_DATED = frozenset(("date", "day", "when"))
_DIRECTIONS = {
    "from": "from", "origin": "from", "source": "from", "start": "from",
    "to": "to", "destination": "to", "target": "to", "end": "to",
}  # fmt: skip


class Filler:
    """Fills schemas from one prompt, using its names and numbers in the order they stand there."""

    def __init__(self, prompt: str, besides: frozenset[str] = frozenset()) -> None:
        self.prompt = prompt
        self.names = named(prompt, besides)
        self._numbers = [float(number) for number in _NUMBER.findall(prompt)]
        self._next_name = self._next_number = 0

    def fill(self, schema: Schema, *, all_properties: bool = True) -> Any:
        """A value for `schema`: with all properties, or the required and the mentioned ones."""
        return self._value(schema, schema, "", all_properties, 0)

    def several(self, name: str) -> list[str]:
        """All that the prompt has for a property of that name: days, or what it names."""
        days = list(dict.fromkeys(_FOUND["date"][0].findall(self.prompt)))
        return days if days and _DATED.intersection(words(name.replace("_", " "))) else self.names

    def mentions(self, schema: Schema, name: str) -> bool:
        """Whether the prompt says something about a property."""
        said = {stem(word) for word in words(self.prompt)}
        found, _ = _FOUND.get(schema.get("format", ""), (None, ""))
        if found is not None:
            return bool(found.search(self.prompt))
        options = [str(option) for option in schema.get("enum", ())]
        if any(stem(word) in said for option in options for word in words(option)):
            return True
        return not options and any(stem(word) in said for word in words(name.replace("_", " ")))

    def _value(self, schema: Schema, root: Schema, name: str, full: bool, depth: int) -> Any:
        schema = _resolved(schema, root)
        for key in ("const", "default"):
            if key in schema and (key == "const" or not self.mentions(schema, name)):
                return schema[key]
        if schema.get("enum"):
            return self._options(schema["enum"])[0]
        match _type(schema):
            case "object":
                return self._object(schema, root, full, depth)
            case "array":
                return self._array(schema, root, name, full, depth)
            case "integer" | "number" as kind:
                return self._number(schema, kind)
            case "boolean":
                denied = rf"\b(?:no|not|without|off)\b[^.]*{re.escape(name)}"
                return not re.search(denied, self.prompt, re.IGNORECASE)
            case "null":
                return None
        return self._string(schema, name)

    def _object(self, schema: Schema, root: Schema, full: bool, depth: int) -> dict[str, Any]:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        required = schema.get("required", ())
        names = [*properties, *(name for name in required if name not in properties)]
        return {
            name: self._value(properties.get(name, {}), root, name, full, depth + 1)
            for name in names
            if depth < _DEEPEST
            and (name in required or self._wanted(properties[name], name, full, depth))
        }

    def _wanted(self, schema: Schema, name: str, full: bool, depth: int) -> bool:
        """Whether an optional property is filled. Schemas that hold themselves end somewhere."""
        return depth < _DEEPEST // 2 if full else self.mentions(schema, name)

    def _array(self, schema: Schema, root: Schema, name: str, full: bool, depth: int) -> list[Any]:
        first = list(schema.get("prefixItems", ()))
        fewest = schema.get("minItems", 0)
        most = schema.get("maxItems", max(fewest, 3))
        names = len(self.names) - self._next_name
        usual = max(len(first), names, 2 if depth < _DEEPEST // 2 else 0)
        length = max(fewest, min(usual, most))
        item = _resolved(schema.get("items") or {}, root)
        if item.get("enum") and not first:
            options = self._options(item["enum"])
            return [*islice(cycle(options), max(fewest, min(length, len(options))))]
        kinds = first[:length] + [item] * (length - len(first))
        values = [self._value(kind, root, name, full, depth + 1) for kind in kinds]
        if schema.get("uniqueItems"):
            return _unlike(values)
        rest = self._varied(values[len(first) :], fewest - len(first), item)
        return values[: len(first)] + rest

    def _varied(self, values: list[Any], fewest: int, kind: Schema) -> list[Any]:
        """The values without repetition, as far as so few will do.

        In place of a text that was there already stands something else that the prompt speaks of.
        """
        found: list[Any] = []
        free = _type(kind) == "string" and not _BOUND.intersection(kind)
        named_words = {word for name in self.names for word in words(name)}
        spare = [word for word in subjects(self.prompt) if word not in named_words]
        others = (word for word in (*self.names, *spare) if _new(word, found))
        for number, value in enumerate(values, 1):
            needed = number <= fewest
            if _new(value, found):
                found.append(value)
            elif free and (other := next(others, f"{value} {number}" if needed else "")):
                found.append(other)
            elif needed:
                found.append(value)
        return found

    def _options(self, options: list[Any]) -> list[Any]:
        """The options, those that the prompt names first."""
        said = set(words(self.prompt))
        return sorted(options, key=lambda option: not said & set(words(str(option))))

    def _number(self, schema: Schema, kind: str) -> float | int:
        value = 1.0
        if self._next_number < len(self._numbers):
            value = self._numbers[self._next_number]
            self._next_number += 1
        step = schema.get("multipleOf") or (1 if kind == "integer" else 0)
        low, high = _bounds(schema, step or 0.001)
        value = min(max(value, low), high)
        if step:
            value = max(math.floor(value / step), math.ceil(low / step)) * step
        return int(value) if float(value).is_integer() else value

    def _string(self, schema: Schema, name: str) -> str:
        found, usual = _FOUND.get(schema.get("format", ""), (None, ""))
        if found is not None:
            match = found.search(self.prompt)
            return match[0] if match else usual
        pattern = schema.get("pattern")
        text = self._words_for(name)
        if pattern and not re.search(pattern, text):
            text = next((word for word in self.prompt.split() if re.search(pattern, word)), text)
        text = text.ljust(schema.get("minLength", 0), ".")
        return text[: schema["maxLength"]] if "maxLength" in schema else text

    def _words_for(self, name: str) -> str:
        parts = words(name.replace("_", " "))
        if _WHOLE.intersection(parts):
            return self.prompt.strip()
        for part in parts:
            there = _DIRECTIONS.get(part)
            match = there and re.search(rf"\b{there}\s+({_SOMEWHERE})", self.prompt)
            if match:
                return match[1]
        date = _FOUND["date"][0].search(self.prompt)
        if date and _DATED.intersection(parts):
            return date[0]
        if self._next_name < len(self.names):
            self._next_name += 1
            return self.names[self._next_name - 1]
        return self.names[-1] if self.names else " ".join(keywords(self.prompt)[-3:]) or "sandbox"


def _bounds(schema: Schema, inch: float) -> tuple[float, float]:
    """The least and the greatest number allowed; open bounds are kept an inch away from."""
    low = max(schema.get("minimum", -_HUGE), schema.get("exclusiveMinimum", -_HUGE) + inch)
    high = min(schema.get("maximum", _HUGE), schema.get("exclusiveMaximum", _HUGE) - inch)
    return low, high


def _unlike(values: list[Any]) -> list[Any]:
    """The values without repetition: strings and numbers are changed, others left out."""
    found: list[Any] = []
    for number, value in enumerate(values, 1):
        other = value
        if value in found and isinstance(value, str):
            other = f"{value} {number}"
        elif value in found and isinstance(value, int | float):
            other = value + number
        if other not in found:
            found.append(other)
    return found


def _new(value: object, found: list[Any]) -> bool:
    """Whether a value is not there yet; words are the same in capitals and without."""
    there = {one.lower() for one in found if isinstance(one, str)}
    return value.lower() not in there if isinstance(value, str) else value not in found


def _type(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "null")
    if kind is None:
        kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
    return str(kind)


def _resolved(schema: Schema, root: Schema, steps: int = _DEEPEST) -> Schema:
    """The schema itself, behind references and choices."""
    if steps == 0:
        return {}
    rest = {key: value for key, value in schema.items() if key not in _INDIRECT}
    if isinstance(schema.get("$ref"), str):
        return _resolved({**_at(root, schema["$ref"]), **rest}, root, steps - 1)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        choice = next((one for one in choices if one.get("type") != "null"), choices[0])
        return _resolved({**rest, **choice}, root, steps - 1)
    for part in schema.get("allOf", ()):
        rest = _merged(rest, _resolved(part, root, steps - 1))
    return rest


def _merged(one: Schema, other: Schema) -> dict[str, Any]:
    """Both schemas at once: their properties and requirements together."""
    merged = dict(one)
    for key, value in other.items():
        if isinstance(value, dict):
            merged[key] = {**merged.get(key, {}), **value}
        elif isinstance(value, list):
            merged[key] = [*merged.get(key, ()), *value]
        else:
            merged[key] = value
    return merged


def _at(root: Schema, reference: str) -> Schema:
    place: Any = root
    for step in filter(None, reference.removeprefix("#").split("/")):
        name = step.replace("~1", "/").replace("~0", "~")
        place = place.get(name, {}) if isinstance(place, dict) else {}
    return place if isinstance(place, dict) else {}
