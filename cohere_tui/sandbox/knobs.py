"""Knobs: how fast, reliable and friendly the sandbox is. Frozen: a new setting is a new value."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

FaultKind = Literal["status", "html", "not_json", "empty", "stall", "drop"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of failure on the paths it names, instead of the answer."""

    path: str = "*"
    """The path, or a shell pattern of it: `/v1/models`, `/v1/*`."""
    status: int = 500
    message: str = "internal server error"
    kind: FaultKind = "status"
    """`status`: the usual JSON error. `html`, `not_json`, `empty`: with `status`, but such a body.
    `stall`: the request is taken and never answered. `drop`: the line is closed unanswered."""
    method: str = "*"
    times: int | None = None
    """How often; None: always. Turning any knob counts from the start again."""
    skip: int = 0
    """How many requests pass unharmed first."""
    retry_after: str = ""
    """The `Retry-After` header: seconds or an HTTP date; empty: none."""
    error_type: str = ""
    trial: bool = False
    """Whether the headers of a spent trial key are sent along."""

    def __post_init__(self) -> None:
        if not 400 <= self.status <= 599:
            raise ValueError(f"a fault's status is 400 to 599, not {self.status}")

    def meets(self, method: str, path: str) -> bool:
        """Whether a request is one of those that fail."""
        return fnmatchcase(path, self.path) and self.method in ("*", method)

    @classmethod
    def minute_limit(cls, path: str = "*", *, times: int | None = None, wait: str = "") -> Fault:
        """429, the per-minute flavour (API.md 2.4)."""
        message = "You are past the per minute request limit, please wait and try again later."
        return cls(path, 429, message, times=times, retry_after=wait, trial=True)

    @classmethod
    def month_limit(cls, path: str = "*", *, times: int | None = None) -> Fault:
        """429, the flavour of a trial key's month: no waiting helps (API.md 2.4)."""
        message = "You are using a Trial key, which is limited to 1000 API calls / month."
        return cls(path, 429, message, times=times, trial=True)


@dataclass(frozen=True, slots=True)
class Knobs:
    """Everything that can be set. The defaults are fair weather at full speed."""

    tokens_per_second: float | None = None
    """The rate of streamed tokens; None: as fast as the caller reads. Obeyed within a stream."""
    speed: float = 1.0
    """How fast jobs and datasets advance; 0: they wait for `Sandbox.clock.advance`."""
    latency_s: float = 0.0
    """Seconds before the first byte of every answer. Those who wait obey a new setting, too."""
    faults: tuple[Fault, ...] = ()
    """Failures; the first that meets a request is used."""
    cut_after_events: int | None = None
    """Close the line after so many events of a stream."""
    cut_after_bytes: int | None = None
    """Close the line after so many bytes of any body."""
    stall_after_events: int | None = None
    """Say nothing more after so many events of a stream, and keep the line open."""
    error_after_events: int | None = None
    """Fail after so many events of a stream, the way the API does (API.md 5.4)."""
    error: str = "the model produced a tool call that could not be parsed"
    error_type: str = "INVALID_TOOL_GENERATION"
    error_finish: Literal["ERROR", "TIMEOUT"] = "ERROR"
    done: bool = True
    """Whether streams end with `data: [DONE]`."""
    chunk_bytes: int | None = None
    """Send bodies in pieces of so many bytes, whatever they tear apart."""
    keys: frozenset[str] | None = field(default=None, repr=False)
    """The keys that are right; None: every key but `invalid`."""
    dataset_bytes: int = 1_500_000_000
    """The largest dataset that may be uploaded (API.md 14.1)."""
    organization_bytes: int = 10_000_000_000
    """How much room all datasets have together (API.md 14.1)."""
    trial_headers: bool = False
    """Whether answers carry the headers of a trial key (API.md 1.3)."""
    retired: bool = False
    """Whether what the hosted service has retired is refused, as it is there (API.md 3, 20)."""

    def __post_init__(self) -> None:
        if self.speed < 0:
            raise ValueError("speed is 0 or more")
        if self.tokens_per_second is not None and self.tokens_per_second <= 0:
            raise ValueError("tokens_per_second is above 0, or None for full speed")
        if self.chunk_bytes is not None and self.chunk_bytes < 1:
            raise ValueError("chunk_bytes is at least 1, or None for whole bodies")


FAIR = Knobs()
"""Fair weather at full speed."""

DEMO = Knobs(tokens_per_second=90.0, speed=2.0, latency_s=0.25)
"""A pleasant pace for looking at."""
