"""The browser where the person sits, and the reason when there is none (DESIGN 4)."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import PurePath
from shutil import which
from typing import TYPE_CHECKING, Final

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.abilities import is_remote

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPENERS: Final = (("xdg-open",), ("gio", "open"), ("x-www-browser",))
_IN_TERMINAL: Final = frozenset({"w3m", "lynx", "links", "elinks", "www-browser", "browsh"})
"""Browsers that would take this very terminal."""
_WINDOWS: Final = ("rundll32.exe", "url.dll,FileProtocolHandler")
_PATIENCE_S: Final = 2.0
"""What has not failed by then shows the page."""
_COPY: Final = "Copy the address, and open it where there is one."


def words_for(
    url: str, environ: Mapping[str, str], platform: str = sys.platform
) -> tuple[str, ...]:
    """The command that shows `url`. Raises `TerminalError` when no browser can be opened.

    BROWSER comes first: editors that forward ports set it to what reaches the person's machine.
    """
    if not url.lower().startswith(("https://", "http://")):
        raise TerminalError("Only web addresses are opened.")
    if chosen := _chosen(url, environ):
        return chosen
    if is_remote(environ):
        raise TerminalError("Over SSH no browser opens where you sit.", remedy=_COPY)
    if platform == "darwin":
        return ("open", url)
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        return (*_WINDOWS, url)
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        for words in _OPENERS:
            if which(words[0], path=environ.get("PATH")):
                return (*words, url)
    raise TerminalError("No browser can be opened here.", remedy=_COPY)


def open_in_browser(url: str, environ: Mapping[str, str]) -> None:
    """Show `url`; blocks for a moment. Raises `TerminalError` when that cannot be done."""
    words = words_for(url, environ)
    try:
        # Its output would land on our screen. It outlives the app.
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError as error:
        what = f"{words[0]} cannot be started: {error.strerror}."
        raise TerminalError(what, remedy=_COPY) from None
    try:
        failed = process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        return
    if failed:
        raise TerminalError(f"{words[0]} could not open it.", remedy=_COPY)


def _chosen(url: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The first browser that BROWSER names and that has a window of its own."""
    for entry in environ.get("BROWSER", "").split(os.pathsep):
        try:
            words = shlex.split(entry.strip().removesuffix("&"))
        except ValueError:
            continue
        if words and PurePath(words[0]).name not in _IN_TERMINAL:
            filled = [word.replace("%s", url) for word in words]
            return tuple(filled) if filled != words else (*words, url)
    return ()
