"""A form: labels beside their fields, what is wrong under them, the request as code, one sending.

What was written outlives the form: it is given back when the form is left, and put in again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.errors import AGAIN_KEY, CohereTuiError, RequestInvalid
from cohere_tui.plain import plain
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.form.controls import SendButton
from cohere_tui.widgets.form.fields import Fields
from cohere_tui.widgets.form.keeping import Keeping
from cohere_tui.widgets.form.leaving import leave, step_from
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.own_keys import behind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from textual.app import ComposeResult

    from cohere_tui.state.code import Request
    from cohere_tui.state.form import Faults, Field, Values

Sent = TypeVar("Sent")


class Form(Keeping["Sent | None"], Generic[Sent]):
    """Asks for `fields`; answers with what `send` returned, or None.

    `check` says what is wrong with values, by field; `send` does what the form is for and may raise
    a `CohereTuiError`: then everything stays as it was written. `request`, where given, is what
    would be sent, to be shown as code against `base_url`. `drafts` keeps what was written, under
    the form's title, for the next time it is opened; secrets are not kept. `adapt` says what comes
    into other fields when the one of that name was changed; `hints`, what is allowed in fields now
    that the others are as they are.
    """

    DEFAULT_CSS = """
    Form {
        & .dialog { width: 84; }
        & .form--fields { max-height: 70vh; margin-top: 1; }
    }
    Form.-short .form--fields { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "send", "Send", id="form.send"),
        Binding("enter", "next", "Next field", id="form.next", show=False, priority=True),
        # With priority, so that keys behind it are not sent to the field that is left.
        Binding("tab", "leave(1)", "Next field", id="form.tab", show=False, priority=True),
        Binding(
            "shift+tab", "leave(-1)", "Previous field", id="form.back", show=False, priority=True
        ),
        Binding("down", "move(1)", "Next field", id="form.down", show=False),
        Binding("up", "move(-1)", "Previous field", id="form.up", show=False),
        Binding("f3,x", "code", "As code", id="form.code"),
    ]

    BINDING_GROUP_TITLE = "Forms"
    cancelled = None

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        *,
        check: Callable[[Values], Faults],
        send: Callable[[Values], Awaitable[Sent]],
        verb: str = "Create",
        doing: str = "sending…",
        note: str = "",
        request: Callable[[Values], Request] | None = None,
        base_url: str = "",
        drafts: MutableMapping[str, Values] | None = None,
        adapt: Callable[[str, Values], Values] = lambda _, __: {},
        hints: Callable[[Values], Values] = lambda _: {},
    ) -> None:
        super().__init__(title, {} if drafts is None else drafts)
        self._send = send
        self._verb = verb
        self._doing = doing
        self._note = note
        self._request = request
        self._base_url = base_url
        self.fields = Fields(
            fields, self._drafts.get(self._title, {}), check=check, adapt=adapt, hints=hints
        )
        """What is asked for."""
        self.button = SendButton(verb)
        self._sending = False

    def body(self) -> ComposeResult:
        """The fields, and the button."""
        if self._note:
            yield Static(Content(plain(self._note)), classes="dialog--note")
        yield self._told_before
        yield self.fields
        self.button.styles.margin = (1, 0, 0, self.fields.column)
        yield self.button

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields that matter."""
        return self.fields.values

    def _judge(self) -> Faults:
        """Say what is wrong with each field, and with the whole."""
        faults = self.fields.judge(everything=True)
        self.complain(faults.get("", ""))
        return faults

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is a request can be shown as code."""
        if action == "code":
            return self._request is not None
        return super().check_action(action, parameters)

    def action_move(self, step: int) -> None:
        """Go to another field."""
        step_from(self.fields, self.button, step)

    def action_leave(self, step: int) -> None:
        """The same, behind what was typed; in a path `tab` takes what is suggested first."""
        leave(self.fields, self.button, step)

    def action_next(self) -> None:
        """Go to the next field; on the button: send; where nothing is picked: pick."""
        if self.focused is not None:
            behind(self.focused, self._next)

    def _next(self) -> None:
        if isinstance(self.focused, SendButton):
            self.action_send()
        elif isinstance(self.focused, PickLine) and not self.focused.value:
            self.focused.action_pick()
        else:
            self.action_move(1)

    def action_code(self) -> None:
        """Show what would be sent as code."""
        if self._request is None:
            return
        try:
            request = self._request(self.values)
        except RequestInvalid:
            self._judge()
            return
        self.app.push_screen(CodeView(request, self._base_url))

    @on(SendButton.Pressed)
    def action_send(self) -> None:
        """Send, unless something is wrong or it is being sent already."""
        if self._sending:
            return
        faults = self._judge()
        if faults:
            self.fields.focus_first(faults)
            return
        self._sending = True
        self._do_send(self.values)

    # Described here: Textual would write out what is sent, secrets among it.
    @work(exclusive=True, group="send", exit_on_error=True, description="send")
    async def _do_send(self, values: Values) -> None:
        self.complain("")
        self.button.say(f"{self._verb}: {self._doing}")
        try:
            answer = await self._send(values)
        except RequestInvalid as error:
            self._refused(error)
        except CohereTuiError as error:
            error.again_with(AGAIN_KEY)
            self.complain(error.told)
        else:
            self._forget()
            self.end(answer)
        finally:
            self._sending = False
            self.button.say(self._verb)

    def _refused(self, error: RequestInvalid) -> None:
        if not self.fields.refuse(error.field, str(error)):
            self.complain(error.told)

    def unfinished(self) -> str:
        """What was written may be kept no longer than the app runs."""
        state = "is being sent" if self._sending else "was not sent" if self._would_be_lost else ""
        return f"{self._title}: what was written {state}." if state else ""

    def action_close(self) -> None:
        """Stop sending; else leave, and keep what was written."""
        if self._sending:
            self.workers.cancel_group(self, "send")
            self.complain("Stopped. The server may have had it already: look at the list.")
            return
        self._keep()
        self.dismiss(None)
