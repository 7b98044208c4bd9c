"""Keys that come in one read go to the fields that they were typed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.screens.playground.asked import Asked
from cohere_tui.state.form import Field, Kind
from cohere_tui.widgets.form.controls import SendButton
from cohere_tui.widgets.form.fields import Fields
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.haste import Patience
from tests.keyboard import at_once
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.app import ComposeResult

    from cohere_tui.state.form import Values

FIELDS = (
    Field("file", "File", Kind.PATH),
    Field("pages", "Pages", shown=lambda values: values["file"].endswith(".pdf")),
    Field("texts", "Texts", Kind.TEXTS),
    Field("name", "Name"),
    Field("more", "More"),
    Field("last", "Last", shown=lambda values: values["file"].endswith(".pdf")),
)


class Page(Patience):
    """An app whose playground has these fields."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(FIELDS, {}, check=lambda _: {}, adapt=adapt)

    def compose(self) -> ComposeResult:
        """The form of a playground."""
        yield Asked(self.fields)


def adapt(changed: str, values: Values) -> Values:
    """The name follows the file."""
    return {"name": values["file"][:3]} if changed == "file" else {}


async def send(values: Values) -> str:
    return values["name"]


async def opened(app: Page, dialog: bool, at: str = "file") -> Fields:
    """The fields, one of them focused."""
    fields = app.fields
    if dialog:
        form = Form("Quick", FIELDS, check=lambda _: {}, send=send, adapt=adapt)
        app.push_screen(form)
        await until(lambda: form.focused is not None)
        fields = form.fields
    fields.focus_field(at)
    await until(lambda: fields.control(at).has_focus)
    return fields


async def written(fields: Fields, app: Page, *keys: str, **values: str) -> None:
    """Type it, and wait until it is in the fields."""
    at_once(app, *keys)
    await until(lambda: all(fields.everything[name] == text for name, text in values.items()))


async def test_behind_a_path_comes_the_field_that_the_path_brings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tides.pdf").touch()
    monkeypatch.chdir(tmp_path)
    for dialog in (False, True):
        app = Page()
        async with app.run_test(size=(80, 30)):
            fields = await opened(app, dialog)
            keys = ("t", "i", "tab", "tab", "1", "-", "3", "tab", "x", "tab", "!")
            there = {"file": "tides.pdf", "pages": "1-3", "texts": "x", "name": "tid!"}
            await written(fields, app, *keys, **there)


async def test_going_back_and_forth_misplaces_nothing() -> None:
    for dialog in (False, True):
        app = Page()
        async with app.run_test(size=(80, 30)):
            fields = await opened(app, dialog, at="name")
            keys = (
                *("a", "b", "backspace", "c", "tab", "d", "left", "e", "shift+tab", "f"),
                *("shift+tab", "g", "backspace", "h", "i", "tab", "j", "tab", "end", "k"),
            )
            await written(fields, app, *keys, texts="hi", name="acfj", more="edk")


async def test_enter_goes_on_behind_what_was_typed() -> None:
    app = Page()
    async with app.run_test(size=(80, 30)):
        fields = await opened(app, dialog=True, at="name")
        keys = ("a", "b", "backspace", "enter", "c", "d", "backspace", "enter", "ctrl+u")
        await written(fields, app, *keys, name="a", more="c")
        await until(lambda: isinstance(app.focused, SendButton))
