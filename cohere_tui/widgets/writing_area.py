"""An area to write several lines in: enter does it, ctrl+j breaks the line, whoever pastes."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.widgets.text_area import Selection

from cohere_tui.widgets.burst import Burst
from cohere_tui.widgets.folding_area import FoldingArea
from cohere_tui.widgets.own_keys import act_on, passed_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.timer import Timer

HOLD_S = 0.05
"""How long a send waits, when keys come as a paste, for the line that makes it a line break."""

_MOST_STALLS = 3
"""On a machine that is always late, what is written goes all the same."""


def _key(keys: str, action: str, what: str, name: str) -> Binding:
    return Binding(keys, action, what, id=f"text.{name}", show=False)


class WritingArea(FoldingArea, inherit_bindings=False):
    """Text of several lines.

    Subclasses bind `send`, `newline`, up and down, and say in `sent` what it does. With
    `enter_sends` false, their keys change as `SWAPPED` says: enter breaks the line.
    """

    SWAPPED: ClassVar[Mapping[str, str]] = {}
    """The keymap of `enter_sends=False`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("escape", "unselect", "Drop the selection", "unselect"),
        _key("left", "cursor_left", "Left", "left"),
        _key("right", "cursor_right", "Right", "right"),
        _key("ctrl+left,alt+b", "cursor_word_left", "Word left", "word_left"),
        _key("ctrl+right,alt+f", "cursor_word_right", "Word right", "word_right"),
        _key("home,ctrl+a", "cursor_line_start", "Start of the line", "line_start"),
        _key("end,ctrl+e", "cursor_line_end", "End of the line", "line_end"),
        _key("shift+left", "cursor_left(True)", "Select left", "select_left"),
        _key("shift+right", "cursor_right(True)", "Select right", "select_right"),
        _key("shift+home", "cursor_line_start(True)", "Select to the start", "select_start"),
        _key("shift+end", "cursor_line_end(True)", "Select to the end", "select_end"),
        _key("backspace", "delete_left", "Delete left", "delete_left"),
        _key("delete,ctrl+d", "delete_right", "Delete right", "delete_right"),
        _key("ctrl+w,alt+backspace", "delete_word_left", "Delete word left", "delete_word_left"),
        _key("alt+d,alt+delete", "delete_word_right", "Delete word right", "delete_word_right"),
        _key("ctrl+u", "delete_to_start_of_line", "Delete to the start", "delete_to_start"),
        _key(
            "ctrl+k", "delete_to_end_of_line_or_delete_line", "Delete to the end", "delete_to_end"
        ),
        _key("ctrl+x", "cut", "Cut", "cut"),
        _key("ctrl+v", "paste", "Paste what was cut or copied here", "paste"),
        _key("ctrl+z", "undo", "Undo", "undo"),
        _key("ctrl+y", "redo", "Redo", "redo"),
    ]

    enter_sends: var[bool] = var(True, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._burst = Burst()
        self._held: Timer | None = None

    def sent(self) -> None:
        """The person is done with the text."""
        raise NotImplementedError

    def watch_enter_sends(self, enter_sends: bool) -> None:
        """Let enter and ctrl+j change places, for the footer and the help as well."""
        assert self._merged_bindings is not None
        self._bindings = self._merged_bindings.copy()
        if not enter_sends:
            self._bindings.apply_keymap(dict(self.SWAPPED))
        self.refresh_bindings()

    async def on_key(self, event: events.Key) -> None:
        """Act on keys in the order they come, which a paste without marks needs too."""
        if passed_on(self, event):
            return
        self._settle_held_send(event)
        self._burst.note(event.time)
        if not event.is_printable:
            await act_on(self, event, beyond=True)

    def on_paste(self, event: events.Paste) -> None:
        """The line break that would have sent belongs to what goes on here."""
        self._settle_held_send(event)

    def _settle_held_send(self, event: events.Key | events.Paste) -> None:
        if self._held is None:
            return
        self._held.stop()
        self._held = None
        if isinstance(event, events.Paste) or self._burst.continues(event.time):
            self.action_newline()
        else:
            self._send()

    def action_send(self) -> None:
        """Send what is written, unless it comes as a paste of which this is only a line."""
        if self._burst.is_paste:
            self._hold()
        else:
            self._send()

    def _hold(self, stalls: int = 0) -> None:
        """Send a moment later, unless the line goes on."""
        due = monotonic() + HOLD_S

        def send() -> None:
            if self._held is None:
                return  # it has just gone on, and the timer was on its way
            if monotonic() - due > HOLD_S and stalls < _MOST_STALLS:
                self._hold(stalls + 1)  # the process stood still, and has not looked for keys
            else:
                self._send()

        self._held = self.set_timer(HOLD_S, send)

    def _send(self) -> None:
        self._held = None
        self.sent()

    def action_newline(self) -> None:
        """Break the line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def action_unselect(self) -> None:
        """Drop the selection; without one the key is for the screen (it peels the next layer)."""
        if self.selection.is_empty:
            raise SkipAction
        self.selection = Selection.cursor(self.cursor_location)
