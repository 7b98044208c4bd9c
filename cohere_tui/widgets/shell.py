"""An app that behaves in every terminal: themes, signs, keys, clipboard, title, mouse, notices.

It knows nothing of what it is the shell of; `cohere_tui.app` adds that.
"""

from __future__ import annotations

import asyncio
import os
from functools import partial
from traceback import format_exc
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Unmount
from textual.widget import Widget
from textual.widgets import Input, TextArea

from cohere_tui.errors import TerminalError
from cohere_tui.plain import plain
from cohere_tui.terminal.abilities import Abilities
from cohere_tui.terminal.browser import open_in_browser
from cohere_tui.terminal.clipboard import Clipboard
from cohere_tui.terminal.notices import notice
from cohere_tui.terminal.title import KEEP, RESTORE, title
from cohere_tui.widgets.help_panel import help_for
from cohere_tui.widgets.jump import Jump
from cohere_tui.widgets.keymap import label
from cohere_tui.widgets.manners import Cancels
from cohere_tui.widgets.paging import Paging
from cohere_tui.widgets.terminal_driver import outliving
from cohere_tui.widgets.themes import ANSI, ASCII, THEMES, UNICODE, theme_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import App
    from textual.driver import Driver
    from textual.events import AppBlur, AppFocus
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from cohere_tui.widgets.rail import Place

_MOUSE_MODES = (1000, 1003, 1015, 1006)


