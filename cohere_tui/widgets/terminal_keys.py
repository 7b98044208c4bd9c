"""What the terminal sends, read and understood."""

from __future__ import annotations

import os
import re
import selectors
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys

from cohere_tui.widgets.burst import BURST_GAP_S
from cohere_tui.widgets.heap import Heaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

_LOOK_EVERY_S = 0.1
"""How long to wait for keys before looking whether anyone still wants them; Textual's own."""

_MOST_BYTES = 65_536

_STRANGE = re.compile(r"\x1b\[[\d;:]*[A-LN-Za-z~]")
"""A whole control sequence. Those with an M are the mouse, those with a `?` answers."""


class TerminalGoneError(OSError):
    """The terminal was hung up: nothing will ever be read from it."""


class TerminalParser(XTermParser):
    """Writes no control sequence as text: Textual writes those that it does not know, `^[31m`."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        if sequence == "\x1b":
            return ()
        keys = list(super()._sequence_to_key_events(sequence, alt))
        if not keys and _STRANGE.fullmatch(sequence):
            return (Key(Keys.Ignore, sequence),)
        return keys


class TerminalKeys:
    """Reads a terminal; a heap of keys is a paste."""

    def __init__(self, descriptor: int, *, debug: bool = False) -> None:
        self._descriptor = descriptor
        self._parser = TerminalParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._heaps = Heaps()
        self._selector = selectors.SelectSelector()
        self._selector.register(descriptor, selectors.EVENT_READ)

    def read(self) -> list[Message]:
        """What has been sent, waiting a moment for it. `TerminalGoneError` when it is gone."""
        pause = self._wait(BURST_GAP_S if self._heaps.waits else _LOOK_EVERY_S)
        messages: list[Message] = []
        if pause is not None:
            data = os.read(self._descriptor, _MOST_BYTES)
            if not data:
                raise TerminalGoneError
            text = self._decode(data)
            if text:
                messages += self._parser.feed(text)
        messages += self._parser.tick()
        now = time.monotonic()
        for message in messages:
            message.time = now  # of one read; a pause in understanding them was none in typing
        return self._heaps.take(messages, pause=float("inf") if pause is None else pause, now=now)

    def close(self) -> None:
        """Read no more; what was only half sent is dropped."""
        self._selector.close()

    def _wait(self, at_most_s: float) -> float | None:
        """How long nothing was there to read; none when nothing came at all.

        What was there already came without a pause, however late this thread gets to it.
        """
        if self._selector.select(0):
            return 0.0
        began = time.monotonic()
        return time.monotonic() - began if self._selector.select(at_most_s) else None
