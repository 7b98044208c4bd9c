"""Forms: checked while they are filled in, sent once, never lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.events import Key
from textual.widgets import Static

from cohere_tui.errors import CohereTuiError, RequestInvalid, Unreachable
from cohere_tui.state.code import Request
from cohere_tui.state.form import Faults, Field, Kind, Option, Values
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.form.completing import completions
from cohere_tui.widgets.form.controls import SecretLine, SendButton
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.picker import Picker
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

FIELDS = (
    Field("name", "Name", hint="at most 9 letters"),
    Field("auth", "Sign in", Kind.CHOICE, options=(Option("none", "none"), Option("t", "token"))),
    Field("service.token", "Token", Kind.SECRET, shown=lambda values: values["auth"] == "t"),
    Field("active", "Active", Kind.TOGGLE, "yes"),
)


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, str]] = []
        self.answers: list[str | None] = []
        self.trouble: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.drafts: dict[str, Values] = {}

    def check(self, values: Values) -> Faults:
        faults = {}
        if len(values["name"]) > 9:
            faults["name"] = "is longer than 9 letters"
        if not values["name"]:
            faults["name"] = "is needed"
        return faults

    async def send(self, values: Values) -> str:
        self.sent.append(dict(values))
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        return values["name"]

    def ask(self) -> Form[str]:
        form = Form(
            "New mill",
            FIELDS,
            check=self.check,
            send=self.send,
            request=lambda values: Request("POST", "/v1/mills", body={"name": values["name"]}),
            base_url="http://127.0.0.1",
            drafts=self.drafts,
        )
        self.push_screen(form, self.answers.append)
        return form


async def open_form(page: Page, pilot: Pilot[None]) -> Form[str]:
    form = page.ask()
    await until(lambda: page.focused is not None and page.screen is form)
    return form


def shown(form: Form[Any], name: str) -> str:
    hint = form.query_one(f"#hint-{name}", Static)
    return str(hint.render()) if hint.display else ""


async def test_what_is_typed_in_one_piece_comes_into_its_fields() -> None:
    """As over a slow line: nothing is waited for between the keys."""
    fields = (Field("a", "A"), Field("b", "B"), Field("c", "C"))
    page = Page()
    form = Form("Quick", fields, check=lambda _: {}, send=page.send)
    async with page.run_test(size=(80, 24)) as pilot:
        page.push_screen(form)
        await until(lambda: form.focused is not None)
        for key in ("1", "tab", "2", "2", "tab", "3", "shift+tab", "2"):
            page.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await until(lambda: form.values == {"a": "1", "b": "222", "c": "3"})
        for key in ("home", "0", "ctrl+k", "1", "ctrl+u", "4", "backspace", "5"):
            page.post_message(Key(key, key if len(key) == 1 else None))
        await until(lambda: form.values == {"a": "1", "b": "5", "c": "3"})


async def test_it_is_filled_in_and_sent() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        await until(lambda: shown(form, "name") == "at most 9 letters")
        await typed(pilot, "Carew")
        await pilot.press("enter", "right")
        await until(lambda: form.query_one("#row-service-token").display)
        await pilot.press("enter")
        await until(lambda: isinstance(form.focused, SecretLine))
        await typed(pilot, "hush")
        await pilot.press("ctrl+s")
        await until(lambda: page.answers == ["Carew"])
        assert page.sent == [
            {"name": "Carew", "auth": "t", "service.token": "hush", "active": "yes"}
        ]


async def test_what_is_wrong_stands_under_its_field_and_is_not_sent() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        await pilot.press("ctrl+s")
        assert shown(form, "name") == "! is needed"
        await typed(pilot, "a very long name")
        assert shown(form, "name") == "! is longer than 9 letters"
        await pilot.press("f5")
        assert page.sent == []
        assert page.screen is form


async def test_a_field_that_does_not_matter_is_neither_shown_nor_sent() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        await until(lambda: not form.query_one("#row-service-token").display)
        await typed(pilot, "Eling")
        await pilot.press("ctrl+s")
        await until(lambda: page.answers == ["Eling"])
        assert "service.token" not in page.sent[0]


async def test_enter_on_the_button_sends_and_only_once() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        await open_form(page, pilot)
        page.gate.clear()
        await typed(pilot, "Eling")
        await pilot.press("enter", "enter", "space", "enter", "enter", "enter", "ctrl+s", "f5")
        await until(lambda: len(page.sent) == 1)
        page.gate.set()
        await until(lambda: page.answers == ["Eling"])
        assert [values["active"] for values in page.sent] == [""]


async def test_a_failure_keeps_everything() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        page.trouble = Unreachable("nobody there")
        await typed(pilot, "Eling")
        await pilot.press("ctrl+s")
        error = form.query_one(".dialog--error", Static)
        await until(lambda: "nobody there" in str(error.render()))
        assert "press F5" in str(error.render())
        page.trouble = RequestInvalid("name: found; allowed: other", field="name")
        await pilot.press("ctrl+s")
        await until(lambda: "allowed: other" in shown(form, "name"))
        page.trouble = None
        await pilot.press("ctrl+s")
        await until(lambda: page.answers == ["Eling"])
        assert len(page.sent) == 3


async def test_leaving_keeps_what_was_written_but_no_secret() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        await typed(pilot, "Eling")
        await pilot.press("enter", "right")
        await until(lambda: form.query_one("#row-service-token").display)
        await pilot.press("enter")
        await until(lambda: isinstance(form.focused, SecretLine))
        await typed(pilot, "hush")
        await pilot.press("escape")
        await until(lambda: page.answers == [None])
        assert "hush" not in str(page.drafts)
        form = await open_form(page, pilot)
        assert form.values == {"name": "Eling", "auth": "t", "service.token": "", "active": "yes"}
        await pilot.press("ctrl+s")
        await until(lambda: len(page.answers) == 2)
        assert page.drafts == {}


async def test_what_is_sent_is_not_in_the_description_of_its_worker() -> None:
    """Textual would write it out there, for its log."""
    page = Page()
    page.gate.clear()
    async with page.run_test(size=(80, 24)) as pilot:
        await open_form(page, pilot)
        await typed(pilot, "Eling")
        await pilot.press("ctrl+s")
        await until(lambda: page.sent)
        told = [worker.description for worker in page.workers]
        page.gate.set()
        await until(lambda: page.answers == ["Eling"])
    assert "send" in told
    assert "Eling" not in str(told)


async def test_esc_stops_a_sending_that_hangs() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        page.gate.clear()
        await typed(pilot, "Eling")
        await pilot.press("ctrl+s")
        await until(lambda: len(page.sent) == 1)
        await pilot.press("escape")
        await until(lambda: not form._sending)
        assert page.screen is form
        assert form.values["name"] == "Eling"
        await pilot.press("escape")
        await until(lambda: page.answers == [None])


async def test_the_request_is_shown_as_code() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        await open_form(page, pilot)
        await typed(pilot, "Eling x")
        await pilot.press("f3")
        await until(lambda: isinstance(page.screen, CodeView))
        view = page.screen
        assert isinstance(view, CodeView)
        assert '"name": "Eling x"' in view.code


async def test_a_form_without_a_request_offers_no_code() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = Harbours().form()
        page.push_screen(form)
        await until(lambda: page.focused is not None and page.screen is form)
        assert "as code" not in str(form.query_one(Footer).render())
        await pilot.press("f3")
        assert page.screen is form


async def test_what_is_changed_changes_what_hangs_on_it() -> None:
    page = Page()

    def adapt(changed: str, values: Values) -> Values:
        return {"name": "secret mill"} if changed == "auth" and values["auth"] == "t" else {}

    async with page.run_test(size=(80, 24)) as pilot:
        form = Form("New mill", FIELDS, check=lambda _: {}, send=page.send, adapt=adapt)
        page.push_screen(form)
        await until(lambda: page.focused is not None and page.screen is form)
        await typed(pilot, "Eling")
        assert form.values["name"] == "Eling"
        await pilot.press("enter", "right")
        await until(lambda: form.values["name"] == "secret mill")


async def test_what_is_allowed_may_follow_from_the_other_fields() -> None:
    page = Page()

    def hints(values: Values) -> Values:
        return {"name": f"{len(values['name'])} of 9 letters", "active": ""}

    async with page.run_test(size=(80, 24)) as pilot:
        form = Form("New mill", FIELDS, check=page.check, send=page.send, hints=hints)
        page.push_screen(form)
        await until(lambda: page.focused is not None and page.screen is form)
        await typed(pilot, "Eling")
        assert shown(form, "name") == "5 of 9 letters"
        await typed(pilot, " mill")
        assert shown(form, "name") == "! is longer than 9 letters"


async def test_an_answer_that_comes_under_another_dialog_waits_for_it() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = await open_form(page, pilot)
        page.gate.clear()
        assert form.unfinished() == ""
        await typed(pilot, "Eling")
        assert form.unfinished() == "New mill: what was written was not sent."
        await pilot.click(SendButton)
        await until(lambda: len(page.sent) == 1)
        assert form.unfinished() == "New mill: what was written is being sent."
        question = Confirm("Quit now?")
        page.push_screen(question)
        await until(lambda: page.screen is question)
        page.gate.set()
        await until(lambda: not form._sending)
        assert page.screen is question
        await pilot.press("n")
        await until(lambda: page.answers == ["Eling"])
        await until(lambda: form not in page.screen_stack)


class Harbours:
    """A form with a list to pick from, which may fail to come."""

    def __init__(self, trouble: CohereTuiError | None = None) -> None:
        self.trouble = trouble
        self.asked_for: list[dict[str, str]] = []

    async def load(self, values: Values) -> list[Option]:
        self.asked_for.append(dict(values))
        if self.trouble is not None:
            raise self.trouble
        return [Option("h-1", "Carew", "12 m"), Option("h-2", "Eling", "4 m")]

    async def send(self, values: Values) -> str:
        return values["harbour"]

    def form(self) -> Form[str]:
        fields = (
            Field("name", "Name", value="tide"),
            Field("harbour", "Harbour", Kind.PICK, load=self.load, hint="with a mill"),
        )
        return Form("Where", fields, check=self.check, send=self.send)

    def check(self, values: Values) -> Faults:
        return {} if values["harbour"] else {"harbour": "is needed"}


async def test_a_field_is_picked_from_a_list_that_is_brought() -> None:
    page, harbours = Page(), Harbours()
    async with page.run_test(size=(80, 24)) as pilot:
        form = harbours.form()
        page.push_screen(form, page.answers.append)
        await until(lambda: page.focused is not None and page.screen is form)
        await pilot.press("enter", "enter")  # to the field; nothing is picked: the list
        await until(lambda: isinstance(page.screen, Picker) and page.screen.listed.option_count)
        assert harbours.asked_for == [{"name": "tide", "harbour": ""}]
        await typed(pilot, "eling")
        await pilot.press("enter")
        await until(lambda: page.screen is form and form.values["harbour"] == "h-2")
        assert shown(form, "harbour") == "with a mill"
        await pilot.press("space")
        await until(lambda: isinstance(page.screen, Picker))
        await pilot.press("escape")  # what was picked stays
        await until(lambda: page.screen is form)
        await pilot.press("enter", "enter")  # to the button
        await until(lambda: page.answers == ["h-2"])


async def test_what_was_picked_can_be_taken_back() -> None:
    page, harbours = Page(), Harbours()
    async with page.run_test(size=(80, 24)) as pilot:
        form = harbours.form()
        page.push_screen(form, page.answers.append)
        await until(lambda: page.focused is not None and page.screen is form)
        form.query_one(PickLine).value = "h-1"
        await pilot.press("enter", "delete")
        await until(lambda: shown(form, "harbour") == "! is needed")


async def test_a_list_that_does_not_come_says_why() -> None:
    page, harbours = Page(), Harbours(Unreachable("no harbour in sight"))
    async with page.run_test(size=(80, 24)) as pilot:
        form = harbours.form()
        page.push_screen(form, page.answers.append)
        await until(lambda: page.focused is not None and page.screen is form)
        await pilot.press("enter", "space")
        await until(lambda: isinstance(page.screen, Picker))
        error = page.screen.query_one(".dialog--error", Static)
        await until(lambda: "no harbour in sight" in str(error.render()))
        await pilot.press("escape")
        await until(lambda: page.screen is form)
        assert form.values["harbour"] == ""


def test_paths_are_completed(tmp_path: Path) -> None:
    (tmp_path / "mills").mkdir()
    (tmp_path / "mills.csv").touch()
    (tmp_path / "millers.csv").touch()
    (tmp_path / ".hidden").touch()
    base = f"{tmp_path}/"
    assert completions(base) == [f"{base}mills/", f"{base}millers.csv", f"{base}mills.csv"]
    assert completions(f"{base}mills") == [f"{base}mills/", f"{base}mills.csv"]
    assert completions(f"{base}.h") == [f"{base}.hidden"]
    assert completions(f"{base}nothing/at") == []
    assert completions("") == []
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert completions(f"{base}l") == [f"{base}loop"]


def test_a_folder_of_very_many_files_is_completed_all_the_same(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"file{number:03}").touch()
    (tmp_path / "zoo").mkdir()
    base = f"{tmp_path}/"
    found = completions(base)
    assert found[:2] == [f"{base}zoo/", f"{base}file000"]
    assert len(found) == 200
