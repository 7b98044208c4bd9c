"""Fields: whoever comes to one sees what it is called, and what is said under it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.app import App

from cohere_tui.state.form import Field, Kind
from cohere_tui.widgets.form.fields import Fields
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.form import Faults

ASKED = (Field("text", "Text", Kind.TEXTS, "a line\n" * 9), Field("name", "Name"))


HINTED = tuple(Field(f"n{at}", f"Name {at}", hint=f"at most {at} letters") for at in range(6))


class Low(App[None]):
    """Fields where there is little room."""

    CSS = "Fields { height: 6; }"

    def __init__(
        self, asked: tuple[Field, ...] = ASKED, faults: Faults = MappingProxyType({})
    ) -> None:
        super().__init__()
        self.asked = asked
        self.faults = faults

    def compose(self) -> ComposeResult:
        """The fields."""
        yield Fields(self.asked, {}, check=lambda _: self.faults)


async def test_whoever_comes_back_to_a_long_text_sees_what_it_is_called() -> None:
    app = Low()
    async with app.run_test(size=(60, 20)) as pilot:
        fields = app.query_one(Fields)
        fields.focus_field("name")
        await until(lambda: fields.scroll_offset.y > 0)
        await pilot.press("shift+tab")
        await until(lambda: fields.control("text").has_focus)
        await until(lambda: fields.scroll_offset.y == 0, "the label is out of sight")


async def test_whoever_comes_to_a_field_sees_what_is_said_under_it() -> None:
    app = Low(HINTED)
    async with app.run_test(size=(60, 20)) as pilot:
        fields = app.query_one(Fields)
        await until(lambda: fields.max_scroll_y > 0)

        def is_seen(at: int) -> bool:
            """Whether the two lines of a field are in sight."""
            top = fields.scroll_offset.y
            return fields.control(f"n{at}").has_focus and top <= 2 * at <= top + 4

        for at in (2, 3, 5):
            fields.focus_field(f"n{at}")
            await until(lambda at=at: is_seen(at))  # type: ignore[misc]
        for at in (4, 3, 2, 1):
            await pilot.press("shift+tab")
            await until(lambda at=at: is_seen(at))  # type: ignore[misc]


async def test_what_is_wrong_with_a_long_text_is_seen_while_it_is_written() -> None:
    app = Low(ASKED, {"text": "is too long: it may have as many lines as there are in this form"})
    async with app.run_test(size=(40, 20)):
        fields = app.query_one(Fields)
        fields.focus_field("text")
        await until(lambda: fields.control("text").has_focus)
        fields.judge(everything=True)
        hint = fields.query_one("#hint-text")
        await until(lambda: hint.region.height == 2 and hint.region.bottom <= fields.region.bottom)


async def test_whoever_comes_back_to_a_wrong_text_sees_what_it_is_called_where_there_is_room() -> (
    None
):
    names = tuple(Field(f"n{at}", f"Name {at}") for at in range(6))
    text = Field("text", "Text", Kind.TEXTS, "a line")
    app = Low((text, *names), {"text": "is too short"})
    async with app.run_test(size=(60, 20)) as pilot:
        fields = app.query_one(Fields)
        fields.judge(everything=True)
        fields.focus_field("n0")
        await until(lambda: fields.control("n0").has_focus)
        fields.scroll_to(y=1, animate=False)
        await until(lambda: fields.scroll_offset.y == 1)
        await pilot.press("shift+tab")
        await until(lambda: fields.control("text").has_focus)
        await until(lambda: fields.scroll_offset.y == 0, "the label is out of sight")
