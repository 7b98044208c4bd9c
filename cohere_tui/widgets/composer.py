"""Where a person writes: grows with the text, sends with enter, remembers what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets.text_area import Selection

from cohere_tui.plain import one_line
from cohere_tui.widgets.burst import Burst
from cohere_tui.widgets.folding_area import FoldingArea
from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.prompt_history import PromptHistory
from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size
    from textual.timer import Timer

MOST_LINES = 8
"""The composer grows to so many lines, or a third of the terminal if that is less."""

HOLD_S = 0.05
"""How long a send waits, when keys come as a paste, for the line that makes it a line break."""

SWAPPED = {"composer.send": "ctrl+j", "composer.newline": "enter,shift+enter"}
"""The keymap of `enter_sends=False`."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"composer.{name}", show=show)


class Composer(FoldingArea, inherit_bindings=False):
    """The prompt. Posts what is asked of the screen around it and knows nothing of it.

    `earlier` holds prompts of before, newest first; `model` names who is asked; `hint` replaces the
    placeholder. `draft` is the text as it would be sent, `fill` and `give_back` put text in,
    `clear_text` empties it; all of that can be undone. With `enter_sends` false, enter breaks the
    line and ctrl+j sends.
    """

    DEFAULT_CSS = """
    Composer {
        height: auto; padding: 0 1 0 0; border: none; border-left: blank $background;
        background: $background; scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: outer $accent; }
        &.-ascii:focus { border-left: ascii $accent; }
        .text-area--placeholder { color: $text-muted; }
        &:ansi .text-area--placeholder { text-style: dim; }
        &:light .text-area--cursor {
            color: $input-cursor-foreground; background: $input-cursor-background;
        }
    }
    """

    BINDING_GROUP_TITLE = "Prompt"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("enter", "send", "Send", "send", show=True),
        _key("ctrl+j,shift+enter", "newline", "New line", "newline", show=True),
        _key("up", "cursor_up", "Line up, then earlier prompts", "up"),
        _key("down", "cursor_down", "Line down, then later prompts", "down"),
        _key("pageup", "scroll_log(0, -1)", "Scroll the conversation a page up", "page_up"),
        _key("pagedown", "scroll_log(0, 1)", "Scroll the conversation a page down", "page_down"),
        _key("shift+up", "scroll_log(-1, 0)", "Scroll the conversation a line up", "line_up"),
        _key("shift+down", "scroll_log(1, 0)", "Scroll the conversation a line down", "line_down"),
        _key("tab", "ask('Leave')", "To the conversation", "leave"),
        _key("ctrl+r", "ask('Recall')", "Recall a chat or prompt", "recall", show=True),
        _key("f4,ctrl+g", "ask('EditOutside')", "Edit in $EDITOR", "editor"),
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

    earlier: var[Sequence[str]] = var((), init=False)
    model: var[str] = var("")
    hint: var[str] = var("")
    enter_sends: var[bool] = var(True, init=False)

    @dataclass
    class Sent(Message):
        """The person sent `text`: whole, pastes unfolded. The composer is empty by now."""

        text: str

    @dataclass
    class Scroll(Message):
        """Scroll the conversation by `lines` and `pages`, down being positive, or `to_end`."""

        lines: int = 0
        pages: int = 0
        to_end: bool = False

    class Leave(Message):
        """The person wants to go to the conversation."""

    class Recall(Message):
        """The person looks for an earlier chat or prompt."""

    class EditOutside(Message):
        """The person wants `draft` in an editor; `fill` takes the answer."""

    def __init__(
        self,
        *,
        earlier: Sequence[str] = (),
        model: str = "",
        enter_sends: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._walk = PromptHistory(earlier)
        self._burst = Burst()
        self._held: Timer | None = None
        self.set_reactive(Composer.earlier, earlier)
        self.set_reactive(Composer.model, model)
        self.enter_sends = enter_sends

    def give_back(self, text: str) -> None:
        """Put a prompt that could not be sent before whatever was typed since."""
        since = self.draft
        self.fill(f"{text}\n\n{since}" if since.strip() else text)

    def watch_enter_sends(self, enter_sends: bool) -> None:
        """Let enter and ctrl+j change places, for the footer and the help as well."""
        self._bindings = BindingsMap(self.BINDINGS)
        if not enter_sends:
            self._bindings.apply_keymap(SWAPPED)
        self.refresh_bindings()

    def watch_earlier(self, earlier: Sequence[str]) -> None:
        """Walk through the new prompts from the newest."""
        self._walk = PromptHistory(earlier)

    def watch_model(self) -> None:
        """Name the model in the placeholder."""
        self.watch_hint()

    def watch_hint(self) -> None:
        """Show the hint, or whom the person would ask."""
        whom = f"Ask {one_line(self.model, 60)}" if self.model else "Ask"
        signs = signs_of(self.app)
        self.set_class(signs is ASCII, "-ascii")
        self.placeholder = Content(one_line(self.hint) or whom + signs.ellipsis)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has, within the room that a prompt may take."""
        height = super().get_content_height(container, viewport, width)
        return max(1, min(height, MOST_LINES, self.app.size.height // 3))

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in the order they come, which a paste without marks needs too."""
        await self._settle_held_send(event)
        self._burst.note(event.time)
        if not event.is_printable:
            await act_on(self, event)

    async def _settle_held_send(self, event: events.Key) -> None:
        if self._held is None:
            return
        self._held.stop()
        self._held = None
        if self._burst.continues(event.time):
            self.action_newline()
        else:
            self._send()

    def action_send(self) -> None:
        """Send what is written, unless it comes as a paste of which this is only a line."""
        if self._burst.is_paste:
            self._held = self.set_timer(HOLD_S, self._send)
        else:
            self._send()

    def _send(self) -> None:
        self._held = None
        text = self.draft.strip("\n").rstrip()
        if not text:
            return
        self.clear_text()
        self._walk.restart()
        if not self.earlier or self.earlier[0] != text:
            self.earlier = (text, *self.earlier)
        self.post_message(self.Sent(text))

    def action_newline(self) -> None:
        """Break the line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up; from the first one to the next older prompt."""
        if select or not self.navigator.is_first_wrapped_line(self.cursor_location):
            super().action_cursor_up(select)
        elif (older := self._walk.older(self.draft)) is not None:
            self.fill(older)
            if self.wrapped_document.height > 1:
                self.move_cursor((0, 0))
                self.action_cursor_line_end()

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down; from the last one to the next newer prompt, in the end the draft."""
        if select or not self.navigator.is_last_wrapped_line(self.cursor_location):
            super().action_cursor_down(select)
        elif (newer := self._walk.newer(self.draft)) is not None:
            self.fill(newer)

    def action_cursor_line_end(self, select: bool = False) -> None:
        """To the end of the line; in an empty prompt to the end of the conversation."""
        if not self.text:
            self.post_message(self.Scroll(to_end=True))
        super().action_cursor_line_end(select)

    def action_scroll_log(self, lines: int, pages: int) -> None:
        """Ask for the conversation to be scrolled."""
        self.post_message(self.Scroll(lines, pages))

    def action_ask(self, what: str) -> None:
        """Post one of the messages that say no more than their name."""
        asked: dict[str, type[Message]] = {
            "Leave": self.Leave,
            "Recall": self.Recall,
            "EditOutside": self.EditOutside,
        }
        self.post_message(asked[what]())

    def action_unselect(self) -> None:
        """Drop the selection; without one the key is for the screen (it peels the next layer)."""
        if self.selection.is_empty:
            raise SkipAction
        self.selection = Selection.cursor(self.cursor_location)
