"""Taking inputs from a file: which file, which of its columns, added to what is there or not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import FileUnusable, RequestInvalid
from cohere_tui.screens.target import path_in
from cohere_tui.services.files.inputs import WHOLE, Inputs, columns_of, read_inputs
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from cohere_tui.state.form import Faults, Values

_COLUMN: Final = "column."
_HINT: Final = "lines of a text, a column of .csv, a field of .jsonl"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read, and what becomes of what is in the field."""

    inputs: Inputs
    adds: bool
    """Whether it is added to that."""


async def rows_from_file(
    app: App[Any],
    title: str,
    columns: Sequence[str],
    drafts: dict[str, Values],
    *,
    some: bool = False,
) -> Taken | None:
    """Ask for a file and which of its columns are the `columns` wanted; None when it was left.

    The first column wanted must be there; with `some`, any of them. Runs in a worker.
    """

    async def load(values: Values) -> Sequence[Option]:
        if not values["path"]:
            raise FileUnusable("Say which file first")
        found = await asyncio.to_thread(columns_of, path_in(values))
        return [Option(name, name) for name in found]

    async def send(values: Values) -> Taken:
        path = path_in(values)
        chosen = await asyncio.to_thread(_chosen, values, columns)
        skip = bool(values["skip"])
        inputs = await asyncio.to_thread(read_inputs, path, chosen, skip=skip, some=some)
        if not inputs.rows:
            raise FileUnusable("There is nothing in it to take", remedy="Is it the right column?")
        return Taken(inputs, bool(values["adds"]))

    form = Form(
        title,
        (
            Field("path", "File", Kind.PATH, hint=_HINT),
            *(
                Field(
                    f"{_COLUMN}{name}",
                    f"Its {name}",
                    Kind.PICK,
                    load=load,
                    hint="the column or field; left empty: the one that is called so, or the only",
                    shown=_has_columns,
                )
                for name in columns
            ),
            Field("skip", "Broken rows", Kind.TOGGLE, hint="leave out rows that cannot be read"),
            Field("adds", "Add", Kind.TOGGLE, hint="to what is there already"),
        ),
        check=_faults,
        send=send,
        verb="Take",
        doing="reading…",
        drafts=drafts,
    )
    return await app.push_screen_wait(form)


def _faults(values: Values) -> Faults:
    return {} if values["path"] else {"path": "say which file"}


def _has_columns(values: Values) -> bool:
    return values["path"].lower().endswith((".csv", ".tsv", ".jsonl", ".ndjson"))


def _chosen(values: Values, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns to read: those that were picked, else those that must be meant."""
    found = columns_of(path_in(values))
    return tuple(_meant(values.get(f"{_COLUMN}{name}", ""), name, found) for name in columns)


def _meant(picked: str, name: str, found: tuple[str, ...]) -> str:
    if picked or found == (WHOLE,):
        return picked or WHOLE
    named = [one for one in found if one != WHOLE]
    if name in named or len(named) == 1:
        return name if name in named else named[0]
    listed = ", ".join(named[:10])
    raise RequestInvalid(f"Say which of them: {listed}", field=f"{_COLUMN}{name}")
