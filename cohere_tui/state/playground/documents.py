"""Documents as they stand in a field: plain texts, or such with named fields (API.md 9).

One stands on each line. A document with fields is a JSON object, or a text of `name: value` lines
(which, having several lines, stands there as a JSON string; see `texts`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cohere_tui.state.naming import count
from cohere_tui.state.playground.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Fielded: TypeAlias = dict[str, Any]

_FIELD: Final = re.compile(r"([^\s:{}\[\]\"'][^:]*?):(?:\s+(.*))?$", re.DOTALL)
_CLEAR: Final = re.compile(r"[^\W_][^:#\n\r\t]*")
"""What YAML takes for a text, or a number or a truth value, as it is."""


class UnclearError(ValueError):
    """A line of the field is not what it has to be; says which, and why."""


def numbered(value: str) -> Iterator[tuple[int, str]]:
    """The texts in a field, each with the number of its line, from 1."""
    for number, line in enumerate(value.split("\n"), 1):
        for text in texts_in(line):
            yield number, text


def fielded_in(value: str) -> tuple[Fielded, ...]:
    """The documents with fields in a field; raises `UnclearError` when a line is none of them."""
    found: list[Fielded] = []
    unclear: list[tuple[int, str]] = []
    for number, text in numbered(value):
        document = _read(text)
        if isinstance(document, str):
            unclear.append((number, document))
        else:
            found.append(document)
    if unclear:
        raise UnclearError(_told(unclear, mixed=bool(found)))
    return tuple(found)


def _read(text: str) -> Fielded | str:
    """A document, or what is wrong with it; empty where it is a plain text."""
    if text.lstrip().startswith("{"):
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            return f"is not JSON: {error.msg} (character {error.pos + 1})"
        except RecursionError:
            return "is nested too deep"
        return value if isinstance(value, dict) else ""
    fields: Fielded = {}
    name = ""
    for line in text.split("\n"):
        field = _FIELD.match(line)
        if field is not None:
            name = field[1].rstrip()
            fields[name] = _value(field[2] or "")
        elif name and line.startswith((" ", "-")):
            fields[name] = f"{fields[name]}\n{line.strip()}".lstrip("\n")
        elif line.strip():
            return ""
    return fields


def _value(written: str) -> str:
    """What is said behind a name; a JSON string is what that string says."""
    if written.startswith('"'):
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            return written
        return value if isinstance(value, str) else written
    return written


def _told(unclear: Sequence[tuple[int, str]], *, mixed: bool) -> str:
    number, why = unclear[0]
    if not why:
        why = "is a plain text, while others have fields" if mixed else "is a plain text"
        why += ": write a JSON object, or name: value"
    others = len(unclear) - 1
    more = f" ({count(others, 'more line')} like it)" if others else ""
    return f"line {number} {why}{more}"


def as_text(document: str | Mapping[str, Any], names: Sequence[str] = ()) -> str:
    """A document as a text of `name: value` lines, which are YAML, the fields `names` first."""
    if isinstance(document, str):
        return document
    first = [name for name in names if name in document]
    rest = [name for name in document if name not in first]
    return "\n".join(f"{_written(name)}: {_written(document[name])}" for name in (*first, *rest))


def _written(value: Any) -> str:
    if isinstance(value, str) and _CLEAR.fullmatch(value) and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


def names_in(value: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def quoted(query: str, texts: Sequence[str]) -> str:
    """A query and what it is to be answered from, as a prompt."""
    blocks = ["\n".join(f"> {line}".rstrip() for line in text.splitlines()) for text in texts]
    return "\n\n".join([query, "Answer from these documents:", *blocks])
