"""Copying inside a real tmux and a real screen, watched from the terminal outside."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cohere_tui.terminal.clipboard import Clipboard
from tests.outer import Outer, outer
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping

TEXT = "grün\tund\nblau"
OSC52 = base64.b64encode(TEXT.encode())

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
needs_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="screen is not installed")


class Tmux:
    """A tmux server of the test's own."""

    def __init__(self, directory: Path, client: Mapping[str, str]) -> None:
        self._base = ("tmux", "-S", str(directory / "t"), "-f", os.devnull)
        self._environ = {**os.environ, **client}

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            (*self._base, *words), env=self._environ, check=True, capture_output=True, text=True
        )
        return done.stdout.rstrip("\n")

    @contextlib.asynccontextmanager
    async def attached(self, **client: str) -> AsyncGenerator[Outer, None]:
        """A terminal that looks at the session, and what its environment adds."""
        async with outer((*self._base, "attach"), {**self._environ, **client}) as terminal:
            await until(lambda: self("list-clients"), "no client attached")
            yield terminal

    def environ(self, **more: str) -> dict[str, str]:
        """What a program in the session has."""
        socket, pid, session = self("display", "-p", "#{socket_path}|#{pid}|#{session_id}").split(
            "|"
        )
        return {**self._environ, "TERM": "screen", "TMUX": f"{socket},{pid},{session[1:]}", **more}


@pytest.fixture
def tmux() -> Generator[Tmux, None, None]:
    with tempfile.TemporaryDirectory() as name:  # a socket's path must be short
        server = Tmux(Path(name), {})
        server("new-session", "-d", "-x", "80", "-y", "24", "cat")
        try:
            yield server
        finally:
            server("kill-server")


def fake_xclip(directory: Path) -> str:
    """A PATH whose xclip writes what it is given beside itself."""
    directory.mkdir()
    tool = directory / "xclip"
    tool.write_text(f"#!/bin/sh\ncat > {directory}/given\n")
    tool.chmod(0o755)
    return f"{directory}:{os.environ['PATH']}"


def nothing_written(text: str) -> None:
    raise AssertionError(f"written to the terminal: {text!r}")


@needs_tmux
@pytest.mark.parametrize("setting", ["external", "off", "on"])
async def test_tmux_takes_the_text_and_hands_it_on(
    tmux: Tmux, tmp_path: Path, setting: str
) -> None:
    tmux("set", "-s", "set-clipboard", setting)
    async with tmux.attached() as terminal:
        clipboard = Clipboard(tmux.environ(), nothing_written, tmp_path / "copied.txt")
        copied = await clipboard.copy(TEXT)
        assert tmux("show-buffer") == TEXT
        await terminal.sees(OSC52)
        assert b"\x1b]52;" in terminal.seen
    assert copied.method == "tmux"
    assert copied.sentence.startswith(
        "Copied 13 characters (14 B) to tmux (prefix ] pastes), the ter"
    )
    assert not (tmp_path / "copied.txt").exists()


@needs_tmux
async def test_a_long_text_stays_in_tmux(tmux: Tmux, tmp_path: Path) -> None:
    clipboard = Clipboard(tmux.environ(), nothing_written, tmp_path / "copied.txt")
    copied = await clipboard.copy("x" * 1_000_000)
    assert len(tmux("show-buffer")) == 1_000_000
    assert (copied.method, copied.where) == ("tmux", "tmux (prefix ] pastes)")
    assert "1,000,000 characters (1.0 MB)" in copied.sentence


@needs_tmux
async def test_a_session_begun_here_and_seen_over_ssh_uses_no_tool_here(
    tmux: Tmux, tmp_path: Path
) -> None:
    path = fake_xclip(tmp_path / "bin")
    begun_here = {"DISPLAY": ":0", "PATH": path}
    async with tmux.attached(SSH_CONNECTION="10.0.0.9 5 10.0.0.1 22"):
        clipboard = Clipboard(tmux.environ(**begun_here), nothing_written, tmp_path / "f")
        copied = await clipboard.copy(TEXT)
    assert not (tmp_path / "bin" / "given").exists()
    assert "xclip" not in copied.where


@needs_tmux
async def test_a_session_begun_over_ssh_and_seen_here_uses_the_tool(
    tmux: Tmux, tmp_path: Path
) -> None:
    path = fake_xclip(tmp_path / "bin")
    begun_afar = {"SSH_CONNECTION": "a 1 b 2", "SSH_TTY": "/dev/pts/9", "PATH": path}
    async with tmux.attached(DISPLAY=":7"):
        clipboard = Clipboard(tmux.environ(**begun_afar), nothing_written, tmp_path / "f")
        copied = await clipboard.copy(TEXT)
    assert (tmp_path / "bin" / "given").read_text() == TEXT
    assert copied.where.endswith("and the clipboard (xclip)")


@needs_tmux
async def test_an_old_tmux_keeps_the_text_and_the_terminal_is_asked(
    tmux: Tmux, tmp_path: Path
) -> None:
    directory = tmp_path / "bin"
    directory.mkdir()
    old = directory / "tmux"
    real = shutil.which("tmux")
    old.write_text(f'#!/bin/sh\ncase " $* " in *" -w "*) exit 1;; esac\nexec {real} "$@"\n')
    old.chmod(0o755)
    written: list[str] = []
    environ = tmux.environ(PATH=f"{directory}:{os.environ['PATH']}")
    copied = await Clipboard(environ, written.append, tmp_path / "f").copy(TEXT)
    assert tmux("show-buffer") == TEXT
    assert written == [f"\x1b]52;c;{OSC52.decode()}\x07"]
    assert copied.where == "tmux (prefix ] pastes)"


@needs_tmux
async def test_a_tmux_that_is_gone_leaves_the_file(tmp_path: Path) -> None:
    environ = {**os.environ, "TERM": "screen", "TMUX": f"{tmp_path}/none,1,0"}
    file = tmp_path / "copied.txt"
    copied = await Clipboard(environ, nothing_written, file).copy(TEXT)
    assert (copied.method, copied.where) == ("file", str(file))
    assert file.read_text() == TEXT


@needs_screen
@pytest.mark.parametrize("text", [TEXT, "lang " * 2_000])
async def test_screen_hands_the_wrapped_text_on(tmp_path: Path, text: str) -> None:
    written: list[str] = []
    inside = {"TERM": "screen", "STY": "1.x", "PATH": ""}
    copied = await Clipboard(inside, written.append, tmp_path / "f").copy(text)
    assert copied.method == "screen"
    (tmp_path / "sequence").write_text("".join(written))
    (tmp_path / "s").mkdir(mode=0o700)
    environ = {**os.environ, "SCREENDIR": str(tmp_path / "s")}
    show = "import sys; print(open(sys.argv[1]).read(), flush=True); sys.stdin.read()"
    words = ("screen", "-c", os.devnull, sys.executable, "-c", show, str(tmp_path / "sequence"))
    async with outer(words, environ) as terminal:
        code = base64.b64encode(text.encode())
        try:
            await terminal.sees(b"\x1b]52;c;" + code + b"\x07")
        finally:
            # Losing its terminal would only detach it: it would outlive the tests.
            quitting = await asyncio.create_subprocess_exec("screen", "-X", "quit", env=environ)
            await quitting.wait()
