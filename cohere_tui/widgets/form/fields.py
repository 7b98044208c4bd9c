"""Fields that are judged while they are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.message import Message
from textual.widgets import Input, TextArea

from cohere_tui.state.verdict import verdicts, wrong
from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.form.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from cohere_tui.state.form import Faults, Field, Values
    from cohere_tui.state.verdict import Verdict

_SOON_S: Final = 0.1


class Fields(Rows):
    """Asks for `fields`, and says under each what is wrong with it, else what is allowed.

    `check` says what is wrong with values, by field; `adapt` what comes into other fields when the
    one of that name was changed; `hints`, what is allowed in fields now that the others are as they
    are. Fields that are `extra` are shown when `more` is set, or when something is in them.
    """

    @dataclass
    class Changed(Message):
        """The person changed the field of that name."""

        name: str

    def __init__(
        self,
        fields: tuple[Field, ...],
        values: Values,
        *,
        check: Callable[[Values], Faults],
        adapt: Callable[[str, Values], Values] = lambda _, __: {},
        hints: Callable[[Values], Values] = lambda _: {},
    ) -> None:
        super().__init__(fields, values)
        self._check = check
        self._adapt = adapt
        self._hints = hints
        self.touched: set[str] = set()
        """The names of the fields that a person has changed."""
        self._everything = False
        self._soon: Timer | None = None
        self.more = False
        """Whether fields that are seldom wanted are shown too."""

    def on_mount(self) -> None:
        """Show what is allowed."""
        self.judge()

    def fill(self, values: Values) -> None:
        """Put other values into the fields of these names; those of other names stay."""
        for name, row in self.rows.items():
            if name in values and row.control.value != values[name]:
                row.control.value = values[name]
        self.start |= {name: text for name, text in values.items() if name in self.start}
        self._everything = False
        if self.is_made:
            self.judge()

    def write(self, values: Values) -> None:
        """Put values in as if the person had written them here: they are judged at once."""
        self.touched |= values.keys()
        self.fill(values)

    def judge(self, *, everything: bool = False) -> Faults:
        """Say under each field what is wrong with it, else what is allowed.

        Of fields that nobody touched, only with `everything`, and from then on.
        """
        self._everything = self._everything or everything
        values = self.values
        faults = dict(self._check(values))
        found = verdicts(
            self.fields,
            self.everything,
            faults,
            self._hints(values),
            judged=self.rows if self._everything else self.touched,
            more=self.more,
        )
        for name, verdict in found.items():
            self._say(name, verdict)
        return faults

    def refuse(self, name: str, told: str) -> bool:
        """Say what the other side finds wrong with a field. False when there is no such field."""
        if name not in self.rows:
            return False
        self._say(name, wrong(told))
        return True

    def _say(self, name: str, verdict: Verdict) -> None:
        row = self.rows[name]
        if row.say(verdict) and row.control.has_focus_within:
            self.call_after_refresh(self.show_focused)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Filled)
    def _edited(self, event: Input.Changed | TextArea.Changed | Filled) -> None:
        event.stop()
        changed = self.name_of(_source(event))
        if changed and self.control(changed).value != self.start[changed]:
            self.touched.add(changed)
        if changed in self.touched:
            for name, value in self._adapt(changed, self.values).items():
                self.put(name, value)
        if isinstance(event, TextArea.Changed):
            self._judge_soon()
        else:
            self.judge()
        if changed:
            self.post_message(self.Changed(changed))

    def _judge_soon(self) -> None:
        """Texts can be long, and keys come quickly: many of them share one look."""
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_SOON_S, self.judge)


def _source(event: Input.Changed | TextArea.Changed | Filled) -> Any:
    if isinstance(event, Filled):
        return event.line
    return event.input if isinstance(event, Input.Changed) else event.text_area
