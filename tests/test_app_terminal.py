"""The shell in a real terminal: it is given back as it was, however the app ends."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.outer import Outer, outer
from tests.until import until

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

pytestmark = pytest.mark.pty

PROGRAM = """
import os, signal, sys
from pathlib import Path
import cohere_tui.app
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

cohere_tui.app.AGAIN_S = 600  # however slow the machine, it is the same person
app = Busy(start(Path(sys.argv[1])), build=lambda _: Noted())
app.run()
os.kill(os.getpid(), signal.SIGCONT)  # as a shell may that had stopped it
sys.exit(app.return_code or 0)
"""


def program(tmp_path: Path) -> AbstractAsyncContextManager[Outer]:
    return outer((sys.executable, "-c", PROGRAM, str(tmp_path)), os.environ)


@pytest.mark.parametrize("end", ["ctrl+q", "SIGTERM", "SIGHUP"])
async def test_the_terminal_is_given_back_and_the_house_closed(tmp_path: Path, end: str) -> None:
    async with program(tmp_path) as terminal:
        await terminal.sees(b"command-a-03-2025")
        if end == "ctrl+q":
            terminal.type(b"\x11")
        else:
            terminal.process.send_signal(signal.Signals[end])
        assert await terminal.ends() == 0
    assert (tmp_path / "closed").read_text() == "closed"
    for taken, given in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
        (b"\x1b[22;2t", b"\x1b[23;2t"),
    ):
        assert terminal.seen.rindex(given) > terminal.seen.rindex(taken)


async def test_when_the_line_drops_the_house_is_closed_all_the_same(tmp_path: Path) -> None:
    async with program(tmp_path) as terminal:
        await terminal.sees(b"command-a-03-2025")
        terminal.hang_up()
        await until(lambda: terminal.process.poll() is not None, "it does not end")
    assert (tmp_path / "closed").read_text() == "closed"


async def test_legacy_bytes_of_every_terminal_do_what_they_should(tmp_path: Path) -> None:
    async with program(tmp_path) as terminal:
        await terminal.sees(b"command-a-03-2025")
        for sent, answer in (
            (b"hello", b"hello"),
            (b"\x10", b"ype to find"),  # ctrl+p: commands; the cursor is on the first letter
            (b"\x03", b"hello"),  # ctrl+c: leave them
            (b"\x1f", b"Everywhere"),  # ctrl+_: help
            (b"q", b"hello"),
            (b"\x03", b"sk"),  # ctrl+c: clear the text, so that the placeholder shows
            (b"\x03", b"again too"),  # ctrl+c: nothing to do
        ):
            terminal.seen.clear()
            terminal.type(sent)
            await terminal.sees(answer)
        terminal.type(b"\x03")
        assert await terminal.ends() == 0
