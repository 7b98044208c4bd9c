"""The form of a playground: what is asked, and the button that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from cohere_tui.widgets.form.controls import SendButton
from cohere_tui.widgets.form.leaving import leave, step_from
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.form.texts_area import TextsArea
from cohere_tui.widgets.playground.cell_line import CellLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.widgets.form.fields import Fields


class Asked(Vertical):
    """Fields, and a button under them; enter runs wherever the focus is in it."""

    BINDING_GROUP_TITLE = "Form"
    ALLOW_MAXIMIZE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", "Run", id="asked.run", show=False),
        # With priority, so that keys behind it are not sent to the field that is left.
        Binding("tab", "leave(1)", "Next field", id="asked.tab", show=False, priority=True),
        Binding(
            "shift+tab", "leave(-1)", "Previous field", id="asked.back", show=False, priority=True
        ),
        Binding("down", "move(1)", "Next field", id="asked.down", show=False),
        Binding("up", "move(-1)", "Previous field", id="asked.up", show=False),
    ]

    class Run(Message):
        """The person wants it run."""

    def __init__(self, fields: Fields) -> None:
        super().__init__(id="asked")
        self.fields = fields
        self.button = SendButton("Run")

    def compose(self) -> ComposeResult:
        """The fields, and the button where their contents begin."""
        yield self.fields
        self.button.styles.margin = (1, 0, 0, self.fields.column)
        yield self.button

    @on(SendButton.Pressed)
    @on(TextsArea.Done)
    @on(Input.Submitted)
    def _wanted(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Run())

    def action_run(self) -> None:
        """Run; where nothing is picked yet: pick."""
        focused = self.screen.focused
        if isinstance(focused, PickLine) and not focused.value:
            focused.action_pick()
        else:
            self.post_message(self.Run())

    def action_move(self, step: int) -> None:
        """Go to another field."""
        step_from(self.fields, self.button, step)

    def action_leave(self, step: int) -> None:
        """The same, behind what was typed; within the table of examples `tab` goes its own way."""
        if isinstance(self.screen.focused, CellLine):
            raise SkipAction
        leave(self.fields, self.button, step)
