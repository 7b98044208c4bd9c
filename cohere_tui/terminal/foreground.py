"""Programs of the person's own choice, which have the terminal to themselves while they run."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from cohere_tui.errors import TerminalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def chosen(
    environ: Mapping[str, str],
    variables: Sequence[str],
    fallbacks: Sequence[str],
    *,
    kept: str = "",
    remedy: str = "",
) -> tuple[str, ...]:
    """The words of the first command in `variables`, else the first of `fallbacks` that is there.

    Empty when there is none. TerminalError for a command that cannot be read, with what was `kept`
    and the `remedy`.
    """
    for name in variables:
        try:
            words = shlex.split(environ.get(name, ""), posix=os.name == "posix")
        except ValueError:
            raise TerminalError(f"${name} has an open quote.", kept=kept, remedy=remedy) from None
        if words:
            return tuple(words)
    path = environ.get("PATH", "")
    return tuple(name for name in fallbacks if shutil.which(name, path=path))[:1]


def run_in_terminal(
    words: Sequence[str], given: bytes | None = None, environ: Mapping[str, str] | None = None
) -> int:
    """Run a command that owns the terminal until it ends, and return its exit code.

    It reads `given` instead of the keyboard; when it does not care for the rest, that is its right.
    ctrl+c is the command's alone. Only for the main thread; OSError when it cannot be started.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(words, input=given, env=environ, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
