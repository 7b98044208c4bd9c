"""How long a text is."""

from __future__ import annotations

import pytest

from cohere_tui.state.playground.word_count import words_told


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("", "en", "0 words"),
        ("Tide-mills, don't — they?", "en", "3 words"),
        ("# One\n\n---\n\n<table><tr><td>two</td><td>three</td></tr></table>", "", "3 words"),
        ("a < b and c > d", "", "5 words"),
        ("潮 汐", "zh", "2 characters"),
    ],
)
def test_words(text: str, language: str, told: str) -> None:
    assert words_told(text, language) == told
