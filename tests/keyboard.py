"""Typing without waiting for each letter, as a fast person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.keys import _character_to_key

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a text; a line break is `ctrl+j`. Only the last key is waited for.

    `pilot.press` waits until the app is idle after every key, which for a long text takes most of
    a minute.
    """
    for letter in text:
        name = "ctrl+j" if letter == "\n" else _character_to_key(letter)
        pilot.app.post_message(Key(name, letter))
    await pilot.pause()
