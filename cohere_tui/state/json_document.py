"""A JSON value as lines that know what they belong to: the tree laid flat. Pure.

The lines are those of `json.dumps(value, indent=2)`, and JSON again when they are joined: what
could act on a terminal is escaped, not replaced, so that nothing of the value is lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.plain import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path: TypeAlias = tuple[str | int, ...]
"""The names and places that lead from the outermost value to one within."""

_Child: TypeAlias = tuple[str | int, str, object, str]
"""Its name or place, how its line begins, the value, and the comma where another follows."""

_INDENT: Final = "  "
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a value. Lists of equal length say of each line where it belongs."""

    lines: list[str] = field(default_factory=list)
    mates: list[int] = field(default_factory=list)
    """Of a line that opens an object or a list the one that closes it, and the other way round;
    of all others the line itself."""
    parents: list[int] = field(default_factory=list)
    """The line that opens what it is in; -1 for the outermost value."""
    names: list[str | int] = field(default_factory=list)
    """Its name in an object, or its place in a list."""
    counts: dict[int, int] = field(default_factory=dict)
    """Of the lines that open something, in their order: how many keys or items that has."""
    _inside: dict[int, dict[str | int, int]] = field(default_factory=dict)
    """Of what was looked into: the lines of what is in it, by their names."""

    def path(self, line: int) -> Path:
        """What leads to the value on a line; a line that closes belongs to what it closes."""
        names: list[str | int] = []
        while (parent := self.parents[line]) >= 0:
            names.append(self.names[line])
            line = parent
        return tuple(reversed(names))

    def nearest(self, path: Path) -> int:
        """The line of a path; where there is none, that of the nearest value around it."""
        line = 0
        for name in path:
            found = self._within(line).get(name)
            if found is None:
                break
            line = found
        return line

    def line_of(self, path: Path) -> int | None:
        """The line of a path, if there is one."""
        line = self.nearest(path)
        return line if self.lines and self.path(line) == path else None

    def around(self, line: int) -> int:
        """The line that opens the object or list a line belongs to; -1 if it is in none.

        A line that opens or closes something belongs to that.
        """
        mate = self.mates[line]
        return self.parents[line] if mate == line else min(line, mate)

    def closes(self, line: int) -> bool:
        """Whether a line only closes something."""
        return self.mates[line] < line

    def copied(self, line: int) -> str:
        """The value on a line, a text without its quotes; of what opens or closes, all of it."""
        first, last = sorted((line, self.mates[line]))
        text, name = self.lines[first], self.names[first]
        indent = len(text) - len(text.lstrip(" "))
        text = text[indent + len(_label(name)) :]
        if first != last:
            rest = [one[indent:] for one in self.lines[first + 1 : last + 1]]
            return "\n".join([text, *rest]).removesuffix(",")
        text = text.removesuffix(",")
        value = json.loads(text)
        return value if isinstance(value, str) else text

    def _within(self, line: int) -> dict[str | int, int]:
        if line not in self.counts:
            return {}
        if line not in self._inside:
            self._inside[line] = {self.names[one]: one for one in self._children(line)}
        return self._inside[line]

    def _children(self, line: int) -> Iterator[int]:
        at = line + 1
        while at < self.mates[line]:
            yield at
            at = self.mates[at] + 1


def document_of(value: object) -> Document:
    """The lines of anything that JSON can say, however deep it is."""
    made = Document()
    opened: list[tuple[int, str, Iterator[_Child]]] = [(-1, "", iter([(0, "", value, "")]))]
    while opened:
        parent, closing, rest = opened[-1]
        child = next(rest, None)
        if child is None:
            opened.pop()
            if parent >= 0:
                _close(made, parent, _INDENT * (len(opened) - 1) + closing)
            continue
        name, label, one, comma = child
        begin = _INDENT * (len(opened) - 1) + label
        if isinstance(one, dict | list | tuple) and one:
            signs = "{}" if isinstance(one, dict) else "[]"
            made.counts[len(made.lines)] = len(one)
            opened.append((len(made.lines), signs[1] + comma, _children(one)))
            _add(made, parent, name, begin + signs[0])
        else:
            _add(made, parent, name, f"{begin}{_text(one)}{comma}")
    return made


def is_large(value: object, most: int = 4_000) -> bool:
    """Whether to make lines of a value takes so long that it would be felt. Quick to say."""
    left, todo = most, [value]
    while todo and left > 0:
        one = todo.pop()
        left -= 1
        if isinstance(one, str):
            left -= len(one) // 500
        elif isinstance(one, dict):
            left -= len(one)
            todo.extend(islice(one.values(), max(0, left)))
        elif isinstance(one, list | tuple):
            left -= len(one)
            todo.extend(islice(one, max(0, left)))
    return left <= 0


def _add(made: Document, parent: int, name: str | int, line: str) -> None:
    made.mates.append(len(made.lines))
    made.parents.append(parent)
    made.names.append(name)
    made.lines.append(line)


def _close(made: Document, opener: int, line: str) -> None:
    made.mates[opener] = len(made.lines)
    _add(made, made.parents[opener], made.names[opener], line)
    made.mates[-1] = opener


def _children(value: dict[object, object] | Sequence[object]) -> Iterator[_Child]:
    last = len(value) - 1
    if isinstance(value, dict):
        for place, (key, one) in enumerate(value.items()):
            name = key if isinstance(key, str) else _text(key)
            yield name, _label(name), one, "," if place < last else ""
    else:
        for place, one in enumerate(value):
            yield place, "", one, "," if place < last else ""


def _label(name: str | int) -> str:
    """How a line begins, of a value with this name or at this place."""
    return f"{_text(name)}: " if isinstance(name, str) else ""


def _text(value: object) -> str:
    """A value without values in it, harmless and on one line."""
    text = _ENCODER.encode(value)
    if UNSAFE.search(text) is None:
        return text
    return UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text)
