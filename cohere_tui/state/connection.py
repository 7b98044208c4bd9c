"""Who answers, as the header tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """The profile in use, its server and model; nothing secret."""

    profile: str = ""
    host: str = ""
    model: str = ""
    sandbox: bool = False
    """The built-in sandbox answers, not Cohere: nothing leaves this machine."""
    read_only: bool = False
    """Nothing is created, changed or deleted."""
    plain_http: bool = False
    """What is sent to another machine, the key included, can be read on the way."""
