"""Several answers of a few, and lists from which something else may be written."""

from __future__ import annotations

from textual.app import App

from cohere_tui.state.form import Field, Kind, Option, Values, chosen_in
from cohere_tui.widgets.footer import hints
from cohere_tui.widgets.form.choices import ChoiceLine, ChoicesLine
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.picker import Picker
from tests.keyboard import typed
from tests.until import until

KINDS = tuple(Option(name, name) for name in ("float", "int8", "ubinary"))


async def models(_: Values) -> list[Option]:
    return [Option("batch-embed-v4", "batch-embed-v4")]


FIELDS = (
    Field("kinds", "Kinds", Kind.CHOICES, "ubinary,unheard-of", options=KINDS),
    Field("model", "Model", Kind.PICK, load=models, free=True),
)


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[dict[str, str] | None] = []

    async def send(self, values: Values) -> dict[str, str]:
        return dict(values)

    async def nothing(self, _: Values) -> None:
        """Nothing is sent."""

    def ask(self) -> Form[dict[str, str]]:
        form = Form("Vectors", FIELDS, check=lambda _: {}, send=self.send)
        self.push_screen(form, self.answers.append)
        return form


async def test_any_of_a_few_are_taken_in_the_order_in_which_they_stand() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = page.ask()
        await until(lambda: isinstance(page.focused, ChoicesLine))
        assert form.values["kinds"] == "ubinary"
        await pilot.press("right", "space", "left", "space")
        assert form.values["kinds"] == "float,int8,ubinary"
        await pilot.press("left", "space")
        assert form.values["kinds"] == "float,int8"
        assert str(form.query_one(ChoicesLine).render()) == "[x] float  [x] int8  [ ] ubinary"
        await pilot.click(ChoicesLine, offset=(14, 0))
        await until(lambda: form.values["kinds"] == "float")
        await pilot.press("ctrl+s")
        await until(lambda: page.answers == [{"kinds": "float", "model": ""}])


async def test_of_one_answer_and_of_several_the_same_key_is_named() -> None:
    fields = (
        Field("one", "One", Kind.CHOICE, "a", options=(Option("a", "a"), Option("b", "b"))),
        Field("some", "Some", Kind.CHOICES, "", options=KINDS),
    )
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form: Form[None] = Form("Vectors", fields, check=lambda _: {}, send=page.nothing)
        page.push_screen(form)
        for kind, does, value in (
            (ChoiceLine, "take the next", "b"),
            (ChoicesLine, "take or leave", "float"),
        ):
            await until(lambda kind=kind: isinstance(page.focused, kind))  # type: ignore[misc]
            first = hints(page.screen)[0]
            assert (first.key, first.does) == ("space", does)
            await pilot.press("space")
            await until(lambda value=value: value in form.values.values())  # type: ignore[misc]
            await pilot.press("tab")


async def test_what_is_typed_is_an_answer_where_the_field_is_free() -> None:
    page = Page()
    async with page.run_test(size=(80, 24)) as pilot:
        form = page.ask()
        await until(lambda: page.screen is form and page.focused is not None)
        await pilot.press("enter", "enter")
        await until(lambda: isinstance(page.screen, Picker) and page.screen.listed.option_count)
        await typed(pilot, "batch")
        await pilot.press("enter")  # what is in the list comes first
        await until(lambda: form.values["model"] == "batch-embed-v4")
        await pilot.press("space")
        await until(lambda: isinstance(page.screen, Picker) and page.screen.listed.option_count)
        await typed(pilot, "my-own")
        await pilot.press("enter")
        await until(lambda: form.values["model"] == "my-own")


async def test_a_line_is_broken_between_two_answers() -> None:
    page = Page()
    async with page.run_test(size=(34, 24)):
        form = page.ask()
        await until(lambda: form.query(ChoicesLine) and form.query_one(ChoicesLine).size.height > 1)
        lines = str(form.query_one(ChoicesLine).render()).split("\n")
        assert len(lines) == form.query_one(ChoicesLine).size.height
        assert all(line.count("[") == len(line.split("  ")) for line in lines)


def test_what_is_taken() -> None:
    assert chosen_in("") == ()
    assert chosen_in("float,int8") == ("float", "int8")
