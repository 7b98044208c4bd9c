"""Telling a paste from typing where the terminal does not mark pastes: keys come all at once."""

from __future__ import annotations

BURST_GAP_S = 0.015
"""Keys closer together than this were not typed one by one; key repeat is about 30 ms."""

BURST_KEYS = 8
"""So many keys in one go are a paste; fewer may be a person on a line that stalled for a moment."""


class Burst:
    """Counts keys that came without a pause. Times are the keys' own (seconds, monotonic)."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._keys = 0

    def note(self, time: float) -> None:
        """A key came at `time`."""
        self._keys = self._keys + 1 if self.continues(time) else 1
        self._last = time

    def continues(self, time: float) -> bool:
        """Whether a key at `time` belongs to the same burst as the one before."""
        return time - self._last < BURST_GAP_S

    @property
    def is_paste(self) -> bool:
        """Whether what is arriving looks pasted."""
        return self._keys >= BURST_KEYS
