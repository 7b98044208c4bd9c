"""An upload, watched: how far it is, what the platform says of it, and how to stop it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import one_line, plain
from cohere_tui.state.columns import Tone
from cohere_tui.state.datasets import status_of
from cohere_tui.state.naming import count
from cohere_tui.state.uploading import UploadStage
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.progress_line import ProgressLine
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.state.uploads import Sending

_LOOK_S: Final = 0.25
"""Between two paintings, however often there is news."""


class Wish(Enum):
    """What the person wants of an upload."""

    HIDE = "hide"
    """It goes on; so does the person."""
    STOP = "stop"
    OPEN = "open"
    """See the dataset."""
    AGAIN = "again"
    FORM = "form"
    """Describe it anew, from what was written."""


class UploadDialog(Dialog[Wish]):
    """Shows what `look` gives, again and again. Leaving it ends nothing."""

    DEFAULT_CSS = """
    UploadDialog {
        & ProgressLine, & .upload--line { margin-top: 1; }
        & .upload--line { height: auto; }
    }
    UploadDialog.-short { & ProgressLine, & .upload--line { margin-top: 0; } }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "wish('OPEN')", "Open the dataset", id="upload.open"),
        Binding("r", "wish('AGAIN')", "Try again", id="upload.again"),
        Binding("e", "wish('FORM')", "Change", id="upload.form"),
        Binding("K", "wish('STOP')", "Stop it", id="upload.stop"),
        Binding("escape", "close", "Close", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Uploads that go on"
    cancelled = Wish.HIDE

    def __init__(self, look: Callable[[], Sending]) -> None:
        self._look = look
        self._shown: Sending | None = None
        super().__init__(f"Upload of {one_line(look().name, 49)}")

    def body(self) -> ComposeResult:
        """What is done, and how far that is."""
        yield Static("", classes="upload--line", markup=False)
        yield ProgressLine()
        yield Static("", classes="dialog--note", markup=False)

    def on_mount(self) -> None:
        """Look now, and then often."""
        self.set_interval(_LOOK_S, self.look)
        self.look()

    def look(self) -> None:
        """Show how far it is."""
        sending = self._look()
        if sending is self._shown:
            return
        before, self._shown = self._shown, sending
        words, note = _words(sending)
        text = signed(words, _tone(sending), signs_of(self.app))
        self.query_one(".upload--line", Static).update(Content(plain(text)))
        line = self.query_one(ProgressLine)
        line.pace = sending.state.pace
        line.display = sending.state.pace.total is not None and not sending.over
        remark = self.query_one(".dialog--note", Static)
        remark.update(Content(plain(note)))
        remark.display = bool(note)
        self.complain("" if sending.error is None else sending.error.told)
        if before is None or _step(before) != _step(sending):
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes sense at this step."""
        if action != "wish" or self._shown is None:
            return super().check_action(action, parameters)
        sending = self._shown
        match parameters:
            case ("OPEN",):
                return bool(sending.state.dataset_id)
            case ("AGAIN",) | ("FORM",):
                return sending.error is not None and not sending.state.dataset_id
            case ("STOP",):
                return sending.can_be_lost
        return True

    def cancel(self) -> bool:
        """`ctrl+c` stops what can be stopped, after a question; else it leaves."""
        self.dismiss(Wish.STOP if self._look().can_be_lost else Wish.HIDE)
        return True

    def action_wish(self, name: str) -> None:
        """Say what is wanted."""
        self.dismiss(Wish[name])


def _step(sending: Sending) -> tuple[object, ...]:
    return sending.state.stage, sending.state.dataset_id, sending.over


def _tone(sending: Sending) -> Tone:
    if sending.error is not None:
        return Tone.FAILED
    dataset = sending.state.dataset
    if sending.state.stage is UploadStage.DONE and dataset is not None:
        return status_of(dataset).tone
    return Tone.WORKING


def _words(sending: Sending) -> tuple[str, str]:
    """What is done, and what there is to say about it."""
    state = sending.state
    if sending.error is not None:
        return "it failed", _FORM_KEPT if not state.dataset_id else ""
    match state.stage:
        case UploadStage.CHECKING:
            return "the file is checked again", ""
        case UploadStage.SENDING:
            return (
                "the file is sent",
                "It goes on when this is closed, and stands in the line at the top.",
            )
        case UploadStage.DONE if state.dataset is not None:
            return _outcome(state.dataset)
    status = state.dataset.status if state.dataset is not None else "queued"
    soon = "" if state.next_s is None else f" Next look in {state.next_s:.0f} s."
    if state.trouble is not None:
        soon = f" The last look failed: {one_line(state.trouble.told, 200)}{soon}"
    return f"sent; the platform validates it: {status}", f"It goes on without us.{soon}"


_FORM_KEPT: Final = "What was written in the form is kept."


def _outcome(dataset: Dataset) -> tuple[str, str]:
    rows = "" if dataset.rows is None else f": {count(dataset.rows, 'row')}"
    remarks = [*dataset.validation_error.splitlines(), *dataset.validation_warnings][:5]
    return f"{status_of(dataset).text}{rows}", "\n".join(remarks)
