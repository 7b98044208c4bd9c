"""Lending the terminal to another program: the app stands still until that ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from cohere_tui.errors import TerminalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App


@contextmanager
def lent(app: App[Any], what: str, kept: str = "") -> Iterator[None]:
    """The terminal is somebody else's within this, and the app's again afterwards, in any case.

    Raises `TerminalError` where there is none to lend; `what` cannot be opened then, and `kept`
    says what is still there.
    """
    failure: OSError | None = None
    try:
        with app.suspend():
            try:
                yield
            except OSError as error:
                # Textual takes the terminal back only when nothing is raised in between.
                failure = error
    except SuspendNotSupported as error:
        raise TerminalError(f"{what} cannot be opened from here.", kept=kept) from error
    if failure is not None:
        raise failure
