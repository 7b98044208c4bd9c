"""How far a run is: what asking tells on its way, looked at from time to time by the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cohere_tui.state.naming import count
from cohere_tui.state.pace import NOTHING_YET

if TYPE_CHECKING:
    from cohere_tui.services.splitting import Parts
    from cohere_tui.state.pace import Pace

Answer = TypeVar("Answer")


class Way(Generic[Answer]):
    """What has come so far. `known` are the parts of an earlier try with the same values."""

    def __init__(self, known: Parts[Any] | None = None) -> None:
        self.known = known
        self.parts: Parts[Any] | None = known
        """The parts that came, where the task was split."""
        self.answer: Answer | None = None
        """The answer as far as it was streamed."""
        self.pace: Pace = NOTHING_YET
        """How far it is in bytes, where something large is sent."""
        self.changes = 0
        """How often something was told."""
        self._words = ""
        self._expected = 1

    def expect(self, requests: int) -> None:
        """So many requests will be sent: it can be said before the first of them is answered."""
        self._expected = requests
        self.changes += 1

    def show_parts(self, parts: Parts[Any]) -> None:
        """More parts came."""
        self.parts = parts
        self.changes += 1

    def show_answer(self, answer: Answer) -> None:
        """More of the answer came."""
        self.answer = answer
        self.changes += 1

    def show_pace(self, pace: Pace) -> None:
        """More bytes were sent."""
        self.pace = pace
        self.changes += 1

    def say(self, words: str) -> None:
        """Something else is done now."""
        self._words = words
        self.changes += 1

    @property
    def words(self) -> str:
        """How far it is, in words; empty where nothing was told."""
        if self._words:
            return self._words
        if self.parts is None:
            return f"0 of {self._expected:,} requests" if self._expected > 1 else ""
        return f"{self.parts.done:,} of {count(len(self.parts.results), 'request')}"
