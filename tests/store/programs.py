"""Other programs on the same store, as real processes."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

_ROOT = Path(__file__).parent.parent.parent


class Program:
    """A process of `tests.store.writers`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self) -> str:
        """What it says next."""
        assert self._process.stdout is not None
        said = await asyncio.wait_for(self._process.stdout.readline(), 30)
        assert said, "the program ended"
        return said.decode().rstrip()

    async def go_on(self) -> None:
        """Let it do what it waits to do."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()

    async def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()
        await self._process.wait()

    async def ended(self) -> int:
        """Wait for its end; gives its status."""
        return await asyncio.wait_for(self._process.wait(), 30)


@asynccontextmanager
async def program(what: str, path: Path) -> AsyncGenerator[Program, None]:
    """The program `what` at work on the store `path`; killed at the end if it still lives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.store.writers",
        what,
        str(path),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
