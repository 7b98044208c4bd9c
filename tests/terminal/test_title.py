"""The title: a text cannot leave it."""

from __future__ import annotations

import pytest

from cohere_tui.terminal.title import LONGEST, title

XTERM = {"TERM": "xterm-256color"}


def test_a_title_is_written() -> None:
    assert title("Tide mills", XTERM) == "\x1b]2;Tide mills\x07"


@pytest.mark.parametrize(
    "text", ["a\x07b", "a\x1b\\b", "a\x9cb", "a\nb\r\nc", "\x1b]52;c;eA==\x07", "\u202ea"]
)
def test_nothing_in_it_acts(text: str) -> None:
    inside = title(text, XTERM).removeprefix("\x1b]2;").removesuffix("\x07")
    assert inside.isprintable()


def test_it_is_not_long() -> None:
    assert len(title("x" * 10_000, XTERM)) == LONGEST + len("\x1b]2;\x07")


@pytest.mark.parametrize("term", ["dumb", "linux", "vt100", ""])
def test_a_terminal_without_a_title_is_sent_nothing(term: str) -> None:
    assert title("x", {"TERM": term}) == ""
