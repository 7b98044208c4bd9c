"""Where a person has been: back along it and forward again, as a browser does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A place, and what is seen of it."""

    place: str
    """The name of the place."""
    id: str = ""
    """The thing that is looked at closely; empty for the whole list."""
    page: str = ""
    """The page of it that is shown."""
    row: str = ""
    """The id of the row under the cursor."""
    query: str = ""
    """The filter of the list."""
    by_link: bool = False
    """Whether the person followed a link to come there."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The visits before the present one and after it, the nearest at the ends that meet.

    What the present visit is, is said when it is left: it changes while it lasts.
    """

    earlier: tuple[Visit, ...] = ()
    later: tuple[Visit, ...] = ()
    by_link: bool = False
    """Whether the present visit was come to by a link."""

    def left(self, here: Visit, *, by_link: bool) -> Trail:
        """`here` is left for something new; what came after it is forgotten."""
        return Trail((*self.earlier, self._signed(here))[-_MOST:], by_link=by_link)

    def back(self, here: Visit) -> tuple[Visit, Trail] | None:
        """The visit before `here`, and the trail as seen from there; None at the beginning."""
        if not self.earlier:
            return None
        there = self.earlier[-1]
        later = (self._signed(here), *self.later)
        return there, Trail(self.earlier[:-1], later, there.by_link)

    def forward(self, here: Visit) -> tuple[Visit, Trail] | None:
        """The visit after `here`, and the trail as seen from there; None at the end."""
        if not self.later:
            return None
        there = self.later[0]
        return there, Trail((*self.earlier, self._signed(here)), self.later[1:], there.by_link)

    def _signed(self, here: Visit) -> Visit:
        return replace(here, by_link=self.by_link)
