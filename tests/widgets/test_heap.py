from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from textual.events import Key, MouseScrollDown, Paste
from textual.keys import _character_to_key

from cohere_tui.widgets.burst import BURST_GAP_S, BURST_KEYS
from cohere_tui.widgets.heap import AFTERWARDS_S, HEAP_KEYS, HELD_KEYS, PIECE_S, Heaps
from cohere_tui.widgets.terminal_keys import TerminalGoneError, TerminalKeys
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.message import Message

LINES = "".join(f"line {number}\r" for number in range(100))
SOON = BURST_GAP_S / 2
LATER = AFTERWARDS_S * 2


def keys(text: str) -> list[Message]:
    names = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x03": "ctrl+c", "\x7f": "backspace"}
    return [Key(names.get(one) or _character_to_key(one), one) for one in text]


def seen(messages: Sequence[Message]) -> list[str]:
    """Pastes as `<text>`, keys by their names."""
    return [
        f"<{one.text}>" if isinstance(one, Paste) else one.key if isinstance(one, Key) else "mouse"
        for one in messages
    ]


class Line:
    """A line on which reads come with pauses between them; `due` is all that came of them."""

    def __init__(self) -> None:
        self.heaps = Heaps()
        self.now = 100.0
        self.due: list[str] = []

    def brings(self, *messages: Message, after: float = LATER) -> list[str]:
        self.now += after
        new = seen(self.heaps.take(messages, pause=after, now=self.now))
        self.due += new
        return new

    def rests(self) -> list[str]:
        return self.brings(after=LATER)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.mark.parametrize("text", ["h", "hello\r", "y\ry\r"])
def test_a_few_keys_of_one_read_pass_at_once(line: Line, text: str) -> None:
    assert line.brings(*keys(text)) == seen(keys(text))
    assert not line.heaps.waits


def test_what_a_fast_person_types_on_a_line_that_stalls_stays_keys(line: Line) -> None:
    typed = keys(f"{'what is a tide mill, then?'[: BURST_KEYS * 3]}\r")
    assert line.brings(*typed) == []
    assert line.rests() == seen(typed)
    assert line.due[-1] == "enter"


def test_a_heap_is_a_paste_and_none_of_its_enters_is_one(line: Line) -> None:
    assert line.brings(*keys(LINES)) == []
    assert line.rests() == [f"<{LINES}>"]


@pytest.mark.parametrize(("length", "is_heap"), [(HEAP_KEYS - 1, False), (HEAP_KEYS, True)])
def test_a_heap_begins_with_so_many_keys(line: Line, length: int, is_heap: bool) -> None:
    line.brings(*keys(LINES[:length]))
    line.rests()
    assert (len(line.due) == 1) is is_heap


def test_a_heap_may_come_in_many_reads(line: Line) -> None:
    for start in range(0, len(LINES), 30):
        line.brings(*keys(LINES[start : start + 30]), after=SOON)
    line.rests()
    assert line.due == [f"<{LINES}>"]


def test_a_slow_heap_is_shown_in_pieces(line: Line) -> None:
    for start in range(0, len(LINES), 4):
        line.brings(*keys(LINES[start : start + 4]), after=PIECE_S / 80)
    line.rests()
    assert line.due[:4] == ["l", "i", "n", "e"]
    pieces = line.due[4:]
    assert len(pieces) > 1
    assert "line" + "".join(piece[1:-1] for piece in pieces) == LINES


def test_what_a_network_delivers_late_still_belongs_to_it(line: Line) -> None:
    line.brings(*keys(LINES))
    line.brings(after=SOON * 3)
    assert line.brings(*keys("x\r"), after=AFTERWARDS_S / 2) == ["<x\r>"]
    assert line.brings(*keys("\x03"), after=SOON * 3) == ["ctrl+c"]
    assert line.brings(*keys("\r")) == ["enter"]


def test_nothing_but_text_of_a_heap_is_acted_on(line: Line) -> None:
    line.brings(*keys(f"{LINES}\x03a\tb\x7f"), Key("up", None), Key("alt+d", "d"), *keys("c\n"))
    assert line.rests() == [f"<{LINES}a\tbc\n>"]


def test_what_is_no_key_keeps_its_place(line: Line) -> None:
    mouse = MouseScrollDown(None, 1, 1, 0, 0, 0, False, False, False)
    line.brings(*keys(LINES))
    assert line.brings(mouse, *keys("x"), after=SOON) == []
    assert line.rests() == [f"<{LINES}>", "mouse", "<x>"]
    assert line.brings(mouse) == ["mouse"]


def test_a_key_held_down_is_no_paste_and_never_waits(line: Line) -> None:
    for _ in range(HELD_KEYS // 5):
        assert line.brings(*keys("jj"), after=SOON) == ["j", "j"]
    line.rests()
    assert line.brings(*keys("x" * HELD_KEYS)) == [f"<{'x' * HELD_KEYS}>"]


# -- in a real terminal ----------------------------------------------------------------------------


@pytest.fixture
def terminal() -> Iterator[tuple[int, TerminalKeys]]:
    ours, theirs = os.pipe()
    read = TerminalKeys(ours)
    yield theirs, read
    read.close()
    os.close(ours)


def brought(read: TerminalKeys, enough: int) -> list[Message]:
    found: list[Message] = []
    deadline = time.monotonic() + PATIENCE_S
    while len(found) < enough and time.monotonic() < deadline:
        found += read.read()
    return found


def arrived(read: TerminalKeys, enough: int) -> list[str]:
    return seen(brought(read, enough))


def test_bytes_are_understood(terminal: tuple[int, TerminalKeys]) -> None:
    theirs, read = terminal
    os.write(theirs, "ä\x1b[A\x1b[1;5C\x1bb\x1b[M !!\x1b[200~p\rq\x1b[201~\x1b[<64;1;1M".encode())
    assert arrived(read, 6) == ["ä", "up", "ctrl+right", "ctrl+left", "<p\rq>", "mouse"]
    os.write(theirs, b"\x1b")
    assert arrived(read, 1) == ["escape"]


def test_half_a_letter_waits_for_its_other_half(terminal: tuple[int, TerminalKeys]) -> None:
    theirs, read = terminal
    os.write(theirs, "ä".encode()[:1])
    assert read.read() == []
    os.write(theirs, "ä".encode()[1:])
    assert arrived(read, 1) == ["ä"]


def test_colours_and_commands_of_a_heap_are_not_written(
    terminal: tuple[int, TerminalKeys],
) -> None:
    theirs, read = terminal
    os.write(theirs, f"{LINES}\x1b[31;1mred\x1b[0m\x1b[2J\x1b[K \x1b\x1b\x1b[5n\x00\x07.".encode())
    assert arrived(read, 1) == [f"<{LINES}red .>"]


def test_keys_of_one_read_came_at_one_time_however_long_they_take_to_understand(
    terminal: tuple[int, TerminalKeys],
) -> None:
    theirs, read = terminal
    os.write(theirs, b"one\rtwo\x1b[A.")
    keys = ["o", "n", "e", "enter", "t", "w", "o", "up", "full_stop"]
    messages = brought(read, len(keys))
    assert seen(messages) == keys
    assert len({message.time for message in messages}) == 1


def test_a_terminal_that_hangs_up_is_gone(terminal: tuple[int, TerminalKeys]) -> None:
    theirs, read = terminal
    os.close(theirs)
    with pytest.raises(TerminalGoneError):
        read.read()
