"""An app whose texts can be read in the person's own pager."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.terminal.pager import page
from cohere_tui.widgets.haste import Patience
from cohere_tui.widgets.lending import lent
from cohere_tui.widgets.readable import ReadAsked, readable_at

if TYPE_CHECKING:
    from cohere_tui.widgets.readable import Readable


class Paging(Patience):
    """Shows the text of what has the focus in $PAGER; the app stands still meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,p", "pager", "Read in $PAGER", id="app.pager", show=False),
    ]

    def action_pager(self) -> None:
        """Read the text of what has the focus, or of what is around it."""
        found = readable_at(self.screen)
        if found is None:
            self.notify("There is no text here to be read.")
        else:
            self._read(found)

    @work(exclusive=True, group="pager")
    async def _read(self, readable: Readable) -> None:
        try:
            self._page(await readable.text_to_read())
        except CohereTuiError as error:
            self._tell(error)

    @on(ReadAsked)
    def _read_asked(self, event: ReadAsked) -> None:
        event.stop()
        try:
            self._page(event.text)
        except CohereTuiError as error:
            self._tell(error)

    def _page(self, text: str) -> None:
        if text.strip():
            page(text, os.environ, partial(lent, self, "A pager"))
        else:
            self.notify("There is no text here yet.")

    def _tell(self, error: CohereTuiError) -> None:
        self.notify(error.told, severity="warning", timeout=8)
