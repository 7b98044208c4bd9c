"""A request as code, in the language a person likes, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.state.code import LANGUAGES
from cohere_tui.widgets.reading_dialog import ReadingDialog
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.code import Request


class CodeView(ReadingDialog[None]):
    """Shows `request` as code against `base_url`."""

    DEFAULT_CSS = """
    CodeView {
        & .dialog { width: 100; }
        & VerticalScroll { height: auto; max-height: 70vh; margin-top: 1; }
        & .code--text { height: auto; padding: 0 1; background: $panel; }
        & .code--text:ansi { background: ansi_default; }
        & .code--names { height: 1; margin-top: 1; }
    }
    CodeView.-short VerticalScroll, CodeView.-short .code--names { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,x", "close", "Close", id="dialog.close"),
        Binding("l,right,tab", "turn(1)", "Next language", id="code.next"),
        Binding("h,left,shift+tab", "turn(-1)", "Previous", id="code.previous", show=False),
        Binding("y", "copy", "Copy", id="code.copy"),
    ]

    BINDING_GROUP_TITLE = "Requests as code"
    AUTO_FOCUS = "VerticalScroll"
    cancelled = None

    def __init__(self, request: Request, base_url: str) -> None:
        super().__init__("Request as code")
        self._request = request
        self._base_url = base_url
        self.language = "curl"
        """The language that is shown."""

    def body(self) -> ComposeResult:
        """The languages, and the code in one of them."""
        yield Static(self._names(), classes="code--names")
        with VerticalScroll():
            yield Static(Content(self.code), classes="code--text")

    @property
    def code(self) -> str:
        """The request in the language that is shown."""
        return plain(LANGUAGES[self.language](self._request, self._base_url))

    async def text_to_read(self) -> str:
        """The code that is shown."""
        return self.code

    def _names(self) -> Content:
        secondary = quiet(self.app)
        return Content("  ").join(
            Content.styled(name, "bold underline $accent" if name == self.language else secondary)
            for name in LANGUAGES
        )

    def action_turn(self, step: int) -> None:
        """Show it in the next language, or the one before."""
        names = list(LANGUAGES)
        self.language = names[(names.index(self.language) + step) % len(names)]
        self.query_one(".code--names", Static).update(self._names())
        self.query_one(".code--text", Static).update(Content(self.code))

    def action_copy(self) -> None:
        """Copy the code."""
        self.app.copy_to_clipboard(self.code)
