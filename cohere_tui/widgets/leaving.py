"""Leaving: what a screen works on ends before its widgets do."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import on
from textual.messages import Prune
from textual.screen import Screen

Result = TypeVar("Result")


class Leaving(Screen[Result], Generic[Result]):
    """A screen that ends its workers when it is taken away, and those of its widgets.

    Textual ends the workers of a widget after the widgets within it are gone: one that gets its
    answer in between would look for what it shows it in, and end the app with a traceback.
    """

    _is_going = False

    @property
    def leaving(self) -> bool:
        """Whether it goes, or the whole app: nobody will see what is shown from now on."""
        return self._is_going or not self.is_attached

    @on(Prune)
    def leave(self) -> None:
        """End what is being worked on."""
        self._is_going = True
        for worker in self.workers:
            if self in worker.node.ancestors_with_self:
                worker.cancel()
