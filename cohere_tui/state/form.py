"""What a form asks for: fields are data (DESIGN 2.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Values: TypeAlias = Mapping[str, str]
"""What is in the fields, by name, as it is written. Toggles are "yes" or ""."""


class Kind(Enum):
    """How a field is filled in."""

    TEXT = "text"
    SECRET = "secret"
    """Masked, never copied, not kept in a draft."""
    CHOICE = "choice"
    """One of a few."""
    CHOICES = "choices"
    """Any of a few: the taken ones with commas between. See `chosen_in`."""
    TOGGLE = "toggle"
    PATH = "path"
    """A file, completed while it is typed."""
    TEXTS = "texts"
    """Several lines, under the label."""
    EXAMPLES = "examples"
    """Texts with labels in a small table, under the label. See `state.playground.labels`."""
    PICK = "pick"
    """One of a list that is brought when it is asked for."""

    @property
    def is_long(self) -> bool:
        """Whether it takes more than a line; then blanks at its ends may mean something."""
        return self in (Kind.TEXTS, Kind.EXAMPLES)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice, or of a list to pick from."""

    value: str
    label: str
    note: str = ""
    """Stands dim beside it in a list to pick from."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked for."""

    name: str
    """As the request calls it: what is wrong with a request is shown under this field."""
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    """What is there at first."""
    hint: str = ""
    """What is allowed, or what happens when it is left empty."""
    options: tuple[Option, ...] = ()
    load: Callable[[Values], Awaitable[Sequence[Option]]] | None = None
    """Brings what can be picked, given what is in the fields. May raise a `CohereTuiError`."""
    empty: str = "There is nothing to pick."
    """What stands in a list to pick from that has nothing in it."""
    free: bool = False
    """Whether something that is not in the list may be written as well."""
    shown: Callable[[Values], bool] = lambda _: True
    """Whether it matters, given what is in the others."""
    given: bool = False
    """Whether somebody came with its value: nothing that was written before takes its place."""
    extra: bool = False
    """Whether it is seldom wanted: then it is in sight only on demand, or when it was filled in."""


def chosen_in(value: str) -> tuple[str, ...]:
    """What is taken of several choices."""
    return tuple(one for one in value.split(",") if one)


Faults: TypeAlias = Mapping[str, str]
"""What is wrong, by the name of the field; under "" what is wrong with the whole."""


def first_values(fields: tuple[Field, ...], draft: Values) -> dict[str, str]:
    """What the fields begin with: what was written before, else their own values."""
    return {
        field.name: field.value if field.given else draft.get(field.name, field.value)
        for field in fields
    }


def kept_values(fields: tuple[Field, ...], values: Values) -> dict[str, str]:
    """What may be kept of an unfinished form: everything but secrets."""
    secret = {field.name for field in fields if field.kind is Kind.SECRET}
    return {name: value for name, value in values.items() if name not in secret}


def meant_values(fields: tuple[Field, ...], values: Values) -> dict[str, str]:
    """What is in the fields that matter. Blanks around a word mean nothing; in a text they may."""
    return {
        field.name: values[field.name] if field.kind.is_long else values[field.name].strip()
        for field in fields
        if field.shown(values)
    }


def extras_in(fields: tuple[Field, ...], values: Values) -> frozenset[str]:
    """The names of the seldom wanted fields that hold something else than their own value."""
    return frozenset(
        field.name
        for field in fields
        if field.extra and values.get(field.name, field.value) != field.value
    )
