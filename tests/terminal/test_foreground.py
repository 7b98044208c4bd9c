"""Programs with the terminal to themselves: which they are, what they read, whose ctrl+c it is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.foreground import chosen, run_in_terminal
from tests.outer import outer

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_set_comes_before_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "b").touch(mode=0o755)
    environ = {"ONE": " ", "TWO": "'my program' -x", "PATH": str(tmp_path)}
    assert chosen(environ, ("ONE", "TWO"), ("a", "b")) == ("my program", "-x")
    assert chosen(environ, ("ONE",), ("a", "b")) == ("b",)
    assert chosen(environ, (), ("a",)) == ()


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(TerminalError, match=r"\$ONE has an open quote") as caught:
        chosen({"ONE": "less 'x"}, ("ONE",), (), kept="All is there.", remedy="Close it.")
    assert (caught.value.kept, caught.value.remedy) == ("All is there.", "Close it.")


def test_what_is_given_is_read_in_the_environment_given(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = run_in_terminal(("sh", "-c", 'cat > "$SEEN"; exit 3'), b"words", {"SEEN": str(seen)})
    assert (code, seen.read_bytes()) == (3, b"words")


def test_what_is_not_read_is_no_trouble() -> None:
    assert run_in_terminal(("true",), b"word " * 1_000_000) == 0


async def test_an_interrupt_is_for_the_program_alone(tmp_path: Path) -> None:
    ready = "trap 'echo heard; exit 0' INT; echo ready; while :; do sleep 0.05; done"
    code = (
        "import sys; from cohere_tui.terminal.foreground import run_in_terminal;"
        "print('code', run_in_terminal(['sh', '-c', sys.argv[1]]))"
    )
    async with outer((sys.executable, "-c", code, ready), os.environ) as terminal:
        await terminal.sees(b"ready")
        terminal.type(b"\x03")
        await terminal.sees(b"heard")
        await terminal.sees(b"code 0")
        assert await terminal.ends() == 0


async def test_a_program_that_dies_leaves_the_terminal_as_it_was() -> None:
    code = (
        "import sys, termios; from cohere_tui.terminal.foreground import run_in_terminal;"
        "before = termios.tcgetattr(0);"
        "dies = 'stty raw -echo < /dev/tty; kill -9 $$';"
        "print('code', run_in_terminal(['sh', '-c', dies], b''));"
        "print('same' if termios.tcgetattr(0) == before else 'other')"
    )
    async with outer((sys.executable, "-c", code), os.environ) as terminal:
        await terminal.sees(b"code -9")
        await terminal.sees(b"same")
        assert await terminal.ends() == 0
