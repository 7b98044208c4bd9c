"""A form: labels beside their fields, what is wrong under them, the request as code, one sending.

What was written outlives the form: it is given back when the form is left, and put in again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from cohere_tui.errors import CohereTuiError, RequestInvalid
from cohere_tui.plain import plain
from cohere_tui.state.form import first_values, kept_values
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.form.controls import (
    Control,
    PickAsked,
    PickLine,
    SendButton,
    control_for,
)
from cohere_tui.widgets.picker import Choice, FreePicker, Picker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from cohere_tui.state.code import Request
    from cohere_tui.state.form import Faults, Field, Values

Sent = TypeVar("Sent")

_WIDEST_LABEL: Final = 22


class Form(Dialog["Sent | None"], Generic[Sent]):
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
        & .form--fields { height: auto; max-height: 70vh; margin-top: 1; }
        & .form--row { height: auto; }
        & .form--label { height: auto; padding-right: 1; color: $text-muted; }
        & .form--label:ansi { text-style: dim; }
        & .form--control { width: 1fr; }
        & .form--hint { height: auto; color: $text-muted; }
        & .form--hint:ansi { text-style: dim; }
        & .form--hint.-wrong { color: $error; text-style: none; }
        & .form--button { width: auto; height: 1; padding: 0 2; background: $panel; }
        & .form--button:focus { background: $accent; color: $button-color-foreground;
            text-style: bold; }
        & .form--button:ansi { background: ansi_default; color: ansi_default; }
        & .form--button:ansi:focus { text-style: bold reverse; }
    }
    Form.-short .form--fields { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "send", "Send", id="form.send"),
        Binding("enter", "next", "Next field", id="form.next", show=False, priority=True),
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
        drafts: dict[str, Values] | None = None,
        adapt: Callable[[str, Values], Values] = lambda _, __: {},
        hints: Callable[[Values], Values] = lambda _: {},
    ) -> None:
        super().__init__(title)
        self._fields = fields
        self._check = check
        self._send = send
        self._verb = verb
        self._doing = doing
        self._note = note
        self._request = request
        self._base_url = base_url
        self._drafts = {} if drafts is None else drafts
        self._adapt = adapt
        self._hints = hints
        self._touched: set[str] = set()
        self._sending = False
        self._controls: dict[str, Control] = {}

    def body(self) -> ComposeResult:
        """The fields, and the button."""
        if self._note:
            yield Static(Content(plain(self._note)), classes="dialog--note")
        start = first_values(self._fields, self._drafts.get(self._title, {}))
        column = min(_WIDEST_LABEL, max(cell_len(field.label) for field in self._fields)) + 2
        with VerticalScroll(classes="form--fields", can_focus=False):
            for field in self._fields:
                control = self._controls[field.name] = control_for(field, start[field.name])
                control.add_class("form--control")
                label = Static(Content(field.label), classes="form--label")
                label.styles.width = column
                with Horizontal(classes="form--row", id=f"row-{_id(field)}"):
                    yield label
                    yield control
                hint = Static("", id=f"hint-{_id(field)}", classes="form--hint", markup=False)
                hint.styles.padding = (0, 0, 0, column + 1)
                yield hint
            button = SendButton(self._verb)
            button.styles.margin = (1, 0, 0, column)
            yield button

    def on_mount(self) -> None:
        """Show what is allowed."""
        self._judge()

    # --- what is in it

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields that matter."""
        everything = {name: control.value for name, control in self._controls.items()}
        return {
            field.name: everything[field.name].strip()
            for field in self._fields
            if field.shown(everything)
        }

    @on(Input.Changed)
    @on(Filled)
    def _edited(self, event: Input.Changed | Filled) -> None:
        event.stop()
        line = event.line if isinstance(event, Filled) else event.input
        changed = next((name for name, one in self._controls.items() if one is line), "")
        if changed:
            self._touched.add(changed)
            for name, value in self._adapt(changed, self.values).items():
                self._controls[name].value = value
        self._judge()

    def _judge(self, *, everything: bool = False) -> Faults:
        """Say under each field what is wrong with it, else what is allowed."""
        values = self.values
        faults, hints = dict(self._check(values)), self._hints(values)
        for field in self._fields:
            shown = field.name in values
            self.query_one(f"#row-{_id(field)}").display = shown
            hint = self.query_one(f"#hint-{_id(field)}", Static)
            wrong = faults.get(field.name, "") if everything or field.name in self._touched else ""
            told = f"! {wrong}" if wrong else hints.get(field.name, field.hint)
            hint.update(Content(plain(told)))
            hint.set_class(bool(wrong), "-wrong")
            hint.display = shown and bool(told)
        if everything:
            self.complain(faults.get("", ""))
        return faults

    @on(PickAsked)
    def _pick_asked(self, event: PickAsked) -> None:
        event.stop()
        self._pick(event.line)

    @work(exclusive=True, group="pick")
    async def _pick(self, line: PickLine) -> None:
        """Show the list of a field, and take what is picked."""
        field = next(field for field in self._fields if self._controls[field.name] is line)
        load = field.load
        if load is None:
            return

        async def choices() -> list[Choice]:
            return [Choice(one.value, one.label, one.note) for one in await load(self.values)]

        kind = FreePicker if field.free else Picker
        picker = kind(field.label, load=choices, current=line.value, empty=field.empty)
        picked = await self.app.push_screen_wait(picker)
        line.value = picked or line.value

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is a request can be shown as code."""
        if action == "code":
            return self._request is not None
        return super().check_action(action, parameters)

    def action_move(self, step: int) -> None:
        """Go to another field."""
        self.focus_next() if step > 0 else self.focus_previous()

    def action_next(self) -> None:
        """Go to the next field; on the button: send; where nothing is picked: pick."""
        if isinstance(self.focused, SendButton):
            self.action_send()
        elif isinstance(self.focused, PickLine) and not self.focused.value:
            self._pick(self.focused)
        else:
            self.focus_next()

    def action_code(self) -> None:
        """Show what would be sent as code."""
        if self._request is None:
            return
        try:
            request = self._request(self.values)
        except RequestInvalid:
            self._judge(everything=True)
            return
        self.app.push_screen(CodeView(request, self._base_url))

    def action_send(self) -> None:
        """Send, unless something is wrong or it is being sent already."""
        if self._sending:
            return
        faults = self._judge(everything=True)
        if faults:
            wrong = next((name for name in self._controls if name in faults), "")
            if wrong:
                self._controls[wrong].focus()
            return
        self._sending = True
        self._do_send(self.values)

    @work(exclusive=True, group="send", exit_on_error=True)
    async def _do_send(self, values: Values) -> None:
        self.complain("")
        button = self.query_one(SendButton)
        button.say(f"{self._verb}: {self._doing}")
        try:
            answer = await self._send(values)
        except RequestInvalid as error:
            self._refused(error)
        except CohereTuiError as error:
            self.complain(error.told)
        else:
            self._drafts.pop(self._title, None)
            self.end(answer)
        finally:
            self._sending = False
            button.say(self._verb)

    def _refused(self, error: RequestInvalid) -> None:
        hint = self.query(f"#hint-{error.field.replace('.', '-')}")
        if hint:
            hint.first(Static).update(Content(plain(f"! {error}")))
            hint.first(Static).display = True
        else:
            self.complain(error.told)

    def unfinished(self) -> str:
        """What was written is kept as long as the app runs, and no longer."""
        state = "is being sent" if self._sending else "was not sent" if self._touched else ""
        return f"{self._title}: what was written {state}." if state else ""

    def action_close(self) -> None:
        """Stop sending; else leave, and keep what was written."""
        if self._sending:
            self.workers.cancel_group(self, "send")
            self.complain("Stopped. The server may have had it already: look at the list.")
            return
        if self._touched:
            everything = {name: control.value for name, control in self._controls.items()}
            self._drafts[self._title] = kept_values(self._fields, everything)
        self.dismiss(None)


def _id(field: Field) -> str:
    return field.name.replace(".", "-")
