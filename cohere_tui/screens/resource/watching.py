"""What is in progress in a list, and telling a person, wherever they are, when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cohere_tui.screens.resource.fetching import Fetching
from cohere_tui.state.columns import Tone
from cohere_tui.state.endings import Ending, tellings
from cohere_tui.widgets.shell import Shell

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")


class Watching(Fetching[Row]):
    """Keeps what is `in_progress`; what of it is over by now is told with `tell_ends`."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: dict[str, Row] = {}
        self._watched_of: tuple[Row, ...] = ()
        self._ended: list[Row] = []
        """What has ended, and was not told yet."""

    def in_progress(self, row: Row) -> bool:
        """Whether a thing will change by itself."""
        del row
        return False

    def outcome(self, row: Row) -> tuple[str, Tone]:
        """How it ended, in a word, and how good that is."""
        raise NotImplementedError

    @property
    def watched(self) -> tuple[Row, ...]:
        """What is in progress."""
        return tuple(self._watched.values())

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Notice what has begun, and what has ended."""
        super().watch_listing(listing)
        if listing.rows is not self._watched_of:
            self._watch(listing)

    def _watch(self, listing: Listing[Row]) -> None:
        """Keep what is in progress by now, and what no longer is."""
        before = self._watched
        self._watched_of = listing.rows
        self._watched = {
            row_id: row
            for row in listing.rows
            if self.in_progress(row) and (row_id := self.identify(row))
        }
        gone = before.keys() - self._watched.keys()
        ended = (row for row_id in before if row_id in gone and (row := listing.get(row_id)))
        self._ended += [row for row in ended if not self.busy_with(row)]

    def busy_with(self, row: Row) -> bool:
        """Whether the person is just doing something to it, and is told of that anyway."""
        del row
        return False

    def tell_ends(self) -> None:
        """Tell what is over since it was told last."""
        ended, self._ended = self._ended, []
        for told in tellings(self.NOUN, self.NOUNS, [self._ending(row) for row in ended]):
            severity: SeverityLevel = "error" if told.bad else "information"
            self.app.notify(told.text, severity=severity, timeout=8)
            self.tell_terminal(told.text)

    def _ending(self, row: Row) -> Ending:
        word, tone = self.outcome(row)
        return Ending(self.name_of(row), word, tone in (Tone.FAILED, Tone.WARNING))

    def tell_terminal(self, text: str) -> None:
        """Tell the person through the terminal, who may look elsewhere."""
        if isinstance(self.app, Shell):
            self.app.tell_terminal(text)
