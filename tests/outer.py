"""A program in a real pseudo-terminal, as the person in front of it sees it."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

_TAKE_TERMINAL = """
import fcntl, os, signal, sys, termios
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):  # tests may be run in the background
    signal.signal(number, signal.SIG_DFL)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Outer:
    """What the terminal was sent so far, and its keyboard."""

    def __init__(self, descriptor: int, process: subprocess.Popen[bytes]) -> None:
        self.descriptor = descriptor
        self.process = process
        self.seen = bytearray()
        self.over = False
        """Whether all was read, and nothing more will come."""
        asyncio.get_running_loop().add_reader(descriptor, self._read)

    def _read(self) -> None:
        """Take what has come; called by the event loop."""
        try:
            piece = os.read(self.descriptor, 65_536)
        except OSError:  # the program has closed its side
            piece = b""
        if not piece:
            self.over = True
            asyncio.get_running_loop().remove_reader(self.descriptor)
        self.seen += piece

    def type(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.descriptor, keys)

    def hang_up(self) -> None:
        """Close the line; a second time does nothing."""
        if self.descriptor >= 0:
            asyncio.get_running_loop().remove_reader(self.descriptor)
            os.close(self.descriptor)
            self.descriptor = -1
            self.over = True

    async def sees(self, what: bytes) -> None:
        """Wait until the terminal was sent `what`."""
        await until(lambda: what in self.seen, f"{what!r} not in …{bytes(self.seen[-2_000:])!r}")

    async def ends(self) -> int:
        """Wait for the program's end, and for the last it has written; its exit code."""
        await until(
            lambda: self.process.poll() is not None and self.over,
            f"runs on: {bytes(self.seen[-500:])!r}",
        )
        return self.process.returncode


@contextlib.asynccontextmanager
async def outer(
    words: Sequence[str], environ: Mapping[str, str], columns: int = 80, rows: int = 24
) -> AsyncGenerator[Outer, None]:
    """Run a program with a terminal of its own, for input, output, errors and control."""
    terminal = _started(words, environ, columns, rows)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.hang_up()


def _started(words: Sequence[str], environ: Mapping[str, str], columns: int, rows: int) -> Outer:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        (sys.executable, "-c", _TAKE_TERMINAL, *words),
        stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environ), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    return Outer(ours, process)
