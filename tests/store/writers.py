"""Programs that use a store beside the test: `python -m tests.store.writers what path`."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path

from cohere_tui.state.turn import Phase
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, grown, prompt
from tests.until import PATIENCE_S


def say(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


async def stream(path: Path) -> None:
    """Save a growing answer without end; say the conversation, then each length that was saved."""
    store = await Store.open(path, patience_s=PATIENCE_S)
    conversation = await store.create(SETTINGS, "Streaming")
    say(conversation.id)
    turn = answer("", Phase.WAITING)
    await store.append(conversation.id, turn)
    while True:
        turn = grown(turn, "word ")
        await store.save(conversation.id, turn)
        say(str(len(turn.text)))


async def hold(path: Path) -> None:
    """Save half an answer, say the conversation, and live until the input ends; then say so."""
    store = await Store.open(path, patience_s=PATIENCE_S)
    conversation = await store.create(SETTINGS, "Held")
    turn = grown(answer("", Phase.WAITING), "half an answer")
    await store.save(conversation.id, turn)
    say(conversation.id)
    await asyncio.to_thread(sys.stdin.readline)
    await store.save(conversation.id, grown(turn, " and more"))
    say("saved")
    await asyncio.to_thread(sys.stdin.readline)
    await store.close()


async def many(path: Path) -> None:
    """Write a conversation of fifty entries, one at a time."""
    store = await Store.open(path, patience_s=PATIENCE_S)
    conversation = await store.create(SETTINGS, "Many")
    for number in range(50):
        await store.append(conversation.id, prompt(f"prompt {number}"))
    await store.close()
    say(conversation.id)


def lock(path: Path) -> None:
    """Hold the file, as another program may, until the input ends."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    say("locked")
    sys.stdin.readline()
    connection.close()


def main() -> None:
    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "lock":
        lock(path)
    else:
        asyncio.run({"stream": stream, "hold": hold, "many": many}[what](path))


if __name__ == "__main__":
    main()
