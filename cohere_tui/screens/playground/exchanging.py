"""Texts that come from elsewhere, and answers that go there: files, the clipboard, an editor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import TerminalError
from cohere_tui.screens.editing import edited_outside
from cohere_tui.screens.playground.input_file import rows_from_file
from cohere_tui.screens.playground.recalling import Recalling
from cohere_tui.screens.saving import Format, save
from cohere_tui.state.filed import json_text
from cohere_tui.state.naming import count
from cohere_tui.state.playground.texts import texts_in, written
from cohere_tui.widgets.form.texts_area import TextsArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.form import Values
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

Answer = TypeVar("Answer")


class Exchanging(Recalling[Answer]):
    """Takes and gives. Subclasses say in `sheet` what an answer is as a table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="playground.save"),
        Binding("Y", "copy_json", "Copy as JSON", id="playground.copy_json", show=False),
    ]

    SOME: ClassVar[frozenset[str]] = frozenset()
    """Fields that take rows which have only some of their columns."""

    def __init__(self) -> None:
        super().__init__()
        self._file_drafts: dict[str, Values] = {}

    def sheet(self, run: Run[Answer]) -> Sheet:
        """The answer as a table. Done in a thread."""
        raise NotImplementedError

    def formats(self, run: Run[Answer]) -> tuple[Format, ...]:
        """How an answer can be written into a file."""
        return (
            Format("jsonl", "JSONL", lambda: self.sheet(run).jsonl()),
            Format("csv", "CSV", lambda: self.sheet(run).csv()),
            Format("json", "JSON", lambda: (f"{json_text(self.whole(run), indent=2)}\n",)),
        )

    # --- out

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Write the answer into a file."""
        if self.run is None:
            self.app.notify("There is no answer yet. F5 runs what is in the form.")
        else:
            await save(self.app, f"Save: {self.TITLE}", self.NAME, self.formats(self.run))

    @work(exclusive=True, group="copy")
    async def action_copy_json(self) -> None:
        """Copy the whole answer."""
        run = self.run
        if run is not None:
            text = await asyncio.to_thread(lambda: json_text(self.whole(run), indent=2))
            self.app.copy_to_clipboard(text)

    # --- in

    def columns_for(self, name: str) -> Sequence[str]:
        """What a field takes of the rows of a file; the first must be there."""
        del name
        return ("text",)

    def text_of_rows(self, name: str, rows: Sequence[tuple[str, ...]], before: str) -> str:
        """What stands in a field with the rows of a file behind what was there `before`.

        Done in a thread.
        """
        del name
        return written((*texts_in(before), *(row[0] for row in rows)))

    @on(TextsArea.FileWanted)
    def _file_wanted(self, event: TextsArea.FileWanted) -> None:
        event.stop()
        self.take_file(self.fields.name_of(event.area))

    @work(exclusive=True, group="file")
    async def take_file(self, name: str) -> None:
        """Ask for a file, and take its rows into a field."""
        title, columns = f"{self.TITLE}: {name} from a file", self.columns_for(name)
        some = name in self.SOME
        taken = await rows_from_file(self.app, title, columns, self._file_drafts, some=some)
        if taken is None:
            return
        with self.place.saying("taking the rows…"):
            await self._take_rows(name, taken.inputs.rows, adds=taken.adds)
        skipped = f", {taken.inputs.skipped:,} left out" if taken.inputs.skipped else ""
        empty = f", {taken.inputs.empty:,} empty" if taken.inputs.empty else ""
        self.app.notify(f"{count(len(taken.inputs.rows), 'row')} taken{skipped}{empty}.")

    async def _take_rows(self, name: str, rows: Sequence[tuple[str, ...]], *, adds: bool) -> None:
        """Put rows into a field, instead of what is there or behind it, also when that changes."""
        before: str | None = None
        while before is None or (adds and before != self._there(name)):
            before = self._there(name) if adds else ""
            values = self.fields.values
            text = await asyncio.to_thread(self._text_read, name, rows, before, values)
        self.fields.put(name, text)

    def _there(self, name: str) -> str:
        return self.fields.values.get(name, "")

    def _text_read(
        self, name: str, rows: Sequence[tuple[str, ...]], before: str, values: Values
    ) -> str:
        """The new text of a field, read once already: what reads it remembers that for each key."""
        text = self.text_of_rows(name, rows, before)
        self.read_once({**values, name: text})
        return text

    @on(TextsArea.EditOutside)
    def _edit_outside(self, event: TextsArea.EditOutside) -> None:
        event.stop()
        kept = "What was written is as it was."
        try:
            event.area.value = edited_outside(self.app, event.area.value, kept)
        except TerminalError as error:
            self.app.notify(error.told, severity="warning", timeout=8)
