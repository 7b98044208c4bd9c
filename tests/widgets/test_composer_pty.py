from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.pty_run import Program

pytestmark = pytest.mark.pty

ROOT = str(Path(__file__).parent.parent.parent)

PAGE = """
from textual.app import App
from textual.widgets import Label
from cohere_tui.widgets.composer import Composer

class Page(App):
    AUTO_FOCUS = "Composer"
    def compose(self):
        yield Label("log")
        yield Composer(model="Command A")
    def on_composer_sent(self, message):
        self.query_one(Label).update(f"sent<{message.text}>".replace(chr(10), "|"))

Page().run()
"""


def page() -> Program:
    """A composer alone on a terminal."""
    return Program([sys.executable, "-c", PAGE], {**os.environ, "PYTHONPATH": ROOT})


def test_no_key_is_lost_that_was_typed_while_the_app_starts() -> None:
    text = "typed before anything was painted "
    with page() as program:
        for letter in text:
            program.send(letter)
        program.wait_for("log")
        program.send("and after\r")
        program.wait_for(f"sent<{text}and after>")


def test_bytes_of_an_old_terminal_act_in_their_order() -> None:
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send("ab\x7fc\x1b[D-\r")
        program.wait_for("sent<a-c>")


def test_lines_pasted_without_marks_are_one_prompt() -> None:
    with page() as program:
        program.wait_for("log")
        program.wait_until_quiet()
        program.send("first line\rsecond line\rthird\r")
        program.wait_for("sent<first line|second line|third>")
