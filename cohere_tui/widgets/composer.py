"""Where a person writes: grows with the text, sends with enter, remembers what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from cohere_tui.plain import one_line
from cohere_tui.widgets.own_keys import tell_first
from cohere_tui.widgets.prompt_history import PromptHistory
from cohere_tui.widgets.themes import ASCII, signs_of
from cohere_tui.widgets.writing_area import WritingArea

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.geometry import Size

MOST_LINES = 8
"""The composer grows to so many lines, or a third of the terminal if that is less."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"composer.{name}", show=show)


class Composer(WritingArea):
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
    SWAPPED: ClassVar[Mapping[str, str]] = {
        "composer.send": "ctrl+j",
        "composer.newline": "enter,shift+enter",
    }

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
    ]

    earlier: var[Sequence[str]] = var((), init=False)
    model: var[str] = var("")
    hint: var[str] = var("")

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
        self.set_reactive(Composer.earlier, earlier)
        self.set_reactive(Composer.model, model)
        self.enter_sends = enter_sends

    def give_back(self, text: str) -> None:
        """Put a prompt that could not be sent before whatever was typed since."""
        since = self.draft
        self.fill(f"{text}\n\n{since}" if since.strip() else text)

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

    def sent(self) -> None:
        """Hand the text over, and remember it."""
        text = self.draft.strip("\n").rstrip()
        if not text:
            return
        self.clear_text()
        self._walk.restart()
        if not self.earlier or self.earlier[0] != text:
            self.earlier = (text, *self.earlier)
        self.post_message(self.Sent(text))

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
        tell_first(self, asked[what]())
