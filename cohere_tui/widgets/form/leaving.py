"""Going from field to field, in a dialog and in a playground alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.form.controls import PathLine
from cohere_tui.widgets.own_keys import behind

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.widgets.form.controls import SendButton
    from cohere_tui.widgets.form.rows import Rows


def step_from(fields: Rows, button: SendButton, step: int) -> None:
    """Go to the next field, or to the one before; the button is behind the last.

    Textual goes by where things are, and does not know that yet of a field that is just shown.
    """
    places = [*fields.shown, button]
    at = next((at for at, one in enumerate(places) if one.has_focus_within), len(places))
    there = at + step
    if at < len(places) and 0 <= there < len(places):
        _focus(places[there])
    elif step > 0:
        fields.screen.focus_next()
    else:
        fields.screen.focus_previous()


def _focus(control: Widget) -> None:
    """At once: `focus` does it a while later, and the next key would be too early."""
    inner = (one for one in control.query() if one.focusable and one.display)
    control.screen.set_focus(control if control.focusable else next(inner, None))


def leave(fields: Rows, button: SendButton, step: int) -> None:
    """The same, behind what was typed into the field; a path is completed by `tab` first.

    For a binding with priority. What is typed behind it comes into the field that it goes to.
    """
    focused = fields.screen.focused

    def go() -> None:
        step_from(fields, button, step)

    def complete() -> None:
        if not (isinstance(focused, PathLine) and focused.complete()):
            go()

    if focused is None:
        go()
    else:
        behind(focused, complete if step > 0 else go)
