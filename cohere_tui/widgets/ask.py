"""A question that is answered with a text: one line (`Ask`) or many (`TextDialog`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static, TextArea

from cohere_tui.plain import plain
from cohere_tui.widgets.dialog import Dialog, Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class Ask(Dialog["str | None"]):
    """Asks for one line; answers it without spaces around, or None.

    `check` says what is wrong with a text, or nothing; an empty text is only an answer when
    `may_be_empty`.
    """

    DEFAULT_CSS = """
    Ask Line, Ask Line:focus { margin-top: 1; }
    Ask.-short Line { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Keep", id="ask.answer", priority=True),
    ]

    BINDING_GROUP_TITLE = "Asking for a line"
    line = getters.query_one(Line)
    cancelled = None

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        note: str = "",
        check: Callable[[str], str] = lambda _: "",
        may_be_empty: bool = False,
        limit: int = 200,
    ) -> None:
        super().__init__(title)
        self._value = value
        self._limit = limit
        self._note = plain(note)
        self._check = check
        self._may_be_empty = may_be_empty

    def body(self) -> ComposeResult:
        """The line, and the note under it."""
        yield Line(self._value, limit=self._limit)
        if self._note:
            yield Static(Content(self._note), classes="dialog--note")

    def action_answer(self) -> None:
        """Give the line as the answer, when nothing is wrong with it."""
        text = self.line.value.strip()
        wrong = (
            self._check(text) if text or self._may_be_empty else "Write something, or press esc."
        )
        if wrong:
            self.complain(wrong)
        else:
            self.dismiss(text)


class TextDialog(Dialog["str | None"]):
    """Asks for a text of many lines; answers it as it was written, or None.

    Leaving a changed text takes two times `esc`: what was written is not lost by one key.
    """

    DEFAULT_CSS = """
    TextDialog {
        & .dialog { width: 90; }
        & TextArea, & TextArea:focus {
            height: auto; min-height: 5; max-height: 50vh; margin-top: 1;
            border: none; padding: 0 1;
            background: $panel; background-tint: transparent;
        }
        & TextArea:ansi { background: ansi_default; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "answer", "Keep", id="text.answer"),
    ]

    BINDING_GROUP_TITLE = "Asking for a text"
    area = getters.query_one(TextArea)
    cancelled = None

    def __init__(
        self, title: str, value: str = "", *, note: str = "", placeholder: str = ""
    ) -> None:
        super().__init__(title)
        self._value = value
        self._note = plain(note)
        self._placeholder = placeholder
        self._warned = False

    def body(self) -> ComposeResult:
        """The text, and the note under it."""
        area = TextArea(
            self._value,
            soft_wrap=True,
            placeholder=Content(self._placeholder),
            highlight_cursor_line=False,
        )
        area.cursor_blink = False
        yield area
        if self._note:
            yield Static(Content(self._note), classes="dialog--note")

    def on_mount(self) -> None:
        """Go on where the text ends."""
        self.area.move_cursor(self.area.document.end)

    def action_answer(self) -> None:
        """Give the text as the answer."""
        self.dismiss(self.area.text)

    def action_close(self) -> None:
        """Leave; when the text was changed, only the second time."""
        if self.area.text == self._value or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.complain("The text was changed: ctrl+s keeps it, esc again drops the changes.")
