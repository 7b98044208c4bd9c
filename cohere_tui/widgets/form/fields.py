"""The rows of a form: labels, what is filled in beside them, and what is wrong under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from cohere_tui.plain import plain
from cohere_tui.state.form import extras_in, first_values, kept_values
from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.form.controls import Control, PickAsked, PickLine, control_for
from cohere_tui.widgets.picker import Choice, FreePicker, Picker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

    from cohere_tui.state.form import Faults, Field, Values

_WIDEST_LABEL: Final = 22
_SOON_S: Final = 0.1


class Fields(VerticalScroll, can_focus=False):
    """Asks for `fields`, which begin with what is in `values`, else with their own values.

    `check` says what is wrong with values, by field; `adapt` what comes into other fields when the
    one of that name was changed; `hints`, what is allowed in fields now that the others are as they
    are. Fields that are `extra` are shown when `more` is set, or when something is in them.
    """

    DEFAULT_CSS = """
    Fields {
        height: auto;
        & .form--row { height: auto; }
        & .form--label { height: auto; padding-right: 1; color: $text-muted; }
        & .form--label:ansi { text-style: dim; }
        & .form--control { width: 1fr; }
        & .form--hint { height: auto; color: $text-muted; }
        & .form--hint:ansi { text-style: dim; }
        & .form--hint.-wrong { color: $error; text-style: none; }
    }
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
        super().__init__(classes="form--fields")
        self.fields = fields
        """What is asked for."""
        self._check = check
        self._adapt = adapt
        self._hints = hints
        self._controls: dict[str, Control] = {}
        self._start = first_values(fields, values)
        self.touched: set[str] = set()
        """The names of the fields that a person has changed."""
        self._everything = False
        self._soon: Timer | None = None
        self.more = False
        """Whether fields that are seldom wanted are shown too."""

    def compose(self) -> ComposeResult:
        """The rows; a text stands under its label."""
        column = self.column
        for field in self.fields:
            control = self._controls[field.name] = control_for(field, self._start[field.name])
            control.add_class("form--control")
            label = Static(Content(field.label), classes="form--label")
            row: type[Horizontal | Vertical] = Vertical
            if not field.kind.is_long:
                label.styles.width, row = column, Horizontal
            with row(classes="form--row", id=f"row-{_id(field)}"):
                yield label
                yield control
            hint = Static("", id=f"hint-{_id(field)}", classes="form--hint", markup=False)
            hint.styles.padding = (0, 0, 0, 1 if field.kind.is_long else column + 1)
            yield hint

    def on_mount(self) -> None:
        """Show what is allowed."""
        self.judge()

    @property
    def column(self) -> int:
        """Where what is filled in begins."""
        return min(_WIDEST_LABEL, max(cell_len(field.label) for field in self.fields)) + 2

    @property
    def is_made(self) -> bool:
        """Whether the rows are there."""
        return bool(self._controls)

    # --- what is in it

    @property
    def kept(self) -> dict[str, str]:
        """What may be kept of it when it is left: all but secrets."""
        return kept_values(self.fields, self.everything)

    @property
    def everything(self) -> dict[str, str]:
        """What is in all fields, as it is written."""
        if not self.is_made:
            return dict(self._start)
        return {name: control.value for name, control in self._controls.items()}

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields that matter."""
        everything = self.everything
        return {
            field.name: _meant(field, everything[field.name])
            for field in self.fields
            if field.shown(everything)
        }

    def fill(self, values: Values) -> None:
        """Put other values into the fields of these names; those of other names stay."""
        for name, control in self._controls.items():
            if name in values and control.value != values[name]:
                control.value = values[name]
        self._start |= {name: text for name, text in values.items() if name in self._start}
        self._everything = False
        if self.is_made:
            self.judge()

    def write(self, values: Values) -> None:
        """Put values in as if the person had written them here: they are judged at once."""
        self.touched |= values.keys()
        self.fill(values)

    def control(self, name: str) -> Control:
        """What a field is filled in with."""
        return self._controls[name]

    def focus_field(self, name: str) -> None:
        """Go to a field; an unknown name goes to the first one that is shown."""
        shown = [one for one in self.fields if self.query_one(f"#row-{_id(one)}").display]
        known = [field for field in shown if field.name == name] or shown
        if known:
            self._controls[known[0].name].focus()

    def focus_first(self, names: Collection[str]) -> None:
        """Go to the first of these fields."""
        found = next((name for name in self._controls if name in names), "")
        if found:
            self.focus_field(found)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Filled)
    def _edited(self, event: Input.Changed | TextArea.Changed | Filled) -> None:
        event.stop()
        changed = self.name_of(_source(event))
        if changed and self._controls[changed].value != self._start[changed]:
            self.touched.add(changed)
        if changed in self.touched:
            for name, value in self._adapt(changed, self.values).items():
                self._controls[name].value = value
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

    def put(self, name: str, value: str) -> None:
        """Put something into a field, as if the person had written it."""
        self._controls[name].value = value

    def name_of(self, control: Widget) -> str:
        """The name of the field that is filled in with it; empty for none."""
        return next((name for name, one in self._controls.items() if one is control), "")

    def on_descendant_focus(self) -> None:
        """Show what the field is called, and what is said under it: only the field itself scrolls.

        Where there is not room for all: what is wrong with it, else what it is called.
        """
        self.call_after_refresh(self._show_all_of_focused)

    def _show_all_of_focused(self) -> None:
        name = next((name for name, one in self._controls.items() if one.has_focus_within), "")
        if not name:
            return
        row, hint = self.query_one(f"#row-{name.replace('.', '-')}"), self._hint(name)
        end = (hint if hint.display else row).virtual_region.bottom
        top, shown = row.virtual_region.y, self.scroll_offset.y
        bottom = max(shown, end - self.scrollable_content_region.height)
        wanted = max(min(shown, top), bottom) if hint.has_class("-wrong") else min(top, bottom)
        if wanted != shown:
            self.scroll_to(y=wanted, animate=False)

    # --- what is wrong with it

    def judge(self, *, everything: bool = False) -> Faults:
        """Say under each field what is wrong with it, else what is allowed.

        Of fields that nobody touched, only with `everything`, and from then on.
        """
        self._everything = everything = everything or self._everything
        values = self.values
        faults, hints = dict(self._check(values)), self._hints(values)
        extras = extras_in(self.fields, self.everything)
        for field in self.fields:
            wrong = faults.get(field.name, "") if everything or field.name in self.touched else ""
            wanted = self.more or not field.extra or field.name in extras or bool(wrong)
            shown = field.name in values and wanted
            self.query_one(f"#row-{_id(field)}").display = shown
            told = f"! {wrong}" if wrong else hints.get(field.name, field.hint)
            self._say(field.name, told, wrong=bool(wrong), shown=shown)
        return faults

    def refuse(self, name: str, told: str) -> bool:
        """Say what the other side finds wrong with a field. False when there is no such field."""
        if name not in self._controls:
            return False
        self._say(name, f"! {told}", wrong=True, shown=True)
        return True

    def _say(self, name: str, told: str, *, wrong: bool, shown: bool) -> None:
        hint = self._hint(name)
        text = plain(told)
        if text != str(hint.content) and self._controls[name].has_focus_within:
            self.call_after_refresh(self._show_all_of_focused)
        hint.update(Content(text))
        hint.set_class(wrong, "-wrong")
        hint.display = shown and bool(told)

    def _hint(self, name: str) -> Static:
        return self.query_one(f"#hint-{name.replace('.', '-')}", Static)

    # --- lists to pick from

    @on(PickAsked)
    def _pick_asked(self, event: PickAsked) -> None:
        event.stop()
        self.pick(event.line)

    def pick_for(self, name: str) -> None:
        """Show the list of the field of that name."""
        line = self._controls[name]
        if isinstance(line, PickLine):
            self.pick(line)

    @work(exclusive=True, group="pick")
    async def pick(self, line: PickLine) -> None:
        """Show the list of a field, and take what is picked."""
        field = next(field for field in self.fields if self._controls[field.name] is line)
        load = field.load
        if load is None:
            return

        async def choices() -> list[Choice]:
            return [Choice(one.value, one.label, one.note) for one in await load(self.values)]

        kind = FreePicker if field.free else Picker
        picker = kind(field.label, load=choices, current=line.value, empty=field.empty)
        picked = await self.app.push_screen_wait(picker)
        line.value = picked or line.value


def _id(field: Field) -> str:
    return field.name.replace(".", "-")


def _meant(field: Field, value: str) -> str:
    """Blanks around a word mean nothing; in a text they may."""
    return value if field.kind.is_long else value.strip()


def _source(event: Input.Changed | TextArea.Changed | Filled) -> Any:
    if isinstance(event, Filled):
        return event.line
    return event.input if isinstance(event, Input.Changed) else event.text_area
