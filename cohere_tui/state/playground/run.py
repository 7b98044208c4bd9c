"""A run of a playground: what was asked, what came, and what it took."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cohere_tui.state.naming import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.errors import CohereTuiError

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Answer]):
    """What came of asking, whole or in part."""

    answer: Answer
    trouble: CohereTuiError | None = None
    """What kept the rest from coming."""
    parts: Any = None
    """The `Parts` of it, where it was split: with them, the next try asks for the rest only."""
    requests: int = 1
    """How many requests it took."""


@dataclass(frozen=True, slots=True)
class Run(Generic[Answer]):
    """One run; `values` are those of the form, with which it can be run again."""

    playground: str
    values: Mapping[str, str]
    answer: Answer
    at: float
    """When it began, in seconds since 1970."""
    took_s: float
    """From the first byte sent to the last one read."""
    requests: int = 1
    trouble: str = ""
    """What kept a part of it from coming, as a sentence; empty when all came."""
    id: int = 0
    """Where it is kept; 0 while it is not."""

    @property
    def took(self) -> str:
        """How long it took, in words."""
        return duration(self.took_s) if self.took_s >= 9.995 else f"{self.took_s:.2f} s"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run as it is kept: the answer as a JSON value, whatever the playground makes of it."""

    playground: str
    values: Mapping[str, str]
    answer: Any
    at: float
    took_s: float
    requests: int = 1
    trouble: str = ""
    profile: str = ""
    """Who answered."""
    id: int = 0


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list of earlier ones, without its answer."""

    id: int
    playground: str
    at: float
    took_s: float
    values: Mapping[str, str] = field(default_factory=dict)
    requests: int = 1
    trouble: str = ""
    profile: str = ""

    @property
    def model(self) -> str:
        """The model that was asked, if one was named."""
        return self.values.get("model", "")
