"""The person's pager: real programs that read, fail, end early, and one that is not there."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.pager import page, pager
from tests.outer import outer

if TYPE_CHECKING:
    from pathlib import Path


def script(directory: Path, lines: str) -> dict[str, str]:
    """An environment whose pager is a shell script."""
    tool = directory / "my pager"
    tool.write_text(f"#!/bin/sh\n{lines}\n")
    tool.chmod(0o755)
    return {"PAGER": f"'{tool}' --flag", "PATH": os.environ["PATH"], "DIR": str(directory)}


def lend() -> AbstractContextManager[None]:
    """There is no terminal to be lent."""
    return nullcontext()


def test_the_pager_reads_the_text_made_harmless(tmp_path: Path) -> None:
    environ = script(tmp_path, 'test "$1" = --flag && cat > "$DIR/seen"')
    page("grün \x1b[31mrot\x07\u202e\r\n[b]", environ, lend)
    assert (tmp_path / "seen").read_text() == "grün ␛[31mrot␇‹U+202E›\n[b]\n"


def test_no_program_is_run_on_the_text(tmp_path: Path) -> None:
    environ = script(tmp_path, 'env > "$DIR/env"')
    page("x", {**environ, "LESSOPEN": "|-rm %s", "LESSCLOSE": "rm %s", "LESS": "-i"}, lend)
    found = (tmp_path / "env").read_text().splitlines()
    assert [one for one in found if one.startswith("LESS")] in (
        ["LESS=-i", "LESSCHARSET=utf-8"],
        ["LESSCHARSET=utf-8", "LESS=-i"],
    )


def test_a_pager_that_is_closed_in_the_middle_is_no_trouble(tmp_path: Path) -> None:
    page("words\n" * 1_000_000, script(tmp_path, "head -n 1 > /dev/null"), lend)


@pytest.mark.parametrize(("lines", "code"), [("exit 3", "3"), ("kill -9 $$", "-9")])
def test_a_failing_pager_says_so(tmp_path: Path, lines: str, code: str) -> None:
    with pytest.raises(TerminalError, match=f"ended with {code}"):
        page("words", script(tmp_path, lines), lend)


def test_a_missing_pager_says_what_to_set() -> None:
    with pytest.raises(TerminalError, match="no-such-pager: No such file") as caught:
        page("words", {"PAGER": "no-such-pager"}, lend)
    assert "export PAGER=" in caught.value.remedy


def test_unset_finds_one_that_is_there_or_says_so(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="No pager is set") as caught:
        pager({"PATH": str(tmp_path)})
    assert "export PAGER=" in caught.value.remedy
    for name, options in (("more", ()), ("less", ("-+F", "-+E"))):
        (tmp_path / name).touch(mode=0o755)
        assert pager({"PATH": str(tmp_path), "PAGER": " "}) == (name, *options)


@pytest.mark.parametrize(
    ("real", "line", "added"),
    [
        ("less", "called -FRX", ("-+F", "-+E")),
        ("busybox", "called", ()),
        ("vim.basic", "called -R", ("-",)),
        ("nvim", "called -", ()),
        ("bat", "called", ()),
    ],
)
def test_a_pager_is_told_to_wait_by_what_it_is_and_not_by_its_name(
    tmp_path: Path, real: str, line: str, added: tuple[str, ...]
) -> None:
    (tmp_path / real).touch(mode=0o755)
    (tmp_path / "called").symlink_to(tmp_path / real)
    environ = {"PATH": str(tmp_path), "PAGER": line}
    assert pager(environ) == (*line.split(), *added)


CODE = """
import os
from contextlib import nullcontext
from cohere_tui.errors import TerminalError
from cohere_tui.terminal.pager import page
try:
    page("words", os.environ, nullcontext)
    print("well")
except TerminalError as error:
    print(error.told)
"""


@pytest.mark.parametrize(("lines", "key"), [("cat", b"\n"), ("cat; exit 2", b"\x03")])
async def test_what_a_pager_leaves_behind_can_be_read(
    tmp_path: Path, lines: str, key: bytes
) -> None:
    environ = {**os.environ, **script(tmp_path, lines)}
    async with outer((sys.executable, "-c", CODE), environ) as terminal:
        await terminal.sees(b"words\r\n\r\n(enter goes back)")
        assert b"well" not in terminal.seen
        terminal.type(key)
        await terminal.sees(b"ended with 2" if "exit" in lines else b"well")
        assert await terminal.ends() == 0
