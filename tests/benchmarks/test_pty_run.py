from __future__ import annotations

import os
import sys

import pytest

from benchmarks.document import BEGIN, END, tokens
from benchmarks.pty_run import NotSeenError, Program
from benchmarks.world import opened, reference

pytestmark = pytest.mark.pty

ECHO = """
import os, sys, tty
tty.setraw(0)
size = os.get_terminal_size()
print(f"ready {size.columns}x{size.lines}", end="", flush=True)
while (key := os.read(0, 1)) != b"q":
    print(f"[{key.decode()}]", end="", flush=True)
sum(range(1_000_000))
sys.exit(3)
"""


def test_keys_go_in_and_what_is_written_is_timed() -> None:
    with Program([sys.executable, "-c", ECHO], os.environ, size=(77, 33)) as program:
        ready = program.wait_for("ready 77x33")
        assert ready > program.started
        since = program.written
        sent = program.send("ab")
        seen = program.wait_for("[b]", since)
        assert seen > sent
        assert program.bytes_at(ready - 1) == 0
        assert program.bytes_at(seen + 1) == program.written > since
        assert program.memory() > 1_000_000
        used = program.cpu()
        assert used > 0
        assert program.cpu_at(seen) <= used
        program.send("q")
        assert program.wait_for_end() == 3


def test_what_never_comes_is_told_with_what_came() -> None:
    with Program([sys.executable, "-c", ECHO], os.environ) as program:
        program.wait_for("ready")
        with pytest.raises(NotSeenError, match=r"'nothing'.*ready"):
            program.wait_for("nothing", patience_s=0.05)


def test_the_document_has_exactly_its_tokens_and_its_marks_once() -> None:
    for count in (100, 2_000):
        pieces = tokens(count)
        text = "".join(pieces)
        assert len(pieces) == count
        assert text.startswith(BEGIN)
        assert text.rstrip().endswith(END)
        for word in (BEGIN, "quartermark1", "quartermark2", "quartermark3", END):
            assert text.count(word) == 1
        assert pieces == tokens(count)


@pytest.mark.parametrize("name", ["plain_lines", "markdown_stream"])
def test_a_reference_shows_the_whole_stream(name: str) -> None:
    with opened() as world, world.run(reference(name)) as program:
        program.wait_for("readytotype")
        program.send("100@0\r")
        program.wait_for(BEGIN)
        program.wait_for(END)
