"""Copying without tmux or screen: which way is taken where, with real programs."""

from __future__ import annotations

import base64
import stat
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import TerminalError
from cohere_tui.terminal import programs
from cohere_tui.terminal.clipboard import Clipboard, Copied
from cohere_tui.terminal.osc52 import LIMIT, Hearing, sequence_through_screen
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

TERM = {"TERM": "xterm-256color"}
KITTY = {"TERM": "xterm-kitty"}
GNOME = {**TERM, "VTE_VERSION": "7600"}
SSH = {"SSH_CONNECTION": "10.0.0.9 50000 10.0.0.1 22"}


class Desk:
    """A directory of clipboard tools that keep what they are given, and a terminal that hears."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.file = directory / "data" / "copied.txt"
        self.written: list[str] = []

    def tool(self, name: str, script: str = "cat") -> None:
        tool = self.directory / name
        tool.write_text(
            f'#!/bin/sh\nPATH=/usr/bin:/bin\nexec > "{tool}.given"\necho "$@"\n{script}\n'
        )
        tool.chmod(0o755)

    def given(self, name: str) -> tuple[str, str]:
        words, _, text = (self.directory / f"{name}.given").read_text().partition("\n")
        return words, text

    async def copy(self, text: str, environ: dict[str, str], platform: str = "linux") -> Copied:
        inside = {"PATH": str(self.directory), **environ}
        return await Clipboard(inside, self.written.append, self.file, platform).copy(text)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sent(text: str) -> list[str]:
    return [f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"]


async def test_a_terminal_that_listens_is_asked_first(desk: Desk) -> None:
    desk.tool("wl-copy")
    copied = await desk.copy("grün", {**KITTY, "WAYLAND_DISPLAY": "wayland-0"})
    assert desk.written == sent("grün")
    assert copied == Copied("OSC 52", 4, 5, "the terminal's clipboard (OSC 52)")
    assert copied.sentence == "Copied 4 characters (5 B) to the terminal's clipboard (OSC 52)"
    assert not (desk.directory / "wl-copy.given").exists()


async def test_over_ssh_the_terminal_is_asked_and_never_a_tool(desk: Desk) -> None:
    desk.tool("xclip")
    copied = await desk.copy("x", {**TERM, **SSH, "DISPLAY": "localhost:10.0"})
    assert (copied.method, desk.written) == ("OSC 52", sent("x"))
    assert not (desk.directory / "xclip.given").exists()


@pytest.mark.parametrize(
    ("tool", "words", "environ", "platform"),
    [
        ("wl-copy", "--type text/plain;charset=utf-8", {"WAYLAND_DISPLAY": "w"}, "linux"),
        ("xclip", "-selection clipboard", {"DISPLAY": ":0"}, "linux"),
        ("xsel", "--clipboard --input", {"DISPLAY": ":0"}, "linux"),
        ("pbcopy", "", {}, "darwin"),
    ],
)
@pytest.mark.parametrize("terminal", [TERM, GNOME, {"TERM": "linux"}])
async def test_a_tool_of_this_machine_is_surer_than_a_terminal_that_may_not_listen(
    desk: Desk,
    tool: str,
    words: str,
    environ: dict[str, str],
    platform: str,
    terminal: dict[str, str],
) -> None:
    desk.tool(tool)
    copied = await desk.copy("a\tb\nc", {**terminal, **environ}, platform)
    assert desk.given(tool) == (words, "a\tb\nc")
    assert (copied.method, copied.where) == (tool, f"the clipboard ({tool})")
    assert desk.written == []


async def test_windows_is_given_what_it_reads(desk: Desk) -> None:
    desk.tool("clip.exe")
    await desk.copy("grün", {**TERM, "WSL_DISTRO_NAME": "Debian"})
    given = (desk.directory / "clip.exe.given").read_bytes()
    assert given.partition(b"\n")[2].decode("utf-16") == "grün"


async def test_a_tool_that_fails_or_hangs_is_passed_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.tool("wl-copy", "exit 1")
    desk.tool("xclip", "exec sleep 600")
    desk.tool("xsel")
    for patience_s in (1.0, PATIENCE_S):  # a slow machine may need longer for the one that works
        monkeypatch.setattr(programs, "PATIENCE_S", patience_s)
        copied = await desk.copy("x", {**GNOME, "WAYLAND_DISPLAY": "w", "DISPLAY": ":0"})
        if copied.method == "xsel":
            break
    assert copied.method == "xsel"


async def test_a_tool_that_stays_to_serve_the_text_is_not_waited_for(desk: Desk) -> None:
    desk.tool("xclip", "cat\n(sleep 600 &)")
    assert (await desk.copy("x", {**GNOME, "DISPLAY": ":0"})).method == "xclip"


async def test_without_a_tool_a_terminal_that_may_listen_is_asked(desk: Desk) -> None:
    assert (await desk.copy("x", TERM)).method == "OSC 52"


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "linux"},
        {"TERM": "vt100", **SSH},
        {},
        GNOME,
        {**TERM, "XTERM_VERSION": "XTerm(379)"},
        {**TERM, "TERM_PROGRAM": "Apple_Terminal"},
    ],
)
async def test_where_no_clipboard_is_the_text_goes_to_a_private_file(
    desk: Desk, environ: dict[str, str]
) -> None:
    copied = await desk.copy("a\nb", environ)
    assert desk.file.read_text() == "a\nb"
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o600
    assert copied == Copied("file", 3, 3, str(desk.file))
    assert (
        copied.sentence
        == f"No clipboard can be reached from here: 3 characters (3 B) are in {desk.file}"
    )
    assert desk.written == []


@pytest.mark.parametrize(("length", "method"), [(LIMIT // 4 * 3, "OSC 52"), (LIMIT, "file")])
@pytest.mark.parametrize("environ", [KITTY, {**TERM, **SSH}])
async def test_what_is_too_long_for_the_terminal_goes_to_the_file(
    desk: Desk, environ: dict[str, str], length: int, method: str
) -> None:
    copied = await desk.copy("x" * length, environ)
    assert (copied.method, copied.characters) == (method, length)
    assert len(desk.written) == (method == "OSC 52")


async def test_what_is_too_long_for_screen_goes_to_the_file(desk: Desk) -> None:
    assert (await desk.copy("x" * LIMIT, {"TERM": "screen", "STY": "1.pts"})).method == "file"


async def test_what_could_act_on_a_terminal_is_made_visible(desk: Desk) -> None:
    await desk.copy("\x1b]0;pwned\x07\u202e\r\nnext\tcell\n", {"TERM": "linux"})
    assert desk.file.read_text() == "␛]0;pwned␇‹U+202E›\nnext\tcell\n"


async def test_nothing_is_not_copied(desk: Desk) -> None:
    with pytest.raises(TerminalError, match="nothing to copy"):
        await desk.copy("", TERM)


async def test_no_way_at_all_says_what_can_be_done(desk: Desk) -> None:
    (desk.directory / "data").write_text("in the way")
    with pytest.raises(TerminalError, match="No clipboard can be reached") as caught:
        await desk.copy("x", {"TERM": "linux"})
    assert "mouse" in caught.value.remedy


def test_pieces_for_screen_are_small_and_whole() -> None:
    wrapped = sequence_through_screen("A" * 1_000)
    pieces = wrapped.removesuffix("\x1b\\").split("\x1b\\")
    assert all(piece.startswith("\x1bP") and len(piece) < 256 for piece in pieces)
    assert "".join(piece[2:] for piece in pieces) == f"\x1b]52;c;{'A' * 1_000}\x07"


@pytest.mark.parametrize(
    ("environ", "hearing"),
    [
        ({"TERM": "foot"}, Hearing.YES),
        ({**TERM, "WT_SESSION": "x"}, Hearing.YES),
        ({**TERM, "TERM_PROGRAM": "iTerm.app"}, Hearing.YES),
        (TERM, Hearing.PERHAPS),
        ({"TERM": "tmux-256color"}, Hearing.PERHAPS),
        (GNOME, Hearing.NO),
        ({"TERM": "dumb"}, Hearing.NO),
    ],
)
def test_which_terminals_listen(environ: dict[str, str], hearing: Hearing) -> None:
    assert Hearing.of(environ) is hearing
