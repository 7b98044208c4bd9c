"""A text in the person's own pager, to be scrolled, searched and saved there."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cohere_tui.errors import TerminalError
from cohere_tui.plain import one_line, plain
from cohere_tui.terminal.foreground import chosen, run_in_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

VARIABLES: Final = ("PAGER",)
FALLBACKS: Final = ("less", "more")
_REMEDY: Final = "Set PAGER to the pager you like, for example: export PAGER=less"
_EDITORS: Final = frozenset({"vim", "nvim", "nano"})
_STAYS: Final = _EDITORS | {"less", "most"}
"""Programs that do not end before the person says so."""
_WHOLE: Final = ("-+F", "-+E")
"""What `less` is told behind its own options: a text that fits on the screen is to be read, too."""
_NEVER: Final = ("LESSOPEN", "LESSCLOSE")
"""Programs that `less` would run on the text."""


def page(
    text: str, environ: Mapping[str, str], lend: Callable[[], AbstractContextManager[None]]
) -> None:
    """Show `text`, made harmless, in $PAGER, and return when the person has closed it.

    The pager reads it through a pipe: there is no file that could be left behind. `lend` gives the
    terminal away. TerminalError when there is no pager, or it fails.
    """
    words = pager(environ)
    name = one_line(words[0], 60)
    data = f"{plain(text)}\n".encode("utf-8", "replace")
    surroundings = {key: value for key, value in environ.items() if key not in _NEVER}
    surroundings.setdefault("LESSCHARSET", "utf-8")
    try:
        with lend():
            code = run_in_terminal(words, data, surroundings)
            if code or _real_name(words[0], environ) not in _STAYS:
                _wait_for_enter()
    except OSError as error:
        why = error.strerror or "it cannot be started"
        raise TerminalError(f"{name}: {why}.", remedy=_REMEDY) from None
    if code:
        raise TerminalError(f"{name} ended with {code}.")


def pager(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The words of the pager's command. TerminalError when none is set and none is found."""
    words = chosen(environ, VARIABLES, FALLBACKS, remedy=_REMEDY)
    if not words:
        raise TerminalError("No pager is set, and none was found.", remedy=_REMEDY)
    name = _real_name(words[0], environ)
    if name == "less":
        return (*words, *_WHOLE)
    # Without this an editor takes what comes through the pipe for commands.
    return (*words, "-") if name in _EDITORS and "-" not in words else words


def _real_name(program: str, environ: Mapping[str, str]) -> str:
    """What a program is, whatever it is called: `pager` may be `less`, and `less` be busybox."""
    found = shutil.which(program, path=environ.get("PATH", "")) or program
    return Path(os.path.realpath(found)).name.partition(".")[0]


def _wait_for_enter() -> None:
    """Some pagers end with the last line: it is still to be read, and so is why one failed."""
    if not os.isatty(0):
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with suppress(OSError, KeyboardInterrupt):
            os.write(1, b"\n(enter goes back)")
            os.read(0, 1024)
    finally:
        signal.signal(signal.SIGINT, before)
