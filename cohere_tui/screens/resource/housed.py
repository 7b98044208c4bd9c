"""The house behind a resource screen: who answers there, what is wrong, and what is retired."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.resource.frame import ResourceFrame
from cohere_tui.state.count import Count
from cohere_tui.state.retired import RETIRED

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.screens.house import House
    from cohere_tui.services.bundle import Services

Row = TypeVar("Row")

_AGAIN: Final = "\n\nr asks it again."


class Housed(ResourceFrame[Row]):
    """Knows the house. What it says of places that are retired is kept there."""

    GROUPS: ClassVar[tuple[str, ...]] = ("pages", "fetch", "reveal", "refresh")

    house: House | None = None
    """None until it is ready."""
    is_known = False
    """Whether the server has answered yet."""
    is_retired = False
    """Whether the server no longer offers what is shown here."""

    def __init__(self) -> None:
        super().__init__()
        self._when_ready: list[Callable[[], object]] = []
        self._troubles: dict[str, CohereTuiError] = {}

    @property
    def services(self) -> Services:
        """What speaks to the server; nothing is asked before there is a house."""
        assert self.house is not None, "the house is not ready"
        services: Services = self.house.services
        return services

    def furnish(self, house: House) -> None:
        """The house is ready: do what was asked for before."""
        super().furnish(house)
        if self.house is not None and _who(self.house) != _who(house):
            self.forget()
        self.house = house
        self.is_retired = self.PLACE in house.retired
        self._show_retired()
        waiting, self._when_ready = self._when_ready, []
        for do in waiting:
            do()

    def forget(self) -> None:
        """Another server answers: what the earlier one said is not shown as if it were here."""
        self.is_known = False
        self.listing = self.listing.with_rows(())
        self.count = Count()

    def when_ready(self, do: Callable[[], object]) -> None:
        """Do something now, or as soon as there is a house."""
        if self.house is None:
            self._when_ready.append(do)
        else:
            do()

    def trouble(self, about: str, error: CohereTuiError | None) -> None:
        """Say what is wrong with something, or that it is well again; the rest is still said."""
        self._troubles.pop(about, None)
        if error is not None:
            self._troubles[about] = error
        newest = list(self._troubles.values())[-1:]
        self.show_trouble(newest[0] if newest else None)

    def forgive(self) -> None:
        """Say nothing any more of what was wrong."""
        self._troubles.clear()
        self.show_trouble(None)

    def empty_text(self) -> str:
        """What the place is for; nothing, before it is known that there is nothing."""
        return self.EMPTY if self.is_known and not self.is_retired else ""

    def _show_retired(self) -> None:
        told = self.is_retired and self.PLACE in RETIRED
        self.show_banner(RETIRED[self.PLACE].told + _AGAIN if told else "")
        self.table.empty = self.empty_text()
        self.refresh_bindings()

    def remember_retired(self, *, retired: bool) -> None:
        """Say that the place is retired, or is not, and keep it for the next start."""
        if retired is self.is_retired or self.house is None:
            return
        self.is_retired = retired
        self._show_retired()
        try:
            self.house.keep_retired(self.PLACE, retired=retired)
        except CohereTuiError as error:
            self.app.notify(error.told, severity="warning")


def _who(house: House) -> tuple[str, str]:
    """Whom a house speaks to, and as whom."""
    return house.base_url, house.connection.profile
