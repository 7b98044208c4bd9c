"""A question that names the thing; the answer is no unless a person says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click


class Confirm(Dialog[bool]):
    """Asks `title`, says what will happen in `detail`; `yes` and `no` name the two ways out."""

    DEFAULT_CSS = """
    Confirm {
        & .dialog--title { height: auto; max-height: 4; text-wrap: wrap; text-overflow: fold; }
        & .confirm--answers { height: 1; margin-top: 1; }
        & .confirm--answer { width: auto; padding: 0 2; margin-right: 2; background: $panel; }
        & .confirm--answer.-here { background: $accent; color: $button-color-foreground;
            text-style: bold; }
        &:ansi .confirm--answer { background: ansi_default; color: ansi_default; }
        &:ansi .confirm--answer.-here { background: ansi_default; color: ansi_default;
            text-style: bold reverse; }
    }
    Confirm.-short .confirm--answers { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Choose", id="confirm.answer"),
        Binding(
            "left,right,tab,shift+tab,h,l", "other", "Other answer", id="confirm.other", show=False
        ),
        Binding("y", "say(True)", "Yes", id="confirm.yes"),
        Binding("n", "say(False)", "No", id="confirm.no"),
        # "Cancel" may be what the question is about.
        Binding("escape", "close", "Back", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Questions"
    cancelled = False
    yes: reactive[bool] = reactive(False)
    """Whether yes is the answer that `enter` gives."""

    def __init__(self, title: str, detail: str = "", *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__(title)
        self._detail = plain(detail)
        self._words = (plain(no), plain(yes))

    def body(self) -> ComposeResult:
        """The detail, and the two answers side by side."""
        if self._detail:
            yield Static(Content(self._detail), classes="dialog--note")
        with Horizontal(classes="confirm--answers"):
            yield Static(Content(self._words[0]), id="no", classes="confirm--answer -here")
            yield Static(Content(self._words[1]), id="yes", classes="confirm--answer")

    def watch_yes(self, yes: bool) -> None:
        """Mark the answer that is chosen."""
        for name, here in (("yes", yes), ("no", not yes)):
            for answer in self.query(f"#{name}"):
                answer.set_class(here, "-here")

    def action_other(self) -> None:
        """Go to the other answer."""
        self.yes = not self.yes

    def action_answer(self) -> None:
        """Give the answer that is chosen."""
        self.dismiss(self.yes)

    def action_say(self, yes: bool) -> None:
        """Give this answer."""
        self.dismiss(yes)

    def on_click(self, event: Click) -> None:
        """A click on an answer gives it."""
        if event.widget is not None and event.widget.id in {"yes", "no"}:
            self.dismiss(event.widget.id == "yes")
