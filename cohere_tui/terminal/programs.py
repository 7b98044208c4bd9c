"""Small outside programs: fed through stdin, which others cannot see, and not waited for long."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE_S = 2.0


async def feed(words: Sequence[str], data: bytes, environ: Mapping[str, str]) -> bool:
    """Give `data` to a program; whether it took it, ended well and in time."""
    return await _run(words, data, environ, answer=False) is not None


async def ask(words: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """What a program prints; None when it is missing, fails or takes too long."""
    answer = await _run(words, b"", environ, answer=True)
    return None if answer is None else answer.decode(errors="replace")


async def _run(
    words: Sequence[str], data: bytes, environ: Mapping[str, str], *, answer: bool
) -> bytes | None:
    try:
        # Clipboard tools stay behind to serve the text: they hold no pipe of ours, and outlive
        # the terminal in a session of their own.
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=PIPE,
            stdout=PIPE if answer else DEVNULL,
            stderr=DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(PATIENCE_S):
            printed, _ = await process.communicate(data)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return (printed or b"") if process.returncode == 0 else None
