"""The playgrounds side by side, with their digits; the shown one is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from textual import events

_GAP = "  "


class TabLine(Widget, can_focus=True):
    """The titles of `tabs`, pairs of name and title; a digit, or left and right, goes to one."""

    DEFAULT_CSS = """
    TabLine { height: 1; padding: 0 1; background: $background; }
    """

    BINDING_GROUP_TITLE = "Playgrounds side by side"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "turn(1)", "Next", id="tabs.next"),
        Binding("h,left", "turn(-1)", "Previous", id="tabs.previous", show=False),
        Binding("enter,down,j,i", "enter", "To the form", id="tabs.enter"),
        *(
            Binding(str(digit), f"choose({digit - 1})", f"Number {digit}", id=f"tabs.go{digit}",
                    show=False)
            for digit in range(1, 9)
        ),
    ]  # fmt: skip

    shown: reactive[str] = reactive("")
    """The name of the one in sight."""

    @dataclass
    class Chosen(Message):
        """The person wants to see one; `into` its form."""

        name: str
        into: bool = False

    def __init__(self, tabs: tuple[tuple[str, str], ...]) -> None:
        super().__init__(id="tabs")
        self._tabs = tabs

    def render(self) -> Content:
        """The line; digits while they are keys, and as much of it as fits."""
        here, secondary = self.has_focus, quiet(self.app)
        parts = []
        for place, (name, title) in enumerate(self._tabs):
            text = f"{place + 1} {title}" if here and self._digits_fit else title
            style = "bold underline $accent" if name == self.shown else secondary
            parts.append(Content.styled(text, style).stylize(Style.from_meta({"tab": name})))
        before = self._place
        while len(parts) > 1 and _width(parts) > self.content_size.width:
            far = (
                before > len(parts) - 1 - before
            )  # whether the first is farther away than the last
            parts.pop(0 if far else -1)
            before -= far
        return Content(_GAP).join(parts)

    @property
    def _digits_fit(self) -> bool:
        titles = sum(len(title) + 2 for _, title in self._tabs)
        return titles + len(_GAP) * (len(self._tabs) - 1) <= self.content_size.width

    @property
    def _place(self) -> int:
        return next((at for at, (name, _) in enumerate(self._tabs) if name == self.shown), 0)

    def on_focus(self) -> None:
        """Show the digits."""
        self.refresh()

    on_blur = on_focus

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def action_turn(self, step: int) -> None:
        """Show the next one, or the one before; round at the ends."""
        self.action_choose((self._place + step) % len(self._tabs))

    def action_choose(self, place: int) -> None:
        """Show one."""
        if place < len(self._tabs):
            self.post_message(self.Chosen(self._tabs[place][0]))

    def action_enter(self) -> None:
        """Go into the form of the one in sight."""
        self.post_message(self.Chosen(self.shown, into=True))

    def on_click(self, event: events.Click) -> None:
        """A click shows one."""
        event.stop()
        name = event.style.meta.get("tab")
        if isinstance(name, str):
            self.post_message(self.Chosen(name, into=True))


def _width(parts: list[Content]) -> int:
    return sum(part.cell_length for part in parts) + len(_GAP) * (len(parts) - 1)
