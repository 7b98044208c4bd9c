"""The clipboard program of the machine the person sits at, where there is one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.terminal.abilities import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that puts its input on the clipboard."""

    words: tuple[str, ...]
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.words[0]


def tools(environ: Mapping[str, str], platform: str) -> Iterator[Tool]:
    """The tools that reach the person's own clipboard, best first; none on a machine far away.

    Over SSH a tool "succeeds" and the text lands on a clipboard that nobody looks at.
    """
    if is_remote(environ):
        return
    for tool in _candidates(environ, platform):
        if shutil.which(tool.name, path=environ.get("PATH", "")):
            yield tool


def _candidates(environ: Mapping[str, str], platform: str) -> Iterator[Tool]:
    if platform == "darwin":
        yield Tool(("pbcopy",))
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        yield Tool(("clip.exe",), "utf-16")
    if environ.get("WAYLAND_DISPLAY"):
        yield Tool(("wl-copy", "--type", "text/plain;charset=utf-8"))
    if environ.get("DISPLAY"):
        yield Tool(("xclip", "-selection", "clipboard"))
        yield Tool(("xsel", "--clipboard", "--input"))
