"""A playground, whole: what can be done with what came.

A playground is a subclass of `Panel` of 80 to 200 lines: what is asked (`fields_of`, `check`,
`request`), how it is asked (`ask`), how the answer is shown (`PAGES`, `make_page`, `fill_page`),
and what it is as a table (`sheet`) and beside another (`compare`).
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import RequestInvalid, TerminalError
from cohere_tui.screens.editing import edited_outside
from cohere_tui.screens.playground.keeping import Keeping
from cohere_tui.state.naming import model_name
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.form.texts_area import TextsArea

if TYPE_CHECKING:
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

Answer = TypeVar("Answer")


class Panel(Keeping[Answer]):
    """One playground."""

    BINDING_GROUP_TITLE = "Playgrounds"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,x", "code", "As code", id="playground.code"),
        Binding("v", "look('JSON')", "JSON", id="playground.json", show=False),
        Binding("Y", "copy_json", "Copy as JSON", id="playground.copy_json", show=False),
    ]

    def sheet(self, run: Run[Answer]) -> Sheet:
        """The answer as a table, for files."""
        raise NotImplementedError

    def compare(self, before: Run[Answer], after: Run[Answer]) -> Comparison:
        """What is different in two answers, beyond what was asked. Done in a thread."""
        raise NotImplementedError

    def title_of(self, run: Run[Answer]) -> str:
        """A run in a few words."""
        return model_name(run.values.get("model", "")) or self.TITLE

    # --- looking closer

    def action_code(self) -> None:
        """Show what would be sent as code."""
        if self.house is None:
            return
        faults = self.fields.judge(everything=True)
        try:
            request = self.request(self.fields.values)
        except RequestInvalid as error:
            self.fields.focus_first(faults)
            self.tell(str(error), wrong=True)
            return
        self.app.push_screen(CodeView(request, self.house.base_url))

    def action_look(self, page: str) -> None:
        """Go to a page of the answer."""
        if self.run is not None:
            self.answer.turn_to(page)
            self.answer.focus()

    @work(exclusive=True, group="copy")
    async def action_copy_json(self) -> None:
        """Copy the whole answer."""
        if self.run is not None:
            raw = await asyncio.to_thread(self.whole, self.run)
            text = await asyncio.to_thread(json.dumps, raw, indent=2, ensure_ascii=False)
            self.app.copy_to_clipboard(text)

    # --- texts from elsewhere

    @on(TextsArea.EditOutside)
    def _edit_outside(self, event: TextsArea.EditOutside) -> None:
        event.stop()
        try:
            event.area.value = edited_outside(
                self.app, event.area.value, "What was written is as it was."
            )
        except TerminalError as error:
            self.app.notify(error.told, severity="warning", timeout=8)
