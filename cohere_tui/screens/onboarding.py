"""The first minute: a key, or the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import one_line, plain
from cohere_tui.widgets.dialog import Line
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.leaving import Leaving
from cohere_tui.widgets.manners import Cancels, fit
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.events import Paste


class Outcome(StrEnum):
    """How the first minute ended."""

    KEY = "key"
    """A key was checked and kept."""
    SANDBOX = "sandbox"
    LATER = "later"


def mistake(key: str) -> str:
    """What is wrong with the look of a key, before anybody is asked; empty when nothing is."""
    if not key:
        return "Paste a key first; without one, F2 opens the sandbox."
    if key.split() != [key]:
        return "A key has no spaces or line breaks inside: this is more than the key."
    if not (key.isascii() and key.isprintable()):
        return "A key has plain letters, digits and signs only: copy it again."
    return ""


class KeyLine(Line):
    """A masked line for a key. A paste is trimmed; one with more than a key in it is refused."""

    @dataclass
    class Refused(Message):
        """A paste was not taken."""

        why: str

    def __init__(self) -> None:
        super().__init__(placeholder="Paste your key", secret=True)

    def action_copy(self) -> None:
        """A key leaves by no clipboard."""

    def action_cut(self) -> None:
        """The same."""

    def on_paste(self, event: Paste) -> None:
        """Take the key out of what was pasted, without the spaces and line breaks around it."""
        event.prevent_default()
        event.stop()
        key = event.text.strip()
        wrong = mistake(key)
        if wrong:
            self.post_message(self.Refused(wrong))
        else:
            self.insert_text_at_cursor(key)


class OnboardingScreen(Cancels, Leaving[Outcome]):
    """Asks for a key. `check` asks the server, `keep` keeps it in `key_place`; both may refuse.

    The key is never shown, and nothing is kept that the server did not accept.
    """

    DEFAULT_CSS = """
    OnboardingScreen {
        align: center middle; overflow: hidden;
        & .onboarding { width: 64; max-width: 100%; height: auto; padding: 0 2; }
        & .onboarding--name { text-style: bold; color: $accent; }
        & .onboarding--text { height: auto; margin-bottom: 1; }
        & .onboarding--note { height: auto; color: $text-muted; }
        & .onboarding--note:ansi { text-style: dim; }
        & .onboarding--state { height: auto; min-height: 2; }
        & Footer { dock: bottom; }
    }
    OnboardingScreen.-short .onboarding--text { display: none; }
    OnboardingScreen.-short .onboarding--state { min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "check", "Check the key", id="onboarding.check", priority=True),
        Binding("f2,ctrl+t", "sandbox", "Try the sandbox", id="onboarding.sandbox"),
        Binding("escape", "later", "Later", id="onboarding.later"),
    ]

    BINDING_GROUP_TITLE = "First start"
    AUTO_FOCUS = "KeyLine"

    def __init__(
        self,
        *,
        check: Callable[[str], Awaitable[object]],
        keep: Callable[[str], None],
        key_place: str,
        host: str = "",
    ) -> None:
        super().__init__()
        self._check = check
        self._keep = keep
        self._key_place = one_line(key_place)
        self._host = one_line(host)
        self._line = KeyLine()
        self._checking = False

    def compose(self) -> ComposeResult:
        """What this is, the field, where the key goes, the other way in."""
        fit(self)
        with Vertical(classes="onboarding"):
            yield Static(Content("cohere-tui"), classes="onboarding--name")
            yield Static(
                Content("Talk to Cohere’s models from your terminal."), classes="onboarding--text"
            )
            yield Static(Content("API key"), classes="onboarding--note")
            yield self._line
            yield Static("", id="state", classes="onboarding--state", markup=False)
            yield Static(self._about(), classes="onboarding--note")
        yield Footer(mode=False)

    def _about(self) -> Content:
        host = f" at {self._host}" if self._host else ""
        return Content(
            f"It is checked{host}, then kept in {self._key_place} for you alone.\n"
            "Keys: dashboard.cohere.com/api-keys\n"
            "No account? F2 opens the built-in sandbox."
        )

    def action_check(self) -> None:
        """Ask the server about the key, and keep it when it is good."""
        if self._checking:
            return
        key = self._line.value.strip()
        wrong = mistake(key)
        if wrong:
            self._say(wrong, failed=True)
        else:
            self._ask(key)

    def action_sandbox(self) -> None:
        """Go on with the built-in sandbox."""
        self.workers.cancel_node(self)
        self.dismiss(Outcome.SANDBOX)

    def action_later(self) -> None:
        """Stop a check that runs, else go on without a key."""
        if not self.cancel():
            self.dismiss(Outcome.LATER)

    def cancel(self) -> bool:
        """A step of `ctrl+c`: stop a check that runs, else clear the field."""
        if self._checking:
            self.workers.cancel_node(self)
            self._say("")
            return True
        if self._line.value:
            self._line.clear()
            return True
        return False

    @work(exclusive=True)
    async def _ask(self, key: str) -> None:
        self._checking = True
        self._say("Checking…")
        try:
            await self._check(key)
            self._keep(key)
        except CohereTuiError as error:
            self._say(one_line(error.told, 400).replace(key, "…"), failed=True)
        else:
            self.dismiss(Outcome.KEY)
        finally:
            self._checking = False

    @on(KeyLine.Refused)
    def _refused(self, message: KeyLine.Refused) -> None:
        self._say(message.why, failed=True)

    @on(Input.Changed)
    def _edited(self) -> None:
        if not self._checking:
            self._say("")

    def _say(self, text: str, *, failed: bool = False) -> None:
        """Show under the field what goes on, or what is wrong."""
        signs = signs_of(self.app)
        sign, style = (signs.failed, "$error") if failed else (signs.working[0], quiet(self.app))
        line = Content.styled(f"{sign} {plain(text)}", style) if text else Content("")
        self.query_one("#state", Static).update(line)
