from __future__ import annotations

import os
import signal
import sys
import zlib
from pathlib import Path

import pytest

from benchmarks.pty_run import Program

pytestmark = pytest.mark.pty

ROOT = str(Path(__file__).parent.parent.parent)

PAGE = """
import sys, zlib
from textual.app import App
from textual.widgets import Input, Label
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.terminal_driver import outliving

class Page(App):
    AUTO_FOCUS = sys.argv[1]
    changes = sends = 0
    def compose(self):
        yield Label("log")
        yield Label(id="sent")
        yield Input()
        yield Composer(model="Command A")
    def get_driver_class(self):
        return outliving(super().get_driver_class())
    def say(self, what):
        self.query_one(Label).update(what)
    def on_text_area_changed(self):
        draft = self.query_one(Composer).draft
        self.say(f"draft<{len(draft)},{zlib.crc32(draft.encode())}>")
    def on_input_changed(self, message):
        self.changes += 1
        self.say(f"line<{message.value[-9:]},{len(message.value)},{self.changes}>")
    def on_composer_sent(self, message):
        self.sends += 1
        sent = f"sent {self.sends}<{message.text[-60:]}>".replace(chr(10), "|")
        self.query_one("#sent", Label).update(sent)

Page().run()
"""


def page(focus: str = "Composer") -> Program:
    """A composer and a line alone on a terminal."""
    return Program([sys.executable, "-c", PAGE, focus], {**os.environ, "PYTHONPATH": ROOT})


def drawn(text: str) -> str:
    """What is told of a draft."""
    return f"draft<{len(text)},{zlib.crc32(text.encode())}>"


def test_no_key_is_lost_that_was_typed_while_the_app_starts() -> None:
    text = "typed before anything was painted "
    with page() as program:
        for letter in text:
            program.send(letter)
        program.wait_for(drawn(text))
        program.send("and after\r")
        program.wait_for(f"sent 1<{text}and after>")


def test_bytes_of_an_old_terminal_act_in_their_order() -> None:
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send("ab\x7fc\x1b[D-\r")
        program.wait_for("sent 1<a-c>")


def test_lines_pasted_without_marks_are_one_prompt() -> None:
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send("first line\rsecond line\rthird\r")
        program.wait_for("sent 1<first line|second line|third>")


@pytest.mark.parametrize("lines", [50, 500], ids=["shown", "folded"])
def test_a_heap_is_one_text_and_sends_nothing(lines: int) -> None:
    text = "".join(f"{number}: a line of what was copied elsewhere, ä\n" for number in range(lines))
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send(text.replace("\n", "\r"))
        program.wait_for(drawn(text))
        program.wait_until_quiet()
        program.send("done\r")
        program.wait_for("copied elsewhere, ä|done>")
        program.wait_until_quiet()
        # However often that line was painted.
        assert b"sent 1<" in program.output
        assert b"sent 2<" not in program.output


def test_whoever_was_stopped_from_outside_goes_on_as_before() -> None:
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        threads, since = _threads(program), program.written
        os.kill(program.pid, signal.SIGSTOP)
        os.kill(program.pid, signal.SIGCONT)
        program.wait_for("log", since)  # others may have written over it
        program.send("ab\r")
        program.wait_for("sent 1<ab>")
        assert _threads(program) == threads, "the terminal has two readers"
        program.send("\x11")
        assert program.wait_for_end() == 0
        assert program.is_cooked


def _threads(program: Program) -> int:
    return len(list(Path(f"/proc/{program.pid}/task").iterdir()))


def test_a_heap_on_a_line_is_one_change() -> None:
    text = "".join(f"word {number} " for number in range(200))
    with page("Input") as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send(text)
        whole = f"line<{text[-9:]},{len(text)},"
        program.wait_for(whole)
        program.wait_for(">", program.output.index(whole.encode()) + len(whole))
        _, _, told = program.output.partition(whole.encode())
        # One for each part in which a busy machine hands it over; never one for each key.
        assert int(told.partition(b">")[0]) < 5
