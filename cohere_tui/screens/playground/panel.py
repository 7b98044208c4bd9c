"""A playground, whole.

A playground is a subclass of `Panel` of 80 to 200 lines: what is asked (`fields_of`, `check`,
`request`), how it is asked (`ask`), how the answer is shown (`PAGES`, `make_page`, `fill_page`),
and what it is as a table (`sheet`) and beside another (`compare`).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import RequestInvalid
from cohere_tui.screens.playground.exchanging import Exchanging
from cohere_tui.state.form import first_values
from cohere_tui.widgets.aligned import aligned
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.readable import Readable

if TYPE_CHECKING:
    from cohere_tui.state.form import Values
    from cohere_tui.state.playground.run import Run

Answer = TypeVar("Answer")

_EXAMPLE: Final = "Put the example back into the form?"
_LOST: Final = "What is written there was not run as it is, and would be gone."


class Panel(Exchanging[Answer]):
    """One playground: form, answer, runs, files, and looking closer."""

    BINDING_GROUP_TITLE = "All playgrounds"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,x", "code", "As code", id="playground.code"),
        Binding("f8", "model", "Model", id="playground.model", show=False),
        Binding("v", "look('JSON')", "JSON", id="playground.json", show=False),
        Binding("i", "write", "To the form", id="playground.write", show=False),
    ]

    def action_code(self) -> None:
        """Show what would be sent as code."""
        if self.house is None:
            return
        faults = self.fields.judge(everything=True)
        try:
            request = self.request(self.fields.values)
        except RequestInvalid as error:
            self.fields.focus_first(faults)
            self.answered.tell(str(error), wrong=True)
            return
        self.app.push_screen(CodeView(request, self.house.base_url))

    def action_model(self) -> None:
        """Pick the model, wherever the focus is."""
        if self.house is not None and "model" in self.fields.values:
            self.fields.pick_for("model")
        else:
            self.app.notify("No model is asked for here.")

    @work(exclusive=True, group="example")
    async def bring_example(self) -> None:
        """Put the example back into the form; what would be lost by that is asked about."""
        example = first_values(self.fields.fields, {})
        if self.fields.everything == example:
            self.app.notify("The example is in the form.")
            return
        safe = self._is_kept(example)
        if not safe:
            question = Confirm(_EXAMPLE, _LOST, yes="Put it back", no="Leave what is there")
            if not await self.app.push_screen_wait(question):
                return
        self.fields.touched.clear()
        self.fields.fill(example)
        if self.ENDPOINT:
            await self.choose_model()
        if safe:
            self.app.notify("The example is in the form. ctrl+r has what was there before.")

    def _is_kept(self, example: Values) -> bool:
        """Whether all that was written into the form was run, and can be opened again."""
        run = self.run
        kept = run.values if run is not None and run.id else {}
        now = self.fields.everything
        return all(text in (example[name], kept.get(name)) for name, text in now.items())

    async def text_to_read(self) -> str:
        """The text of the page in sight; where that is a picture, the answer as a table."""
        run, page = self.run, self.answer.shown
        if run is None:
            return ""
        if isinstance(page, Readable):
            return await page.text_to_read()
        return await asyncio.to_thread(self._table, run)

    def _table(self, run: Run[Answer]) -> str:
        names, *rows = self.sheet(run).texts()
        return aligned(names, rows)

    def action_look(self, page: str) -> None:
        """Go to a page of the answer."""
        if self.run is not None:
            self.answer.turn_to(page)
            self.answer.focus()

    def action_write(self) -> None:
        """Go to the form."""
        self.focus()
