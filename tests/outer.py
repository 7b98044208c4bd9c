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
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Outer:
    """What the terminal was sent so far, and its keyboard."""

    def __init__(self, descriptor: int, process: subprocess.Popen[bytes]) -> None:
        self.descriptor = descriptor
        self.process = process
        self.seen = bytearray()

    def read(self) -> None:
        """Take what has come; called by the event loop."""
        try:
            piece = os.read(self.descriptor, 65_536)
        except OSError:  # the program has closed its side
            piece = b""
        if not piece:
            asyncio.get_running_loop().remove_reader(self.descriptor)
        self.seen += piece

    def type(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.descriptor, keys)

    async def sees(self, what: bytes) -> None:
        """Wait until the terminal was sent `what`."""
        await until(lambda: what in self.seen, f"{what!r} not in …{bytes(self.seen[-2_000:])!r}")

    async def ends(self) -> int:
        """Wait for the program's end; its exit code."""
        await until(
            lambda: self.process.poll() is not None, f"runs on: {bytes(self.seen[-500:])!r}"
        )
        return self.process.returncode


@contextlib.asynccontextmanager
async def outer(
    words: Sequence[str], environ: Mapping[str, str], columns: int = 80, rows: int = 24
) -> AsyncGenerator[Outer, None]:
    """Run a program with a terminal of its own, for input, output, errors and control."""
    terminal = _started(words, environ, columns, rows)
    loop = asyncio.get_running_loop()
    loop.add_reader(terminal.descriptor, terminal.read)
    try:
        yield terminal
    finally:
        loop.remove_reader(terminal.descriptor)
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.descriptor)


def _started(words: Sequence[str], environ: Mapping[str, str], columns: int, rows: int) -> Outer:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        (sys.executable, "-c", _TAKE_TERMINAL, *words),
        stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environ), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    return Outer(ours, process)
