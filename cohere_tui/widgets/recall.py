"""Finding an earlier chat or prompt by its words, from anywhere and at any width."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import one_line, plain
from cohere_tui.state.ago import ago
from cohere_tui.widgets.dialog import Dialog, Line
from cohere_tui.widgets.option_rows import OptionRows
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from typing import TypeAlias

    from textual.app import ComposeResult

    Search: TypeAlias = Callable[[str], Awaitable[Sequence["Found"]]]

MOST_ROWS: Final = 100
"""So many are shown; more words narrow the rest."""


class Scope(StrEnum):
    """What is looked through."""

    CHATS = "chats"
    PROMPTS = "prompts"


@dataclass(frozen=True, slots=True)
class Found:
    """One row; `id` means something to who asked. All texts may come from outside."""

    id: str
    title: str
    """Of the conversation, or the prompt itself."""
    snippet: str = ""
    """The words with what is around them; a line of its own when there is any."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where in the snippet the words are: start and end (exclusive) in code points."""
    at: float | None = None
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the person chose, and of what kind it is."""

    scope: Scope
    found: Found


class Recall(Dialog["Recalled | None"]):
    """Search while typing; `tab` goes from chats to prompts and back, `enter` answers with a row.

    `searches` brings the rows for what is typed, best first, the latest ones for an empty text; it
    may raise a `CohereTuiError`, then the rows that are there stay. `now` (unix seconds) is for
    ages.
    """

    DEFAULT_CSS = """
    Recall {
        & .dialog { width: 88; }
        & .recall--line { height: 1; margin-top: 1; }
        & .recall--sign { width: 2; color: $accent; }
        & OptionRows { margin-top: 1; }
        & #recall-note { display: none; margin-top: 1; }
    }
    Recall.-short OptionRows, Recall.-short .recall--line { margin-top: 0; }
    """

    BINDING_GROUP_TITLE = "Recall"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="recall.open", priority=True),
        Binding("tab", "switch", "Chats or prompts", id="recall.switch", priority=True),
        Binding("down,ctrl+r", "move('cursor_down')", "Down", id="recall.down", show=False),
        Binding("up", "move('cursor_up')", "Up", id="recall.up", show=False),
        Binding("pagedown", "move('page_down')", "Page down", id="recall.page_down", show=False),
        Binding("pageup", "move('page_up')", "Page up", id="recall.page_up", show=False),
    ]

    AUTO_FOCUS = "Line"
    cancelled = None

    def __init__(
        self, searches: Mapping[Scope, Search], *, now: float, scope: Scope = Scope.CHATS
    ) -> None:
        super().__init__("Recall")
        self._searches = searches
        self._now = now
        self._scope = scope
        self._found: tuple[Found, ...] = ()
        self._searching = False
        self._open_what_comes = False
        self._line = Line(placeholder="Words of a title, a prompt or an answer")
        self._list = OptionRows(can_focus=False)

    def body(self) -> ComposeResult:
        """The line to type on, and the rows."""
        with Horizontal(classes="recall--line"):
            yield Static("/", markup=False, classes="recall--sign")
            yield self._line
        yield self._list
        yield Static("", classes="dialog--note", id="recall-note")

    def on_mount(self) -> None:
        """Show the latest."""
        self._search()

    def on_resize(self) -> None:
        """Ages at the right follow the width."""
        self.call_after_refresh(self._refill)

    def heading(self) -> Content:
        """The title, what is looked through, and whether more is coming."""
        dim = f"{quiet(self.app)} not bold"
        heading = Content(self._title)
        for scope in self._searches:
            style = "underline not bold" if scope is self._scope else dim
            heading = Content.assemble(heading, "  ", (scope.value, style))
        return Content.assemble(heading, ("  searching…" if self._searching else "", dim))

    def action_switch(self) -> None:
        """Look through the other kind."""
        scopes = list(self._searches)
        self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)]
        self._search()

    def action_move(self, how: str) -> None:
        """Go to another row while typing goes on."""
        getattr(self._list, f"action_{how}")()

    def action_open(self) -> None:
        """Answer with the row that is marked, after the letters that were typed before."""
        self._line.call_later(self._line.action_submit)

    @on(Input.Submitted)
    def _open(self) -> None:
        if self._searching:
            self._open_what_comes = True
        elif self._list.highlighted is not None:
            self.dismiss(Recalled(self._scope, self._found[self._list.highlighted]))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._search()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Recalled(self._scope, self._found[event.option_index]))

    def _search(self) -> None:
        self._searching = True
        self._open_what_comes = False
        self._show_heading()
        self._bring(self._scope, self._line.value.strip())

    @work(exclusive=True, description="bring")
    async def _bring(self, scope: Scope, text: str) -> None:
        try:
            found = await self._searches[scope](text)
        except CohereTuiError as error:
            self.complain(one_line(error.told, 300))
        else:
            self.complain("")
            self._found = tuple(found[:MOST_ROWS])
        self._searching = False
        self._fill()
        if self._open_what_comes:
            self._open()

    def _refill(self) -> None:
        marked_row = self._list.highlighted
        self._fill()
        self._list.highlighted = marked_row

    def _fill(self) -> None:
        width = self._list.room
        self._list.set_options(Option(self._row(found, width)) for found in self._found)
        self._list.highlighted = 0 if self._found else None
        note = self.query_one("#recall-note", Static)
        note.display = not self._found and not self._searching
        note.update(Content(self._nothing()))
        self._show_heading()

    def _show_heading(self) -> None:
        self.query_one(".dialog--title", Static).update(self.heading())

    def _nothing(self) -> str:
        if text := one_line(self._line.value, 60):
            return f"Nothing among the {self._scope.value} matches “{text}”."
        return f"Your {self._scope.value} will be found here by any word in them."

    def _row(self, found: Found, width: int) -> Content:
        age = "" if found.at is None else ago(found.at, self._now)
        title = Content(one_line(found.title) or "New chat")
        title = title.truncate(max(4, width - len(age) - 1), ellipsis=True)
        gap = " " * max(1, width - title.cell_length - len(age))
        dim = quiet(self.app)
        row = Content.assemble(title, gap, (age, dim))
        if not found.snippet:
            return row
        snippet = marked(found.snippet, found.marks, dim).truncate(width, ellipsis=True)
        return Content.assemble(row, "\n", snippet)


def marked(text: str, marks: Sequence[tuple[int, int]], dim: str) -> Content:
    """`text` on one harmless line, dim but for the stretches in `marks`, which are bold."""
    pieces: list[tuple[str, str]] = []
    done = 0
    for start, end in marks:
        pieces += [(text[done:start], dim), (text[start:end], "bold")]
        done = end
    pieces.append((text[done:], dim))
    return Content.assemble(
        *((" ".join(plain(piece).split("\n")).replace("\t", " "), style) for piece, style in pieces)
    )
