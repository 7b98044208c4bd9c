"""How a prompt goes on, in one or several ways at once, as they grow (API.md 7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cohere_tui.state import reading
from cohere_tui.state.parts import Failure, Phase
from cohere_tui.state.pieces import EMPTY, Pieces

if TYPE_CHECKING:
    from cohere_tui.models.generate import GenerateEvent, GenerateResponse
    from cohere_tui.models.meta import Meta

MOST: Final = 64
"""Generations of one request; the API gives five at most, and a hostile stream no more than these.

What belongs to a further one goes into the last."""

_CUT: Final = Failure("The stream ended before its end came.", "Press r to try again.")


@dataclass(frozen=True, slots=True)
class Generation:
    """One way in which the prompt goes on."""

    text: Pieces = EMPTY
    id: str = ""
    """The server's; empty until the end."""
    finish: str = ""
    """The wire's word, such as COMPLETE; empty until known."""
    likelihood: float | None = None
    """The mean logarithm of its tokens' probabilities, where it was asked for."""
    tokens: tuple[tuple[str, float | None], ...] = ()
    """Each token with its own."""


@dataclass(frozen=True, slots=True)
class Generations:
    """All ways in which a prompt goes on. Frozen: each event makes a new value."""

    items: tuple[Generation, ...] = ()
    """By their number on the wire."""
    id: str = ""
    phase: Phase = Phase.WAITING
    failure: Failure | None = None
    skipped: int = 0
    """How many events could not be decoded or are of an unknown kind."""
    meta: Meta | None = None
    """The billing, once the end has told it."""
    warning: str = ""
    """The server's remark."""

    @property
    def began(self) -> bool:
        """Whether any text has come."""
        return any(one.text for one in self.items)

    def apply(self, event: GenerateEvent | None) -> Generations:
        """After `event`; None is one that could not be decoded. What is over stays as it is."""
        if self.phase.over:
            return self
        if event is not None and event.type == "text-generation":
            return self._grown(event.index or 0, event.text)
        if event is not None and event.type == "stream-end":
            return _whole(self, event.response, event.finish_reason)
        if event is not None and event.type == "stream-error":
            failure = reading.failure(event.finish_reason or "ERROR", event.err, "")
            return replace(self, phase=Phase.FAILED, failure=failure)
        if event is not None and event.type == "done":
            return self
        return replace(self, skipped=self.skipped + 1)

    @classmethod
    def of_response(cls, response: GenerateResponse) -> Generations:
        """The generations of an answer in one piece."""
        return _whole(cls(), response, "")

    def ended(self) -> Generations:
        """The stream is at its end: what is not over by now was cut."""
        if self.phase.over:
            return self
        return replace(self, phase=Phase.INTERRUPTED, failure=_CUT)

    def stopped(self) -> Generations:
        """The person stopped it, with what had come."""
        return self if self.phase.over else replace(self, phase=Phase.STOPPED)

    def failed(self, failure: Failure) -> Generations:
        """It failed, with what had come."""
        return self if self.phase.over else replace(self, phase=Phase.FAILED, failure=failure)

    def _grown(self, index: int, more: str) -> Generations:
        items = _with_room(self.items, index)
        at = min(max(index, 0), MOST - 1)
        grown = replace(items[at], text=items[at].text.add(more))
        return replace(self, items=(*items[:at], grown, *items[at + 1 :]), phase=Phase.STREAMING)


def _with_room(items: tuple[Generation, ...], index: int) -> tuple[Generation, ...]:
    """`items` with one at `index`, which may come before its neighbours."""
    missing = min(max(index, 0), MOST - 1) + 1 - len(items)
    return (*items, *(Generation() for _ in range(missing)))


def _whole(known: Generations, response: GenerateResponse, finish: str) -> Generations:
    """With what the whole answer tells; a text that was streamed stays as it is."""
    items = known.items
    for number, one in enumerate(response.generations[:MOST]):
        at = min(max(number if one.index is None else one.index, 0), MOST - 1)
        items = _with_room(items, at)
        told = Generation(
            items[at].text or Pieces.of(one.text),
            one.id,
            one.finish_reason or finish,
            one.likelihood,
            tuple((token.token, token.likelihood) for token in one.token_likelihoods),
        )
        items = (*items[:at], told, *items[at + 1 :])
    failure = reading.failure(finish, None, "")
    phase = Phase.FAILED if failure else Phase.DONE
    return replace(
        known,
        items=items,
        id=response.id,
        phase=phase,
        failure=failure,
        meta=response.meta,
        warning=response.warning,
    )
