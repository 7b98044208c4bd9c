"""Authorising a connector: where to go with a browser, and waiting until it was done there."""

from __future__ import annotations

import os
from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.errors import CohereTuiError, TerminalError
from cohere_tui.plain import one_line, plain
from cohere_tui.state.columns import Tone
from cohere_tui.terminal.browser import words_for
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.app import ComposeResult

    from cohere_tui.models.connectors import Connector
    from cohere_tui.services.watching import Look

_WAITING: Final = "not authorised yet; it is looked at every few seconds"


class AuthorizeDialog(Dialog["Connector | None"]):
    """Shows `url` in full; answers with the connector once `looks` has seen it authorised.

    None: the person stopped, or there is nothing to wait for (`looks` is None).
    """

    DEFAULT_CSS = """
    AuthorizeDialog {
        & .dialog { width: 90; }
        & .authorize--url { height: auto; margin-top: 1; padding: 0 1; background: $panel; }
        & .authorize--url:ansi { background: ansi_default; text-style: underline; }
        & .authorize--how { height: auto; margin-top: 1; }
        & .authorize--state { height: auto; margin-top: 1; }
    }
    AuthorizeDialog.-short {
        & .authorize--url, & .authorize--how, & .authorize--state { margin: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open in the browser", id="authorize.open"),
        Binding("y", "copy", "Copy", id="authorize.copy"),
        Binding("escape,q", "close", "Stop", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Authorising"
    cancelled = None

    def __init__(
        self, name: str, url: str, looks: AsyncGenerator[Look[Connector], None] | None
    ) -> None:
        super().__init__(f"Authorise {one_line(name, 60)}")
        self.url = url
        self._looks = looks
        self._no_browser = _no_browser(url)

    def body(self) -> ComposeResult:
        """What to do, the address, and how far it is."""
        yield Static("Open this address in a browser, and agree there:", classes="authorize--how")
        yield Static(Content(plain(self.url)), classes="authorize--url")
        if self._no_browser:
            yield Static(Content(self._no_browser), classes="dialog--note")
        yield Static("", classes="authorize--state")

    def on_mount(self) -> None:
        """Begin to wait."""
        if self._looks is None:
            self._say("It is authorised already; this renews it.", Tone.READY)
        else:
            self._say(_WAITING, Tone.WORKING)
            self._wait(self._looks)

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 Textual's signature
    ) -> bool | None:
        """Where there is no browser, none is offered."""
        return not (action == "open" and self._no_browser)

    def action_open(self) -> None:
        """Show the address in the browser."""
        self.app.open_url(self.url)

    def action_copy(self) -> None:
        """Copy the address."""
        self.app.copy_to_clipboard(self.url)

    @work(exclusive=True)
    async def _wait(self, looks: AsyncGenerator[Look[Connector], None]) -> None:
        try:
            async with aclosing(looks):
                async for look in looks:
                    if look.next_s is None:
                        self.dismiss(look.value)
                        return
                    self._tell(look)
        except CohereTuiError as error:
            self._say("no longer looking", Tone.WARNING)
            self.complain(error.told)

    def _tell(self, look: Look[Connector]) -> None:
        if look.trouble is not None:
            again = f"{one_line(str(look.trouble), 300)}; next look in {look.next_s:g} s"
            self._say(again, Tone.WARNING)
        elif look.value.auth_status:
            self._say(
                f"{one_line(look.value.auth_status)}; looking every few seconds", Tone.WORKING
            )
        else:
            self._say(_WAITING, Tone.WORKING)

    def _say(self, text: str, tone: Tone) -> None:
        line = self.query_one(".authorize--state", Static)
        line.update(Content(signed(text, tone, signs_of(self.app))))


def _no_browser(url: str) -> str:
    """Why no browser can be opened; empty when one can."""
    try:
        words_for(url, os.environ)
    except TerminalError as error:
        return error.told
    return ""
