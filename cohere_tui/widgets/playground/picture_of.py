"""A picture of vectors with the names of what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.plain import one_line
from cohere_tui.widgets.playground.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.playground.vectors.picture import Picture


class PictureOf(Painted):
    """Something painted of a `picture`, whose inputs are called by number and by name."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.labels: Sequence[str] = ()
        """What the inputs are called, in their order; harmless already."""
        self.note = ""
        """What should be known of the picture."""

    @property
    def count(self) -> int:
        """How many inputs are in the picture."""
        return 0 if self.picture is None else len(self.picture.similarity)

    @property
    def kind(self) -> str:
        """Of which kind the vectors are."""
        return "" if self.picture is None else one_line(self.picture.kind, 20)

    def label(self, at: int) -> str:
        """What one in the picture is called."""
        assert self.picture is not None
        place = self.picture.similarity.places[at]
        return self.labels[place] if place < len(self.labels) else "?"

    def number(self, at: int) -> str:
        """Its number, counted from 1."""
        assert self.picture is not None
        return str(self.picture.similarity.places[at] + 1)

    def named(self, at: int) -> str:
        """Number and name."""
        return f"{self.number(at)} {self.label(at)}"
