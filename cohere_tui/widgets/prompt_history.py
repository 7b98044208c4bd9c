"""Walking through earlier prompts as a shell does: draft and edits are kept until one is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DRAFT = -1


class PromptHistory:
    """Where a person is among `earlier` prompts (newest first), and what they changed on the way.

    Place -1 is the draft, 0 the newest prompt. What was typed over a recalled prompt belongs to its
    place and comes back when the person comes back; the prompt itself is never changed.
    """

    def __init__(self, earlier: Sequence[str] = ()) -> None:
        self.earlier = earlier
        self.place = DRAFT
        self._edited: dict[int, str] = {}

    def older(self, current: str) -> str | None:
        """The next older prompt, with `current` put by for the way back; None at the oldest."""
        return self._go(self.place + 1, current)

    def newer(self, current: str) -> str | None:
        """The next newer prompt, in the end the draft; None when already there."""
        return self._go(self.place - 1, current)

    def restart(self) -> None:
        """Forget the walk: the next step starts from a new draft."""
        self.place = DRAFT
        self._edited.clear()

    def _go(self, place: int, current: str) -> str | None:
        if not DRAFT <= place < len(self.earlier):
            return None
        self._edited[self.place] = current
        self.place = place
        original = "" if place == DRAFT else self.earlier[place]
        return self._edited.get(place, original)
