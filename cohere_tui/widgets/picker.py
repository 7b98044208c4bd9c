"""A list to pick from by typing a part of it; rows may still be on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cohere_tui.errors import AGAIN_KEY, CohereTuiError
from cohere_tui.plain import one_line, plain
from cohere_tui.widgets.dialog import Dialog, Line
from cohere_tui.widgets.option_rows import OptionRows
from cohere_tui.widgets.picker_rows import Choice, drawn, fitting
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

MOST_ROWS: Final = 500
"""So many rows are shown at once; typing narrows the rest."""


class Picker(Dialog["str | None"]):
    """Pick one of `choices`; answers its id, or None.

    `load` brings the rows, or fresher ones, while `choices` are already there to pick from. It may
    raise a `CohereTuiError`: then the rows stay, the reason is shown, and `f5` tries again.
    `typed` is on the line from the beginning; `current` is the id of the row that is in use;
    `empty` says what this list is for when there is nothing in it.
    """

    DEFAULT_CSS = """
    Picker {
        & .dialog { width: 76; }
        & OptionRows { margin-top: 1; }
        & .picker--line { height: 1; margin-top: 1; }
        & .picker--sign { width: 2; color: $accent; }
    }
    Picker.-short OptionRows, Picker.-short .picker--line { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="picker.choose", priority=True),
        Binding("down,ctrl+j", "move('cursor_down')", "Down", id="picker.down", show=False),
        Binding("up", "move('cursor_up')", "Up", id="picker.up", show=False),
        Binding("pagedown", "move('page_down')", "Page down", id="picker.page_down", show=False),
        Binding("pageup", "move('page_up')", "Page up", id="picker.page_up", show=False),
        Binding("f5", "reload", "Reload", id="picker.reload"),
    ]

    BINDING_GROUP_TITLE = "Lists to pick from"
    AUTO_FOCUS = "Line"
    line = getters.query_one(Line)
    listed = getters.query_one(OptionRows)
    SIGN: ClassVar[str] = "/"
    """Stands before the line."""
    cancelled = None

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice] = (),
        *,
        load: Callable[[], Awaitable[Sequence[Choice]]] | None = None,
        current: str = "",
        typed: str = "",
        placeholder: str = "Type to filter",
        empty: str = "There is nothing here.",
    ) -> None:
        super().__init__(title)
        self._choices = tuple(choices)
        self._load = load
        self._loading = load is not None
        self._current = current
        self._empty = plain(empty)
        self._typed = typed
        self._placeholder = placeholder
        self._height = 1
        self._fitting = len(self._choices)
        self._filled_for = ""

    def body(self) -> ComposeResult:
        """The line to type on, and the rows."""
        with Horizontal(classes="picker--line"):
            yield Static(self.SIGN, markup=False, classes="picker--sign")
            yield Line(self._typed, placeholder=plain(self._placeholder))
        yield OptionRows(can_focus=False)
        yield Static("", classes="dialog--note", id="picker-note")

    def on_mount(self) -> None:
        """Show what is known, and ask for the rest."""
        self._fill(keep=self._current)
        if self._load is not None:
            self._bring(self._load)

    def on_resize(self) -> None:
        """The notes at the right follow the width."""
        self.call_after_refresh(self._refill)

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 Textual's signature
    ) -> bool | None:
        """Only a list that was brought can be brought again."""
        return self._load is not None if action == "reload" else True

    def rows(self, typed: str) -> Sequence[tuple[Choice, tuple[int, ...]]]:
        """The choices that fit what is typed, best first, and which letters of the title fit."""
        return fitting(self._choices, typed)

    def action_choose(self) -> None:
        """Answer with the row that is marked, as soon as what was typed before is on the line."""
        self.line.call_later(self._choose)

    def _choose(self) -> None:
        if self.line.value != self._filled_for:
            self._fill()
        self.choose()

    def choose(self) -> None:
        """Answer with the row that is marked."""
        option = self.listed.highlighted_option
        if option is not None and option.id is not None:
            self.pick(option.id)

    def pick(self, choice_id: str) -> None:
        """Answer with this row."""
        self.dismiss(choice_id)

    def action_move(self, how: str) -> None:
        """Go to another row while typing goes on."""
        getattr(self.listed, f"action_{how}")()

    def action_reload(self) -> None:
        """Bring the rows again."""
        if self._load is not None and not self._loading:
            self.complain("")
            self._loading = True
            self._refill()
            self._bring(self._load)

    @work(exclusive=True)
    async def _bring(self, load: Callable[[], Awaitable[Sequence[Choice]]]) -> None:
        try:
            self._choices = tuple(await load())
        except CohereTuiError as error:
            error.again_with(AGAIN_KEY)
            self.complain(one_line(error.told, 300))
        self._loading = False
        self._refill()

    @on(Input.Changed)
    def _changed(self) -> None:
        self._fill()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.pick(event.option_id)

    def _refill(self) -> None:
        marked = self.listed.highlighted_option
        self._fill(keep=(marked.id if marked is not None else "") or self._current)

    def _fill(self, keep: str = "") -> None:
        self._filled_for = self.line.value
        rows = self.rows(self._filled_for)
        shown = rows[:MOST_ROWS]
        width, secondary = max(10, self.listed.room - 2), quiet(self.app)
        signs = {self._current: signs_of(self.app).ready, "": " "}
        self.listed.set_options(
            Option(drawn(one, marks, width, signs.get(one.id, " "), secondary), id=one.id)
            for one, marks in shown
        )
        ids = [choice.id for choice, _ in shown]
        self._grow(len(shown))
        self.listed.highlighted = ids.index(keep) if keep in ids else 0 if ids else None
        self._fitting = len(rows)
        note = self.query_one("#picker-note", Static)
        words = self._note(len(shown))
        note.update(Content(words))
        note.display = bool(words)
        self.query_one(".dialog--title", Static).update(self.heading())

    def _grow(self, rows: int) -> None:
        """As high as its rows, never higher than the terminal bears, never lower than it was."""
        most = max(3, self.app.size.height * 6 // 10)
        self._height = min(most, max(rows, self._height))
        self.listed.styles.height = self._height

    def _note(self, shown: int) -> str:
        if self._fitting > shown:
            return f"{shown} of {self._fitting} shown: type more to narrow them"
        if self._fitting or self._loading:
            return ""
        return "Nothing fits." if self._choices else self._empty

    def heading(self) -> Content:
        """The title, how many there are, and whether more are coming."""
        count, fitting = len(self._choices), self._fitting
        words = [f"{fitting} of {count}" if fitting < count else str(count)] if count else []
        words += ["loading…"] if self._loading else []
        return Content.assemble(
            self._title, "  ", ("  ".join(words), f"{quiet(self.app)} not bold")
        )


class FreePicker(Picker):
    """The same; what is typed is an answer, too."""

    def rows(self, typed: str) -> Sequence[tuple[Choice, tuple[int, ...]]]:
        """Those that fit, and last what is typed."""
        found, text = list(super().rows(typed)), typed.strip()
        if text and all(choice.id != text for choice, _ in found):
            found.append((Choice(text, text, "as typed"), ()))
        return found
