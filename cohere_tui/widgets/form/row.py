"""One field as it is asked for: its label, what it is filled in with, what is said under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from cohere_tui.state.form import Field
    from cohere_tui.state.verdict import Verdict
    from cohere_tui.widgets.form.controls import Control


class Row:
    """The widgets of `field`; what is filled in begins at `column`, a text under its label."""

    def __init__(self, field: Field, control: Control, column: int) -> None:
        self.field = field
        self.control = control
        """What it is filled in with."""
        control.add_class("form--control")
        label = Static(Content(field.label), classes="form--label")
        line: type[Horizontal | Vertical] = Vertical
        if not field.kind.is_long:
            label.styles.width, line = column, Horizontal
        name = field.name.replace(".", "-")
        self.line = line(label, control, classes="form--row", id=f"row-{name}")
        """The label and the control."""
        self.hint = Static("", classes="form--hint", id=f"hint-{name}", markup=False)
        """What is said under them."""
        self.hint.styles.padding = (0, 0, 0, 1 if field.kind.is_long else column + 1)

    def say(self, verdict: Verdict) -> bool:
        """Show it as it was judged. Whether something else is said under it now."""
        text = plain(verdict.told)
        is_news = text != str(self.hint.content)
        self.hint.update(Content(text))
        self.hint.set_class(verdict.is_wrong, "-wrong")
        self.line.display = verdict.shown
        self.hint.display = verdict.shown and bool(text)
        return is_news

    def best_offset(self, offset: int, height: int) -> int:
        """How far its form is to be scrolled, nearest to `offset`, so that all of it is seen.

        Where there is not room for all: what is wrong with it, else what it is called.
        """
        top = self.line.virtual_region.y
        end = (self.hint if self.hint.display else self.line).virtual_region.bottom
        bottom = max(offset, end - height)
        if self.hint.has_class("-wrong"):
            return max(min(offset, top), end - height)
        return min(top, bottom)
