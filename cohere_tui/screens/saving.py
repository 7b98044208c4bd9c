"""Writing what is shown into a file: as what, where to; whole or not at all. For every screen."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.screens.target import ending_follows, faults_of, path_in, short, target_fields
from cohere_tui.services.converting import new_file
from cohere_tui.state.form import Option, Values
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.app import App


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write something down."""

    ending: str
    title: str
    pieces: Callable[[], Iterable[str]]
    """The text of the file, piece by piece; called and drained in a thread."""


async def save(
    app: App[Any], title: str, name: str, formats: tuple[Format, ...], *, note: str = ""
) -> Path | None:
    """Ask where to, write it, and say so; None when it was left.

    `name` is what the file is called if nobody says otherwise; its ending follows the format.
    `note` says what it is that is saved. What fails is said in the form, with everything still in
    it. Runs in a worker.
    """
    options = tuple(Option(one.ending, one.title) for one in formats)
    by_ending = {one.ending: one for one in formats}

    async def send(values: Values) -> Path:
        path, chosen = path_in(values), by_ending[values["form"]]
        replace = bool(values.get("replace"))
        await asyncio.to_thread(_write, path, chosen.pieces, replace=replace)
        return path

    form = Form(
        title,
        target_fields(name, options),
        check=faults_of,
        send=send,
        verb="Save",
        doing="writing…",
        note=note,
        adapt=ending_follows(options),
    )
    saved: Path | None = await app.push_screen_wait(form)
    if saved is not None:
        app.notify(f"Saved as {short(saved)}", timeout=8)
    return saved


def _write(path: Path, pieces: Callable[[], Iterable[str]], *, replace: bool) -> None:
    with new_file(path, replace=replace) as file:
        for piece in pieces():
            file.write(piece.encode("utf-8", "backslashreplace"))
