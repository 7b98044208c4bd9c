"""What every measured program gets: a server, directories of its own, stored conversations."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.document import answer
from benchmarks.pty_run import Program
from cohere_tui.config.paths import Paths
from cohere_tui.state.conversation import Settings
from cohere_tui.state.parts import Block, Phase
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Prompt, Turn
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

APP = (sys.executable, "-m", "cohere_tui")
STORED = 100
"""So many conversations are stored, besides the one that is looked at."""

NEWEST = f"Stored conversation {STORED - 1}"
"""The title of the newest of them."""

ROOT = Path(__file__).parent.parent
_KEY = "a-key-for-benchmarks"


def reference(name: str, *arguments: str) -> tuple[str, ...]:
    """The command of a program of `benchmarks/references`."""
    return (sys.executable, "-m", f"benchmarks.references.{name}", *arguments)


class World:
    """A running server and a place for files."""

    def __init__(self, url: str, place: Path) -> None:
        self.url = url
        self._place = place
        self._runs = 0

    def run(
        self, command: Sequence[str] = APP, *, messages: int = 0, size: tuple[int, int] = (120, 40)
    ) -> Program:
        """`command` on a terminal, with fresh files.

        For the app: a key, and a conversation of `messages` messages above `STORED` small ones.
        """
        environ = self.environ()
        if tuple(command) == APP:
            database = Paths.of(environ).database
            database.parent.mkdir(parents=True)
            shutil.copy(_stored(self._place, messages), database)
        return Program(command, environ, size)

    def environ(self) -> dict[str, str]:
        """The environment of a program that nothing else shares files with."""
        self._runs += 1
        home = self._place / f"run{self._runs}"
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "CO_API_KEY": _KEY,
            "CO_API_URL": self.url,
        }


@contextmanager
def opened() -> Iterator[World]:
    """A world, gone with all its files when the block is left."""
    with tempfile.TemporaryDirectory(prefix="cohere-tui-benchmarks-") as place:
        command = [sys.executable, "-m", "benchmarks.server"]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            assert server.stdout is not None
            try:
                yield World(server.stdout.readline().strip(), Path(place))
            finally:
                server.communicate()


def title_of(messages: int) -> str:
    """The title of the conversation of so many messages."""
    return f"Longtalk{messages}"


def last_words_of(messages: int) -> str:
    """The word its last message ends with."""
    return f"lastword{messages}"


@cache
def _stored(place: Path, messages: int) -> Path:
    path = place / f"stored{messages}.db"
    asyncio.run(_store(path, messages))
    return path


async def _store(path: Path, messages: int) -> None:
    store = await Store.open(path)
    settings = Settings(model="command-a-03-2025")
    for number in range(STORED):
        small = await store.create(settings, f"Stored conversation {number}")
        await store.append(small.id, Prompt(text=f"What about number {number}?"))
        await store.append(small.id, _turn(f"It is number {number}."), settings)
    if messages:
        long = await store.create(settings, title_of(messages))
        for number in range(messages - 1):
            said = answer(number, 2_000)
            entry = Prompt(text=f"And number {number}?") if number % 2 else _turn(said)
            await store.append(long.id, entry, settings)
        await store.append(long.id, _turn(last_words_of(messages)), settings)
    await store.close()


def _turn(text: str) -> Turn:
    return Turn(
        model="command-a-03-2025",
        phase=Phase.DONE,
        finish="COMPLETE",
        blocks=(Block(text=Pieces.of(text)),),
    )
