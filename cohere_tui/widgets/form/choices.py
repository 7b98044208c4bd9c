"""Answers that stand side by side: one of a few, several of a few, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.state.form import chosen_in
from cohere_tui.widgets.in_order import InOrder
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.events import Click
    from textual.geometry import Size

    from cohere_tui.state.form import Option

_GAP: Final = "  "


@dataclass
class Filled(Message):
    """Another answer was taken."""

    line: Widget


class Answers(InOrder, Widget, can_focus=True):
    """Answers side by side; a line is broken between two of them only."""

    DEFAULT_CSS = """
    Answers { height: auto; padding: 0 1; }
    Answers:focus { background: $panel; }
    Answers:ansi:focus { background: ansi_default; }
    """

    def answers(self) -> Sequence[Content]:
        """Each of them as it looks."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as they take."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """Line by line."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for one in self.answers():
            if lines and lines[-1].cell_length + len(_GAP) + one.cell_length <= width:
                lines[-1] = Content.assemble(lines[-1], _GAP, one)
            else:
                lines.append(one)
        return lines


class ChoiceLine(Answers):
    """A few answers side by side, one of them taken; wraps where they are many."""

    DEFAULT_CSS = "ChoiceLine:ansi:focus { text-style: underline; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,l", "turn(1)", "Take the next", id="choice.next"),
        Binding("left,h", "turn(-1)", "Previous answer", id="choice.previous", show=False),
    ]

    value: reactive[str] = reactive("", layout=True)

    def __init__(self, options: tuple[Option, ...], value: str = "") -> None:
        super().__init__()
        self._options = options
        known = [option.value for option in options]
        self.set_reactive(ChoiceLine.value, value if value in known else known[0])

    def answers(self) -> Sequence[Content]:
        """The taken one filled."""
        ascii_only = signs_of(self.app) is ASCII
        on, off = ("(*)", "( )") if ascii_only else ("(•)", "( )")
        secondary = quiet(self.app)
        return [
            Content.styled(f"{on} {one_line(option.label)}", "bold")
            if option.value == self.value
            else Content.styled(f"{off} {one_line(option.label)}", secondary)
            for option in self._options
        ]

    def watch_value(self, before: str, now: str) -> None:
        """Tell the form."""
        if before != now and self.is_mounted:
            self.post_message(Filled(self))

    def action_turn(self, step: int) -> None:
        """Take the next answer, or the one before; round at the ends."""
        known = [option.value for option in self._options]
        self.value = known[(known.index(self.value) + step) % len(known)]

    def on_click(self, event: Click) -> None:
        """A click takes the next answer."""
        event.stop()
        self.action_turn(1)


class ChoicesLine(Answers):
    """A few answers side by side, any of them taken; wraps where they are many.

    Its value are the taken ones in the order in which they stand, with commas between.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1)", "Next answer", id="choices.next", show=False),
        Binding("left,h", "move(-1)", "Previous answer", id="choices.previous", show=False),
        Binding("space", "turn", "Take or leave", id="choices.turn"),
    ]

    value: reactive[str] = reactive("", layout=True)
    at: reactive[int] = reactive(0)
    """The answer that the cursor is on."""

    def __init__(self, options: tuple[Option, ...], value: str = "") -> None:
        super().__init__()
        self._options = options
        self.set_reactive(ChoicesLine.value, self._in_order(chosen_in(value)))

    def answers(self) -> Sequence[Content]:
        """The taken ones checked; that under the cursor is underlined."""
        taken, secondary = chosen_in(self.value), quiet(self.app)
        parts = []
        for place, option in enumerate(self._options):
            is_taken = option.value in taken
            style = "bold" if is_taken else secondary
            if self.has_focus and place == self.at:
                style += " underline"
            box = "[x]" if is_taken else "[ ]"
            part = Content.styled(f"{box} {one_line(option.label)}", style)
            parts.append(part.stylize(Style.from_meta({"answer": place})))
        return parts

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    on_blur = on_focus

    def watch_value(self, before: str, now: str) -> None:
        """Tell the form."""
        if before != now and self.is_mounted:
            self.post_message(Filled(self))

    def action_move(self, step: int) -> None:
        """Go to the next answer, or the one before; round at the ends."""
        self.at = (self.at + step) % len(self._options)

    def action_turn(self) -> None:
        """Take the answer under the cursor, or leave it."""
        self.value = self._in_order({*chosen_in(self.value)} ^ {self._options[self.at].value})

    def on_click(self, event: Click) -> None:
        """A click on an answer takes it, or leaves it; between them it does nothing."""
        event.stop()
        place = event.style.meta.get("answer")
        if isinstance(place, int):
            self.at = place
            self.action_turn()

    def _in_order(self, values: Collection[str]) -> str:
        return ",".join(one.value for one in self._options if one.value in values)


class ToggleLine(InOrder, Widget, can_focus=True):
    """Yes or no."""

    DEFAULT_CSS = """
    ToggleLine { height: 1; padding: 0 1; }
    ToggleLine:focus { background: $panel; }
    ToggleLine:ansi:focus { background: ansi_default; text-style: underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "Yes or no", id="toggle.turn"),
    ]

    value: reactive[str] = reactive("")

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.set_reactive(ToggleLine.value, "yes" if value else "")

    def render(self) -> Content:
        """The box."""
        return Content.assemble(("[x]" if self.value else "[ ]", "bold" if self.value else ""))

    def watch_value(self, before: str, now: str) -> None:
        """Tell the form."""
        if before != now and self.is_mounted:
            self.post_message(Filled(self))

    def action_turn(self) -> None:
        """Turn it."""
        self.value = "" if self.value else "yes"

    def on_click(self, event: Click) -> None:
        """A click turns it."""
        event.stop()
        self.action_turn()
