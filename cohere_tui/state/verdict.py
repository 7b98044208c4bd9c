"""What is said under the fields of a form, and which of them are in sight. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.form import extras_in

if TYPE_CHECKING:
    from collections.abc import Container

    from cohere_tui.state.form import Faults, Field, Values


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a field was judged."""

    told: str
    """What is wrong with it, else what is allowed; empty for nothing."""
    is_wrong: bool = False
    shown: bool = True
    """Whether the field is in sight."""


def wrong(why: str, *, shown: bool = True) -> Verdict:
    """The verdict on a field with which something is wrong."""
    return Verdict(f"! {why}", is_wrong=True, shown=shown)


def verdicts(
    fields: tuple[Field, ...],
    values: Values,
    faults: Faults,
    hints: Values,
    *,
    judged: Container[str],
    more: bool,
) -> dict[str, Verdict]:
    """The verdict on each field, by name, given what is in all of them.

    What is wrong is said of those whose names are `judged`. A field that is `extra` is in sight
    with `more`, when something is in it, or when it is wrong.
    """
    extras = extras_in(fields, values)
    found = {}
    for field in fields:
        fault = faults.get(field.name, "") if field.name in judged else ""
        wanted = more or not field.extra or field.name in extras or bool(fault)
        shown = wanted and field.shown(values)
        allowed = Verdict(hints.get(field.name, field.hint), shown=shown)
        found[field.name] = wrong(fault, shown=shown) if fault else allowed
    return found
