"""A question about several things: it lists their names, and yes has to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import one_line, plain
from cohere_tui.widgets.dialog import Dialog, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_MOST_NAMES: Final = 500


class ConfirmMany(Dialog[bool]):
    """Asks `title` about the things called `names`; yes is `word`, written out.

    `detail` says what will happen.
    """

    DEFAULT_CSS = """
    ConfirmMany {
        & .many--names { margin-top: 1; padding: 0 1; background: transparent;
            scrollbar-size-vertical: 1; }
        & .many--names Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & .many--detail { height: auto; margin-top: 1; color: $text-muted; }
        &:ansi .many--detail { text-style: dim; }
        & Line, & Line:focus { margin-top: 1; }
    }
    ConfirmMany.-short .many--names, ConfirmMany.-short .many--detail, ConfirmMany.-short Line {
        margin-top: 0;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Go on", id="many.answer", priority=True),
        Binding("down", "scroll(1)", "More names", id="many.down", show=False),
        Binding("up", "scroll(-1)", "Names above", id="many.up", show=False),
        Binding("pagedown", "page(1)", "A page of names down", id="many.page_down", show=False),
        Binding("pageup", "page(-1)", "A page of names up", id="many.page_up", show=False),
        # "Cancel" may be what the question is about.
        Binding("escape", "close", "Back", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Questions about several things"
    AUTO_FOCUS = "Line"
    line = getters.query_one(Line)
    listed = getters.query_one(VerticalScroll)
    cancelled = False

    def __init__(self, title: str, names: Sequence[str], detail: str = "", *, word: str) -> None:
        super().__init__(title)
        self._names = [one_line(name, 120) for name in names[:_MOST_NAMES]]
        if len(names) > _MOST_NAMES:
            self._names.append(f"and {len(names) - _MOST_NAMES:,} more")
        self._detail = plain(detail).strip()
        self._word = word

    def body(self) -> ComposeResult:
        """The names, what will happen, and the line for the word."""
        with VerticalScroll(classes="many--names", can_focus=False):
            yield Static(Content("\n".join(self._names)))
        if self._detail:
            yield Static(Content(self._detail), classes="many--detail")
        yield Line(placeholder=f"type {self._word} to go on")

    def on_resize(self) -> None:
        """As many names as there are, or as there is room for: the word stays in sight."""
        self.listed.styles.height = min(len(self._names), max(2, self.size.height * 2 // 5))

    def action_answer(self) -> None:
        """Yes, when the word is there."""
        if self.line.value.strip().casefold() == self._word.casefold():
            self.dismiss(True)
        else:
            self.complain(f"Type {self._word}, or press esc: nothing is done then.")

    def action_scroll(self, lines: int) -> None:
        """Show other names."""
        self.listed.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Show a page of other names."""
        self.listed.scroll_relative(y=pages * self.listed.size.height, animate=False)
