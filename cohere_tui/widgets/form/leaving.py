"""Going from field to field, in a dialog and in a playground alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.widgets.form.controls import PathLine
from cohere_tui.widgets.own_keys import behind

if TYPE_CHECKING:
    from textual.screen import Screen


def step_from(screen: Screen[Any], step: int) -> None:
    """Go to the next field, or to the one before."""
    screen.focus_next() if step > 0 else screen.focus_previous()


def leave(screen: Screen[Any], step: int) -> None:
    """The same, behind what was typed into the field; a path is completed by `tab` first.

    For a binding with priority. What is typed behind it comes into the field that it goes to.
    """
    focused = screen.focused
    if focused is None:
        step_from(screen, step)
    elif step > 0 and isinstance(focused, PathLine):
        behind(focused, focused.action_complete)
    else:
        behind(focused, lambda: step_from(screen, step))
