"""Fields: whoever comes to one sees what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from cohere_tui.state.form import Field, Kind
from cohere_tui.widgets.form.fields import Fields
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

ASKED = (Field("text", "Text", Kind.TEXTS, "a line\n" * 9), Field("name", "Name"))


class Low(App[None]):
    """Fields where there is little room."""

    CSS = "Fields { height: 6; }"

    def compose(self) -> ComposeResult:
        """The fields."""
        yield Fields(ASKED, {}, check=lambda _: {})


async def test_whoever_comes_back_to_a_long_text_sees_what_it_is_called() -> None:
    app = Low()
    async with app.run_test(size=(60, 20)) as pilot:
        fields = app.query_one(Fields)
        fields.focus_field("name")
        await until(lambda: fields.scroll_offset.y > 0)
        await pilot.press("shift+tab")
        await until(lambda: fields.control("text").has_focus)
        await until(lambda: fields.scroll_offset.y == 0, "the label is out of sight")
