"""Writing a text, or all of a form, in the person's own editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import TerminalError
from cohere_tui.state.form_text import Unreadable, changes_in, text_of
from cohere_tui.terminal.editor import edit
from cohere_tui.terminal.foreground import run_in_terminal
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.lending import lent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from cohere_tui.widgets.form.form import Form

_KEPT: Final = "Nothing was changed."


def edited_outside(app: App[Any], text: str, kept: str, *, ending: str = "md") -> str:
    """What was saved in the editor; the app stands still meanwhile.

    Raises `TerminalError` when there is no editor to be opened from here; `kept` says then what is
    still there.
    """

    def run(command: Sequence[str]) -> int:
        with lent(app, "An editor", kept):
            return run_in_terminal(command)

    return edit(text, os.environ, run, ending=ending)


async def written_outside(app: App[Any], form: Form[Any]) -> bool:
    """Put into a form what the person writes in the editor; it is then to be shown, and judges it.

    False when there is nothing to be shown: that was said. Runs in a worker.
    """
    fields = form.fields.fields
    before = text = text_of(fields, form.fields.everything)
    while True:
        try:
            text = edited_outside(app, text, _KEPT, ending="toml")
            changed = changes_in(text, before, fields)
        except (TerminalError, Unreadable) as error:
            if not await _edits_again(app, error, lost=text != before):
                return False
        else:
            if not changed:
                app.notify(_KEPT)
            form.fields.write(changed)
            return bool(changed)


async def _edits_again(app: App[Any], error: TerminalError | Unreadable, *, lost: bool) -> bool:
    """Say what is wrong; whether the person goes on with what they wrote, if there is any."""
    told = error.told if isinstance(error, TerminalError) else f"It cannot be read: {error}."
    if not lost:
        app.notify(told, severity="warning", timeout=8)
        return False
    title = "Drop what you wrote?"
    return not await app.push_screen_wait(Confirm(title, told, yes="Drop it", no="Edit it again"))
