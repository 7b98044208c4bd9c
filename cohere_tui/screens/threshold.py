"""What is painted first: the frame of a place whose own screen is still being imported."""

from __future__ import annotations

from cohere_tui.screens.place import PlaceScreen


class Threshold(PlaceScreen):
    """The frame of the place named `here`, and nothing in it. What is typed waits for the place."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    @property
    def here(self) -> str:
        """The place that will stand here."""
        return self._here

    def _seen(self) -> None:
        """That it is painted changes nothing: nobody here will ever take what is typed."""