class Shell(Paging):
    """The app around the places. Text it is given is never markup and never a terminal command.

    `theme` is the one that was chosen, if any; `copied` takes a copied text as a last resort.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "jump", "Jump to a pane", id="app.jump", show=False),
        Binding("ctrl+l", "redraw", "Draw everything again", id="app.redraw", show=False),
        Binding("f6", "zoom", "Zoom the pane", id="app.zoom", show=False),
        Binding("f9", "mouse", "Mouse on or off", id="app.mouse", show=False),
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", show=False),
    ]

    PLACES: ClassVar[tuple[Place, ...]] = ()
    """The main screens there are."""

    BINDING_GROUP_TITLE = "Everywhere"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 as Textual has it
        (0, "-tiny"),
        (60, "-narrow"),
        (80, "-medium"),
        (100, "-roomy"),
        (120, "-wide"),
        (140, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012

    def __init__(self, *, theme: str = "", copied: Path) -> None:
        abilities = Abilities.of(os.environ)
        super().__init__(ansi_color=True if abilities.no_color else None)
        self.signs = UNICODE if abilities.signs else ASCII
        self.keymap: Mapping[str, str] = {}
        """What the settings say about keys, checked."""
        self.set_class(self.signs is ASCII, "-ascii")
        for ours in THEMES:
            self.register_theme(ours)
        if abilities.no_color:
            self.theme = ANSI.name
        elif theme in self.available_themes:
            self.theme = theme
        else:
            self.theme = theme_for(abilities, os.environ)
        self.stylesheet.set_variables(self.get_css_variables())
        self._way_to_paste = Clipboard(os.environ, self.write_terminal, copied)
        self._mouse_on = True
        self._titled = False
        self._named = ""

    def on_mount(self) -> None:
        """Keep the terminal's own title for later."""
        if title("", os.environ):
            self.write_terminal(KEEP)
            self._titled = True
        self.app_resume_signal.subscribe(self, self._resumed)

    @on(Unmount)
    def _give_title_back(self) -> None:
        """Give the terminal back the title it had."""
        if self._titled:
            self.write_terminal(RESTORE)
            self._titled = False

    def _resumed(self, _: App[None]) -> None:
        """Paint everything again; and the driver has taken the mouse, wanted or not."""
        if not self._mouse_on:
            self._set_mouse()
        self.action_redraw()

    def get_driver_class(self) -> type[Driver]:
        """The driver for this platform, made to outlive its terminal."""
        return outliving(super().get_driver_class())

    def on_app_blur(self, event: AppBlur) -> None:
        """Losing the terminal's focus changes nothing: restyling all for it takes seconds."""
        event.prevent_default()

    def on_app_focus(self, event: AppFocus) -> None:
        """The same for getting it back."""
        event.prevent_default()

    def write_terminal(self, codes: str) -> None:
        """Send control sequences to the terminal, past the screen."""
        if self._driver is not None:
            self._driver.write(codes)
            self._driver.flush()

    def name_terminal(self, text: str) -> None:
        """Put `text` into the terminal's title."""
        if self._titled and text != self._named:
            self._named = text
            self.write_terminal(title(text, os.environ))

    def tell_terminal(self, text: str) -> None:
        """Have the terminal tell the person something, who may be looking elsewhere."""
        self.write_terminal(notice(text, os.environ))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 a notice is never markup, whoever asks
    ) -> None:
        """Show a notice for a while, harmless whatever it says; a sign tells how bad it is."""
        sign = {"warning": f"{self.signs.warning} ", "error": f"{self.signs.failed} "}
        super().notify(
            sign.get(severity, "") + plain(message),
            title=plain(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Copy `text` in whatever way works here, and say which."""
        self._copy(text)

    @work(group="copy", description="copy")
    async def _copy(self, text: str) -> None:
        try:
            copied = await self._way_to_paste.copy(text)
        except TerminalError as error:
            self.notify(error.told, severity="error", timeout=8)
            return
        self.notify(copied.sentence, timeout=8 if copied.method == "file" else 3)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002 Textual's
        """Show an address in the person's browser, or say why that cannot be done here."""
        self._browse(url)

    @work(group="browse")
    async def _browse(self, url: str) -> None:
        try:
            await asyncio.to_thread(open_in_browser, url, os.environ)
        except TerminalError as error:
            self.notify(error.told, severity="warning", timeout=8)

    def _fatal_error(self) -> None:
        # Textual's own report shows the values of local variables, and a key may be among them.
        self.panic(Text(plain(format_exc())))

    def get_key_display(self, binding: Binding) -> str:
        """How a key is written everywhere in the app."""
        return binding.key_display or label(binding.key, self.signs)

    def action_help(self) -> None:
        """Show what can be done here."""
        self.push_screen(help_for(self.screen, self.keymap))

    def action_redraw(self) -> None:
        """Paint the whole screen anew, whatever line noise has done to it."""
        self.write_terminal("\x1b[2J")
        self.refresh(layout=True)

    def action_zoom(self) -> None:
        """Give the whole screen to the focused pane, or take it back."""
        screen = self.screen
        if screen.maximized is not None:
            screen.minimize()
        elif screen.focused is not None:
            screen.maximize(_pane_of(screen.focused), container=False)

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, so that it can select; or take it back."""
        self._mouse_on = not self._mouse_on
        self._set_mouse()
        self.notify(
            "The mouse is ours again." if self._mouse_on else "The mouse is the terminal's."
        )

    def _set_mouse(self) -> None:
        letter = "h" if self._mouse_on else "l"
        self.write_terminal("".join(f"\x1b[?{mode}{letter}" for mode in _MOUSE_MODES))

    def action_jump(self) -> None:
        """Show a letter on every pane; the letter goes there."""
        self.push_screen(Jump(self.screen.focus_chain), partial(_focus, self.screen))

    def step_of_cancel(self) -> bool:
        """One step of `ctrl+c`: copy what is selected, or what the screen does. Was there one?"""
        text = selected_text(self.screen)
        if text:
            self.copy_to_clipboard(text)
            drop_selection(self.screen)
            return True
        return isinstance(self.screen, Cancels) and self.screen.cancel()


def _pane_of(widget: Widget) -> Widget:
    """What is zoomed for it: the outermost thing around it that says it is a pane, else itself."""
    around = [one for one in widget.ancestors_with_self if isinstance(one, Widget)]
    return next((one for one in reversed(around) if one.ALLOW_MAXIMIZE), widget)


def _focus(screen: Screen[object], target: Widget | None) -> None:
    if target is not None:
        screen.set_focus(target)


def selected_text(screen: Screen[Any]) -> str:
    """What is selected: in the field that is focused, else on the screen."""
    focused = screen.focused
    if isinstance(focused, TextArea | Input) and focused.selected_text:
        return "" if isinstance(focused, Input) and focused.password else focused.selected_text
    return screen.get_selected_text() or ""


def drop_selection(screen: Screen[Any]) -> None:
    """Nothing is selected any more."""
    focused = screen.focused
    if isinstance(focused, TextArea):
        focused.move_cursor(focused.cursor_location)
    elif isinstance(focused, Input):
        focused.cursor_position = focused.cursor_position
    screen.clear_selection()
