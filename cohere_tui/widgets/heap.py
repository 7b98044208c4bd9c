"""Keys that come in a heap: what a paste is where the terminal does not mark pastes.

A serial line, an old terminal or `tmux send-keys` brings a pasted text as keys, thousands at once.
Textual works for each of them (500 lines: 17 s), each line break would send, each letter would be
a command where nothing is written. So keys are told apart by how they come:

- A *burst* is keys without a pause of 15 ms between them. One of fewer than 8 is somebody typing.
- A burst of `HEAP_KEYS` or more letters, line breaks and tabs is a *heap*: one `Paste`, as a
  terminal that marks pastes would have sent. No line break of it sends, not even the last one, and
  control characters and cursor keys among its letters do nothing.
- A shorter burst stays keys: over a slow line it may be somebody typing, and `enter` sends.
- One key again and again is a key held down, on a line that stalled: only `HELD_KEYS` of it are a
  heap.
- Letters and line breaks within `AFTERWARDS_S` of a heap belong to it: a network delivers in parts.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.events import Key, Paste

from cohere_tui.widgets.burst import BURST_GAP_S, BURST_KEYS
from cohere_tui.widgets.pastes import FOLD_ABOVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.message import Message

HEAP_KEYS = 100
"""So many keys in one go are a paste: typing them takes ten seconds and more."""

HELD_KEYS = 1_000
"""So many of one key: held down, that is half a minute."""

AFTERWARDS_S = 0.25
"""What comes so soon after a heap is the rest of it; nobody reads what they pasted as quickly."""

PIECE_S = 0.5
"""A heap that takes longer is shown in pieces, unless it is so long that it will be folded."""

_WHITE = {"enter": "\r", "ctrl+j": "\n", "tab": "\t"}
_MODIFIED = ("alt+", "ctrl+", "super+", "meta+", "hyper+")


class Heaps:
    """Makes pastes of heaps; all else passes in its order, and at once unless a burst goes on."""

    def __init__(self) -> None:
        self._held: list[Message] = []
        self._since = 0.0
        """When the first of what is held came."""
        self._letters = 0
        """How many of what is held are text."""
        self._quiet = float("inf")
        """How long no key has come."""
        self._keys = 0
        """How much text there was in this burst."""
        self._kinds: set[str] = set()
        self._is_heap = False
        self._until = float("-inf")
        """When the last heap is certainly over."""

    @property
    def waits(self) -> bool:
        """Whether something is held until there is a pause."""
        return bool(self._held)

    def take(self, messages: Sequence[Message], *, pause: float, now: float) -> list[Message]:
        """What to do by now. `messages` came `now`, after a `pause` in which nothing came.

        Without messages it was a pause only, and what was held is let go when it was long enough.
        """
        due: list[Message] = []
        self._quiet += pause
        if self._quiet >= BURST_GAP_S:
            due = self._let_go(now)
            self._begin(now)
        for message in messages:
            self._note(message)
        if messages and not self._held:
            self._since = now
        self._held += messages
        if not self._gathers(now):
            due += self._let_go(now)
        return due

    def _begin(self, now: float) -> None:
        self._keys = 0
        self._kinds.clear()
        self._is_heap = now < self._until

    def _note(self, message: Message) -> None:
        if isinstance(message, Key):
            self._quiet = 0.0
        text = _text(message)
        if text:
            self._keys += 1
            self._letters += 1
            self._kinds.add(text)

    def _gathers(self, now: float) -> bool:
        """Whether more may come that belongs to what is held."""
        if self._keys < BURST_KEYS or len(self._kinds) == 1:
            return False
        if any(not isinstance(message, Key) for message in self._held[-1:]):
            return False
        return now - self._since < PIECE_S or self._letters > FOLD_ABOVE

    def _let_go(self, now: float) -> list[Message]:
        held, self._held, self._letters = self._held, [], 0
        least = HEAP_KEYS if len(self._kinds) > 1 else HELD_KEYS
        self._is_heap = self._is_heap or self._keys >= least
        if not self._is_heap or not held:
            return held
        if self._keys < BURST_KEYS:  # somebody types already
            return list(_pasted(held))
        self._until = now + AFTERWARDS_S
        return list(_pasted(one for one in held if _text(one) or not isinstance(one, Key)))


def _text(message: Message) -> str:
    """What a message writes; nothing unless it is a key for a letter, a line break or a tab."""
    if not isinstance(message, Key):
        return ""
    if message.is_printable and not message.key.startswith(_MODIFIED):
        return message.character or ""
    return _WHITE.get(message.key, "")


def _pasted(messages: Iterable[Message]) -> Iterator[Message]:
    """The same, but keys of text that follow each other are one paste."""
    for written, some in groupby(messages, key=lambda one: bool(_text(one))):
        if written:
            yield Paste("".join(map(_text, some)))
        else:
            yield from some
