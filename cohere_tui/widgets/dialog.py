"""What all dialogs share: a frame no larger than its content, a title, keys, `esc` to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from cohere_tui.plain import one_line, plain
from cohere_tui.widgets.cells import tail
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.haste import Patience
from cohere_tui.widgets.leaving import Leaving
from cohere_tui.widgets.manners import Cancels, fit
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

Result = TypeVar("Result")

_RULED = Style(underline=True)


class Dialog(Cancels, ModalScreen[Result], Leaving[Result], Generic[Result]):
    """A dialog. Subclasses say in `body` what stands between title and keys.

    What it shows is text, never markup, made harmless here. `cancelled` is the answer of `esc`.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & .dialog {
            width: 66; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2 1 1; background: $surface; border-left: outer $accent;
        }
        & .dialog--title {
            text-style: bold; height: 1; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & .dialog--text { height: auto; }
        & .dialog--note { height: auto; color: $text-muted; }
        & .dialog--error { height: auto; color: $error; display: none; }
        & Footer { padding: 0; margin-top: 1; background: $surface; }
        &:ansi {
            & .dialog { background: ansi_default; border: solid ansi_default; padding: 0 1; }
            & .dialog--note { text-style: dim; }
        }
    }
    Dialog.-short .dialog { padding-top: 0; padding-bottom: 0; }
    Dialog.-short Footer { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Cancel", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Dialogs"

    cancelled: Result
    listens = False
    """Whether it is there to take keys."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = one_line(title)
        self._ended: tuple[Result, ...] = ()

    def on_mount(self) -> None:
        """It is there."""
        self.begin()

    def begin(self) -> None:
        """Take the keys that came while it was being opened."""
        self.listens = True
        if isinstance(self.app, Patience):
            self.app.hear()

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        fit(self)
        with Vertical(classes="dialog"):
            yield Static(self.heading(), classes="dialog--title")
            yield from self.body()
            yield Static("", classes="dialog--error", markup=False)
            yield Footer(mode=False)

    def heading(self) -> Content:
        """The first line."""
        return Content(self._title)

    def body(self) -> ComposeResult:
        """What stands between title and keys."""
        yield from ()

    def complain(self, text: str) -> None:
        """Show what is wrong, under the fields; an empty text takes it back."""
        line = self.query_one(".dialog--error", Static)
        line.update(Content(f"✗ {plain(text)}" if text else ""))
        line.display = bool(text)

    def end(self, result: Result) -> None:
        """Leave with an answer, as soon as nothing lies over it: for what comes by itself."""
        if self.app.screen is self:
            self.dismiss(result)
        else:
            self._ended = (result,)

    def on_screen_resume(self) -> None:
        """What lay over it is gone."""
        if self._ended and self.app.screen is self:
            (result,), self._ended = self._ended, ()
            self.dismiss(result)

    def unfinished(self) -> str:
        """What would be lost by quitting now, as a sentence; empty when nothing would."""
        return ""

    def cancel(self) -> bool:
        """`ctrl+c` leaves, too."""
        self.action_close()
        return True

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(self.cancelled)


class Line(Input):
    """One line to write on: text only, no frame."""

    DEFAULT_CSS = """
    Line, Line:focus, Line.-textual-compact {
        height: 1; border: none; padding: 0 1; background: $panel; background-tint: transparent;
    }
    Line:ansi, Line:ansi:focus { background: ansi_default; text-style: underline; }
    """

    def __init__(
        self, value: str = "", *, placeholder: str = "", secret: bool = False, limit: int = 0
    ) -> None:
        super().__init__(
            one_line(value, 10_000),
            placeholder=placeholder,
            password=secret,
            max_length=limit,
            highlighter=None,
            select_on_focus=False,
            compact=True,
        )
        self.cursor_blink = False  # over a slow line every blink is a packet

    SHOWS_END: ClassVar[bool] = False
    """Whether, where there is not room for all of it, the end is seen at first."""

    def on_focus(self) -> None:
        """Begin where it ends; a click goes on to where it points."""
        if self.SHOWS_END:
            self.cursor_position = 0
            self.cursor_position = len(self.value)

    def render_line(self, y: int) -> Strip:
        """The line; where it has no ground of its own, a rule under all of it shows where it is."""
        strip = self._end() if y == 0 and self._is_cut else super().render_line(y)
        if not self.app.native_ansi_color:
            return strip
        return strip.extend_cell_length(self.content_size.width).apply_style(_RULED)

    @property
    def _is_cut(self) -> bool:
        return (
            self.SHOWS_END and not self.has_focus and cell_len(self.value) > self.content_size.width
        )

    def _end(self) -> Strip:
        text = tail(self.value, self.content_size.width, signs_of(self.app).ellipsis)
        return Strip([Segment(text)]).apply_style(self.rich_style)
