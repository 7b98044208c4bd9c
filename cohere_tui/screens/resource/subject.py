"""What a resource screen is about: rows of one kind, and the pages on which one is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from cohere_tui.screens.waiting import Waiting
from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.detail.fact_list import FactList

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.state.facts import FactLine

Row = TypeVar("Row")

OVERVIEW = "Overview"


class Subject(Waiting, Generic[Row]):
    """Subclasses say what a row is, and what is known of it."""

    NOUN: ClassVar[str] = "thing"
    """One of them, as a person says."""
    NOUNS: ClassVar[str] = "things"
    PAGES: ClassVar[tuple[str, ...]] = (OVERVIEW,)
    """The pages of the detail."""

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(self.PAGES, self.make_page, id="detail")
        """Everything about one of them."""

    def identify(self, row: Row) -> str:
        """The id of a row."""
        raise NotImplementedError

    def name_of(self, row: Row) -> str:
        """What a person calls it."""
        raise NotImplementedError

    def overview(self, row: Row) -> tuple[FactLine, ...]:
        """What the first page of the detail says."""
        raise NotImplementedError

    def make_page(self, name: str) -> Widget:
        """The widget of a page of the detail."""
        del name
        return FactList()

    def fill_page(self, name: str, row: Row) -> None:
        """Bring a page of the detail up to date with a row."""
        body = self.detail.body(name)
        if name == OVERVIEW and isinstance(body, FactList):
            body.facts = self.overview(row)
