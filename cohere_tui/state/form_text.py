"""The values of a form as a text for an editor, TOML with what is allowed beside it; and back."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.plain import one_line, plain
from cohere_tui.state.form import Kind, chosen_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cohere_tui.state.form import Field, Values

_LONGEST: Final = 10_000
"""Characters that a line of a form holds."""
_HEAD: Final = """\
# What is saved here goes into the form, which sends it when you say so.
# A line that is taken out leaves its field as it was.
"""


class Unreadable(ValueError):
    """The text does not say what is to be in the form; the message says why."""


def text_of(fields: Sequence[Field], values: Values) -> str:
    """All values as TOML; secrets are left out."""
    return "\n".join([_HEAD, *(_entry(field, values[field.name]) for field in fields)])


def changes_in(text: str, before: str, fields: Sequence[Field]) -> dict[str, str]:
    """What is another value than in the text `before`, by field. Raises `Unreadable`."""
    old = _values_in(before, fields)
    return {name: now for name, now in _values_in(text, fields).items() if now != old.get(name)}


def _entry(field: Field, value: str) -> str:
    said = ": ".join(one_line(word, 300) for word in (field.label, field.hint) if word)
    if field.kind is Kind.SECRET:
        return f"# {said}\n# {field.name} is written in the form only\n"
    comment = f"# {said}\n"
    if field.options:
        answers = (f"{_quoted(one.value)} {one_line(one.label)}" for one in field.options)
        comment += f"# one of: {' · '.join(answers)}\n"
    if field.kind is Kind.TOGGLE:
        return f"{comment}{field.name} = {'true' if value else 'false'}\n"
    shown = plain(value) if field.kind.is_long else one_line(value, _LONGEST)
    return f"{comment}{field.name} = {_quoted(shown)}\n"


def _quoted(text: str) -> str:
    """As a basic string of TOML, which escapes as JSON does: what is plain has nothing else."""
    return json.dumps(text, ensure_ascii=False)


def _values_in(text: str, fields: Sequence[Field]) -> dict[str, str]:
    try:
        found = dict(_flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(str(error)) from None
    except RecursionError:
        raise Unreadable("tables within tables, too many of them") from None
    known = {field.name: field for field in fields}
    for name in found:
        if name not in known:
            raise Unreadable(f"there is no field {one_line(name, 60)}")
    return {name: _value(known[name], value) for name, value in found.items()}


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _value(field: Field, value: object) -> str:
    """A value as the form writes it. Raises `Unreadable`."""
    if field.kind is Kind.SECRET:
        raise Unreadable(f"{field.name} is written in the form only")
    if field.kind is Kind.TOGGLE:
        if not isinstance(value, bool):
            raise Unreadable(f"{field.name} is true or false")
        return "yes" if value else ""
    if not isinstance(value, str):
        raise Unreadable(f"{field.name} is a text in quotes")
    if field.options:
        _known(field, value)
    if field.kind.is_long:
        return value
    if len(value) > _LONGEST:
        raise Unreadable(f"{field.name} has more than {_LONGEST:,} letters")
    return one_line(value, _LONGEST)


def _known(field: Field, value: str) -> None:
    """Raise `Unreadable` where an answer is none of those there are."""
    answers = [one.value for one in field.options]
    given = chosen_in(value) if field.kind is Kind.CHOICES else (value,)
    for one in given:
        if one not in answers:
            offered = ", ".join(_quoted(answer) for answer in answers)
            raise Unreadable(f"{field.name} is one of {offered}")
