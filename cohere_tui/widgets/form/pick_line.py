"""A field that is filled in from a list, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.in_order import InOrder
from cohere_tui.widgets.picker import FreePicker, Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Click

    from cohere_tui.state.form import Field, Values


class PickLine(InOrder, Widget, can_focus=True):
    """What was picked from a list.

    `field` brings the list, given `values`, what is in all fields when it is opened.
    """

    DEFAULT_CSS = """
    PickLine { height: 1; padding: 0 1; background: $panel; }
    PickLine:focus { text-style: bold; }
    PickLine:ansi { background: ansi_default; text-style: underline; }
    PickLine:ansi:focus { text-style: bold underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "Pick", id="pick.pick"),
        Binding("delete,backspace", "clear", "Clear", id="pick.clear", show=False),
    ]

    value: reactive[str] = reactive("")

    def __init__(self, field: Field, values: Callable[[], Values], value: str = "") -> None:
        super().__init__()
        self._field = field
        self._values = values
        self.set_reactive(PickLine.value, value)

    def render(self) -> Content:
        """What was picked, or how to."""
        if self.value:
            return Content(one_line(self.value))
        return Content.styled("space shows the list", quiet(self.app))

    def watch_value(self, before: str, now: str) -> None:
        """Tell the form."""
        if before != now and self.is_mounted:
            self.post_message(Filled(self))

    @work(exclusive=True, group="pick")
    async def action_pick(self) -> None:
        """Show the list, and take what is picked."""
        field, load = self._field, self._field.load
        if load is None:
            return

        async def choices() -> list[Choice]:
            return [Choice(one.value, one.label, one.note) for one in await load(self._values())]

        kind = FreePicker if field.free else Picker
        picker = kind(field.label, load=choices, current=self.value, empty=field.empty)
        picked = await self.app.push_screen_wait(picker)
        self.value = picked or self.value

    def action_clear(self) -> None:
        """Take nothing."""
        self.value = ""

    def on_click(self, event: Click) -> None:
        """A click shows the list."""
        event.stop()
        self.action_pick()
