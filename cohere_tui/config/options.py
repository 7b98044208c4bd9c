"""What the command line says, and what the app starts with. Light: read before first paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from cohere_tui.config.paths import Paths


def _nowhere() -> AbstractAsyncContextManager[str]:
    raise AssertionError("this start brings no sandbox")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `cohere-tui`; an empty one leaves the choice to environment and files."""

    profile: str = ""
    sandbox: bool = False
    """Use the built-in sandbox, whatever the profile."""
    read_only: bool = False
    screen: str = ""
    """The name of the screen to open first."""


@dataclass(frozen=True, slots=True)
class Start:
    """All that the shell needs to paint itself for the first time."""

    options: Options
    paths: Paths
    theme: str = ""
    """The theme's name as the files have it, not checked; empty when none was chosen."""
    sandbox: Callable[[], AbstractAsyncContextManager[str]] = _nowhere
    """Makes the built-in server, which gives its URL when it is entered."""
