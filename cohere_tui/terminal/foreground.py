"""Programs of the person's own choice, which have the terminal to themselves while they run."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Final

from cohere_tui.errors import TerminalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

_KEYBOARD: Final = 0
"""The standard input."""


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
    ctrl+c is the command's alone, and the terminal is afterwards as it was, whatever becomes of the
    command. Only for the main thread; OSError when it cannot be started.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with _as_it_was():
            return subprocess.run(words, input=given, env=environ, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


if sys.platform == "win32":

    def _as_it_was() -> AbstractContextManager[None]:
        """A console has no modes that a program could leave behind."""
        return nullcontext()

else:
    import termios

    @contextmanager
    def _as_it_was() -> Iterator[None]:
        """Undo what a program that was killed has done to the terminal: no echo, no lines."""
        try:
            before = termios.tcgetattr(_KEYBOARD)
        except termios.error:  # there is no terminal
            yield
            return
        try:
            yield
        finally:
            with suppress(termios.error):
                if termios.tcgetattr(_KEYBOARD) != before:
                    termios.tcsetattr(_KEYBOARD, termios.TCSADRAIN, before)
