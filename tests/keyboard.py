"""Typing without waiting for each letter, as a fast person does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.keys import _character_to_key

from tests.quiet import painted

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

_BETWEEN_KEYS_S = 0.1


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a text; a line break is `ctrl+j`. Only the last key is waited for.

    `pilot.press` waits until the app is idle after every key, which for a long text takes most of
    a minute.
    """
    await painted(pilot.app)
    for place, letter in enumerate(text):
        key = Key("ctrl+j" if letter == "\n" else _character_to_key(letter), letter)
        key.time -= (len(text) - place) * _BETWEEN_KEYS_S  # all at once would be a paste
        pilot.app.post_message(key)
    await pilot.pause()


def at_once(app: App[Any], *keys: str) -> None:
    """Keys that come in one read, as over a slow line: nothing is waited for between them."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))
