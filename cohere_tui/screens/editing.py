"""Writing a text in the person's own editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.editor import edit, run_in_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App


def edited_outside(app: App[object], text: str, kept: str) -> str:
    """What was saved in the editor; the app stands still meanwhile.

    Raises `TerminalError` when there is no editor to be opened from here; `kept` says then what is
    still there.
    """

    def run(command: Sequence[str]) -> int:
        with app.suspend():
            return run_in_terminal(command)

    try:
        return edit(text, os.environ, run)
    except SuspendNotSupported as error:
        raise TerminalError("An editor cannot be opened from here.", kept=kept) from error
