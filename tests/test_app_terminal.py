"""The shell in a real terminal: it is given back as it was, however the app ends."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.pty

PROGRAM = """
import sys
from pathlib import Path
from tests.stubs import PaperHouse, Reading, Stubbed, start

class Noted(PaperHouse):
    async def close(self):
        Path(sys.argv[1], "closed").write_text("closed")

class Busy(Stubbed):
    # Something is always being written, as while an answer streams.
    said = 0

    def on_mount(self):
        self.set_interval(0.01, self.say)

    def say(self):
        self.said += 1
        for reading in self.screen.query(Reading):
            reading.update(f"{self.said} " * 500)

app = Busy(start(Path(sys.argv[1])), build=lambda _: Noted())
app.run()
sys.exit(app.return_code or 0)
"""


class Terminal:
    """The program in a pseudo-terminal; `seen` is everything it wrote."""

    def __init__(self, tmp_path: Path) -> None:
        self.seen = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(tmp_path)])

    def read(self, until: bytes = b"") -> None:
        """Read until `until` was seen, or with nothing until the end."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if until and until in self.seen:
                return
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    more = os.read(self.fd, 65_536)
                except OSError:
                    return
                if not more:
                    return
                self.seen += more
        raise AssertionError(f"never seen: {until!r}")

    def leave(self) -> int:
        """Wait for the end; the exit code, or the negative number of a signal."""
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("end", ["ctrl+q", "SIGTERM", "SIGHUP"])
def test_the_terminal_is_given_back_and_the_house_closed(tmp_path: Path, end: str) -> None:
    terminal = Terminal(tmp_path)
    terminal.read(until=b"command-a-03-2025")
    if end == "ctrl+q":
        os.write(terminal.fd, b"\x11")
    else:
        os.kill(terminal.pid, getattr(signal, end))
    assert terminal.leave() == 0
    assert (tmp_path / "closed").read_text() == "closed"
    for taken, given in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
        (b"\x1b[22;2t", b"\x1b[23;2t"),
    ):
        assert terminal.seen.rindex(given) > terminal.seen.rindex(taken)


def test_when_the_line_drops_the_house_is_closed_all_the_same(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read(until=b"command-a-03-2025")
    os.close(terminal.fd)
    deadline = time.monotonic() + 30
    ended = 0
    while not ended and time.monotonic() < deadline:
        ended, _ = os.waitpid(terminal.pid, os.WNOHANG)
    if not ended:
        os.kill(terminal.pid, signal.SIGKILL)
        os.waitpid(terminal.pid, 0)
    assert ended
    assert (tmp_path / "closed").read_text() == "closed"


def test_legacy_bytes_of_every_terminal_do_what_they_should(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read(until=b"command-a-03-2025")
    for sent, answer in (
        (b"hello", b"hello"),
        (b"\x10", b"Type to find"),  # ctrl+p: commands
        (b"\x03", b"hello"),  # ctrl+c: leave them
        (b"\x1f", b"Everywhere"),  # ctrl+_: help
        (b"q", b"hello"),
        (b"\x03", b"sk"),  # ctrl+c: clear the text, so that the placeholder shows
        (b"\x03", b"again too"),  # ctrl+c: nothing to do
    ):
        terminal.seen = b""
        os.write(terminal.fd, sent)
        terminal.read(until=answer)
    os.write(terminal.fd, b"\x03")
    assert terminal.leave() == 0
