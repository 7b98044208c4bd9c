"""A driver that outlives its terminal: when the line drops, the app still ends in order.

Textual writes from a thread of its own. When the terminal is gone that thread dies of the error,
its queue fills, and the app waits for ever to put more into it: nothing is closed, nothing kept.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

from textual.events import Callback
from textual.messages import ExitApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOWrapper

    from textual.app import App
    from textual.driver import Driver


class Unbreakable:
    """A text file that swallows what it cannot write, and tells so once."""

    def __init__(self, file: IO[str] | None, on_break: Callable[[], object]) -> None:
        self._file = file or sys.stderr
        self._on_break = on_break
        self._broken = False

    def write(self, text: str) -> int:
        """Write, or do nothing when the file is gone."""
        self._try(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        """Flush, or do nothing when the file is gone."""
        self._try(self._file.flush)

    def isatty(self) -> bool:
        """Whether it was a terminal to begin with."""
        return self._file.isatty()

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def _try(self, do: Callable[[], object]) -> None:
        if self._broken:
            return
        try:
            do()
        except OSError:
            self._broken = True
            self._on_break()


if sys.platform != "win32":
    import termios
    import tty

    from textual.drivers.linux_driver import LinuxDriver

    from cohere_tui.widgets.terminal_keys import TerminalKeys

    class TerminalDriver(LinuxDriver):
        """Ends the app when the terminal can no longer be written or read."""

        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            self._file = cast("TextIOWrapper", Unbreakable(sys.__stderr__, self._gone))

        def run_input_thread(self) -> None:
            """Read keys until the end, or until there is nothing to read from."""
            keys = TerminalKeys(self.fileno, debug=self._debug)
            try:
                while not self.exit_event.is_set():
                    self._pass_on(keys)
                self._pass_on(keys)
            except OSError:
                self._gone()
            finally:
                keys.close()

        def _sigcont_application(self, *told: Any) -> None:
            """Take the terminal again, unless the app is leaving: it would never give it back.

            Who was stopped from outside (SIGSTOP) never gave it away: it is still being read, and a
            second reader would have every other letter. What others made of it is put right.
            """
            if not self._app.is_running:
                return
            if self._key_thread is None or not self._key_thread.is_alive():
                super()._sigcont_application(*told)
                return
            self._make_raw()
            self.send_message(Callback(callback=self._paint_anew))

        def _paint_anew(self) -> None:
            self._app.refresh(layout=True)

        def _make_raw(self) -> None:
            with suppress(termios.error):
                modes = termios.tcgetattr(self.fileno)
                modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
                modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
                termios.tcsetattr(self.fileno, termios.TCSANOW, modes)

        def _pass_on(self, keys: TerminalKeys) -> None:
            for message in keys.read():
                self.process_message(message)

        def _gone(self) -> None:
            if self._loop.is_running():
                self.send_message(ExitApp())


def outliving(found: type[Driver]) -> type[Driver]:
    """The driver to use where Textual would use `found`."""
    if sys.platform != "win32" and found is LinuxDriver:
        return TerminalDriver
    return found
