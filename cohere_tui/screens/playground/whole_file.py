"""Taking a whole file into a field, with every blank and every line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from cohere_tui.screens.target import path_in
from cohere_tui.services.files.whole_text import whole_text
from cohere_tui.state.form import Field, Kind
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from textual.app import App

    from cohere_tui.state.form import Faults, Values


async def text_from_file(
    app: App[Any], title: str, most_bytes: int, drafts: dict[str, Values]
) -> str | None:
    """Ask for a file of at most so many bytes; its text, or None when it was left.

    Runs in a worker.
    """

    async def send(values: Values) -> str:
        return await asyncio.to_thread(whole_text, path_in(values), most_bytes)

    form = Form(
        title,
        (Field("path", "File", Kind.PATH, hint="a text in UTF-8; it is taken as it is"),),
        check=_faults,
        send=send,
        verb="Take",
        doing="reading…",
        drafts=drafts,
    )
    return await app.push_screen_wait(form)


def _faults(values: Values) -> Faults:
    return {} if values["path"] else {"path": "say which file"}
