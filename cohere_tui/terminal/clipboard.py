"""Copying, by the first way that works here: tmux, the terminal, a clipboard tool, a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.atomic import write_private
from cohere_tui.errors import TerminalError
from cohere_tui.plain import plain
from cohere_tui.terminal.native import tools
from cohere_tui.terminal.osc52 import Hearing, encoded, sequence, sequence_through_screen
from cohere_tui.terminal.programs import ask, feed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CLIENT = ("SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY")
"""What tells where the person sits."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, how and to where."""

    method: str
    """"tmux", "screen", "OSC 52", the name of a tool, or "file"."""
    characters: int
    bytes: int
    """Of the text as UTF-8."""
    where: str
    """In words, or the path of the file."""

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        characters = "1 character" if self.characters == 1 else f"{self.characters:,} characters"
        size = f"{characters} ({_size(self.bytes)})"
        if self.method == "file":
            return f"No clipboard can be reached from here: {size} are in {self.where}"
        return f"Copied {size} to {self.where}"


class Clipboard:
    """The way from here to where the person can paste."""

    def __init__(
        self,
        environ: Mapping[str, str],
        write: Callable[[str], None],
        file: Path,
        platform: str = sys.platform,
    ) -> None:
        """`write` sends text to the terminal as it is; `file` takes it as a last resort."""
        self._environ = environ
        self._write = write
        self._file = file
        self._platform = platform

    async def copy(self, text: str) -> Copied:
        """Copy `text`, made harmless for whatever it is pasted into; lines and tabs stay.

        Raises TerminalError, with what can be done, when there is nothing to copy or no way at all.
        """
        text = plain(text)
        if not text:
            raise TerminalError("There is nothing to copy.")
        environ = await self._where_the_person_sits()
        method, where = (
            await self._through_multiplexer(text, environ)
            or await self._through_machine(text, environ)
            or self._into_file(text)
        )
        return Copied(method, len(text), len(text.encode()), where)

    async def _where_the_person_sits(self) -> Mapping[str, str]:
        """Our environment, corrected by that of tmux's client.

        A session begun here may by now be seen over SSH, or the other way round. tmux learns it
        when a client attaches; our own environment never does.
        """
        if not self._environ.get("TMUX"):
            return self._environ
        answer = await ask(("tmux", "show-environment"), self._environ)
        lines = (answer or "").splitlines()
        told = dict(line.split("=", 1) for line in lines if "=" in line)
        gone = {line[1:] for line in lines if line.startswith("-")}
        if "SSH_CONNECTION" in told or "SSH_CONNECTION" in gone:
            gone.add("SSH_TTY")  # tmux does not keep it up to date
        kept = {name: value for name, value in self._environ.items() if name not in gone}
        return {**kept, **{name: told[name] for name in _CLIENT if name in told}}

    async def _through_multiplexer(
        self, text: str, environ: Mapping[str, str]
    ) -> tuple[str, str] | None:
        if environ.get("TMUX"):
            way = await self._into_tmux(text, environ)
        elif environ.get("STY"):
            way = self._into_screen(text)
        else:
            return None
        # What lies behind may not listen; a tool on the person's own machine is sure.
        if way and (tool := await self._into_tool(text, environ)):
            return way[0], f"{way[1]} and {tool[1]}"
        return way

    async def _into_tmux(self, text: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
        data, code = text.encode(), encoded(text)
        load = ("tmux", "load-buffer")
        if code is not None and await feed((*load, "-w", "-"), data, environ):
            return "tmux", "tmux (prefix ] pastes), the terminal's clipboard"
        if not await feed((*load, "-"), data, environ):
            return None
        if code is not None:
            self._write(sequence(code))  # the only way on before tmux 3.2, where it is allowed
        return "tmux", "tmux (prefix ] pastes)"

    def _into_screen(self, text: str) -> tuple[str, str] | None:
        code = encoded(text)
        if code is None:
            return None
        self._write(sequence_through_screen(code))
        return "screen", "the terminal's clipboard (OSC 52 through screen)"

    async def _through_machine(
        self, text: str, environ: Mapping[str, str]
    ) -> tuple[str, str] | None:
        hearing = Hearing.of(environ)
        if hearing is Hearing.PERHAPS and (tool := await self._into_tool(text, environ)):
            return tool
        code = encoded(text)
        # A tmux whose own command failed does not hand the sequence on either.
        if hearing is not Hearing.NO and code is not None and not environ.get("TMUX"):
            self._write(sequence(code))
            return "OSC 52", "the terminal's clipboard (OSC 52)"
        return None if hearing is Hearing.PERHAPS else await self._into_tool(text, environ)

    async def _into_tool(self, text: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
        for tool in tools(environ, self._platform):
            if await feed(tool.words, text.encode(tool.encoding), environ):
                return tool.name, f"the clipboard ({tool.name})"
        return None

    def _into_file(self, text: str) -> tuple[str, str]:
        try:
            write_private(self._file, text.encode())
        except OSError as error:
            raise TerminalError(
                f"No clipboard can be reached, nor {self._file} written: {error.strerror}.",
                remedy="Select with the mouse while holding shift, or free some space.",
            ) from None
        return "file", str(self._file)


def _size(count: int) -> str:
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.1f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
