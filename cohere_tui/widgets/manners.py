"""How every screen of ours behaves: it fits at once, and has its own steps of `ctrl+c`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


class Cancels:
    """A screen that has its own steps in the cascade of `ctrl+c`."""

    def cancel(self) -> bool:
        """Do the next step: stop what runs, clear what is written. False when there was none."""
        return False


def fit(screen: Screen[Any]) -> None:
    """Give a new screen the classes of its size at once.

    Textual does it after the first layout, and lays out and paints a second time for it.
    """
    app = screen.app
    steps = (
        (app.size.width, app.HORIZONTAL_BREAKPOINTS),
        (app.size.height, app.VERTICAL_BREAKPOINTS),
    )
    for cells, breakpoints in steps:
        names = [name for least, name in sorted(breakpoints or ()) if cells >= least]
        screen.add_class(*names[-1:], update=False)
