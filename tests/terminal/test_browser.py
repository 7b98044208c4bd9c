"""Browsers: which command shows an address, and why none does."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.browser import open_in_browser, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

URL = "https://idp.example/authorize?state=a%20b&x=1"


def script(place: Path, name: str, text: str) -> Path:
    file = place / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


@pytest.mark.parametrize(
    ("environ", "platform", "words"),
    [
        ({"BROWSER": "my-browser"}, "linux", ("my-browser", URL)),
        ({"BROWSER": "my-browser --new %s &"}, "linux", ("my-browser", "--new", URL)),
        ({"BROWSER": "w3m:/usr/bin/lynx:my-browser"}, "linux", ("my-browser", URL)),
        ({"BROWSER": "forward", "SSH_TTY": "/dev/pts/1"}, "linux", ("forward", URL)),
        ({}, "darwin", ("open", URL)),
        ({}, "win32", ("rundll32.exe", "url.dll,FileProtocolHandler", URL)),
        ({"WSL_DISTRO_NAME": "d"}, "linux", ("rundll32.exe", "url.dll,FileProtocolHandler", URL)),
    ],
)
def test_which_command(environ: Mapping[str, str], platform: str, words: tuple[str, ...]) -> None:
    assert words_for(URL, environ, platform) == words


def test_a_desktop_has_an_opener(tmp_path: Path) -> None:
    script(tmp_path, "xdg-open", "exit 0")
    environ = {"WAYLAND_DISPLAY": "wayland-0", "PATH": str(tmp_path)}
    assert words_for(URL, environ, "linux") == ("xdg-open", URL)
    with pytest.raises(TerminalError):
        words_for(URL, {"PATH": str(tmp_path)}, "linux")


@pytest.mark.parametrize(
    ("url", "environ", "words"),
    [
        (URL, {"SSH_CONNECTION": "1 2 3 4", "DISPLAY": ":0"}, "Over SSH"),
        (URL, {}, "No browser"),
        (URL, {"BROWSER": "w3m"}, "No browser"),
        (URL, {"BROWSER": "'"}, "No browser"),
        (URL, {"DISPLAY": ":0", "PATH": ""}, "No browser"),
        ("file:///etc/passwd", {"BROWSER": "x"}, "Only web addresses"),
        ("-h", {"BROWSER": "x"}, "Only web addresses"),
    ],
)
def test_why_none(url: str, environ: Mapping[str, str], words: str) -> None:
    with pytest.raises(TerminalError, match=words):
        words_for(url, environ, "linux")


def test_it_is_given_the_address_as_one_word(tmp_path: Path) -> None:
    browser = script(tmp_path, "browser", f'printf %s "$1" > {tmp_path}/opened')
    open_in_browser(URL, {"BROWSER": str(browser)})
    assert (tmp_path / "opened").read_text() == URL


def test_one_that_fails_is_told(tmp_path: Path) -> None:
    failing = script(tmp_path, "browser", "echo noise; exit 3")
    with pytest.raises(TerminalError, match="could not open it"):
        open_in_browser(URL, {"BROWSER": str(failing)})
    with pytest.raises(TerminalError, match="cannot be started: No such file"):
        open_in_browser(URL, {"BROWSER": str(tmp_path / "missing")})
