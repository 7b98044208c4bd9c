"""Text from outside is harmless after `plain`, and loses nothing that can be read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.plain import one_line, plain


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("a\x1b[31mred", "a␛[31mred"),
        ("\x9b31m", "‹U+009B›31m"),
        ("bell\x07", "bell␇"),
        ("one\r\ntwo\rthree", "one\ntwo␍three"),
        ("abc\u202edef", "abc‹U+202E›def"),
        ("half \ud83d character", "half \ufffd character"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("tab\tstays", "tab\tstays"),
        ("[/red] [@click=app.quit]x", "[/red] [@click=app.quit]x"),
    ],
)
def test_what_could_act_is_made_visible(text: str, harmless: str) -> None:
    assert plain(text) == harmless


def test_the_flag_of_england_stays_whole() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert plain(flag) == flag


@given(st.text(st.characters(codec=None)))
def test_nothing_is_left_that_a_terminal_would_obey(text: str) -> None:
    harmless = plain(text)
    assert all(
        unicodedata.category(char) not in {"Cc", "Cs"} or char in "\n\t" for char in harmless
    )
    assert not set(harmless) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert plain(harmless) == harmless
    harmless.encode()


@given(st.text())
def test_one_line_is_one_short_line(text: str) -> None:
    line = one_line(text, 20)
    assert len(line) <= 20
    assert "\n" not in line


def test_a_long_line_ends_with_an_ellipsis() -> None:
    assert one_line("word " * 100, 10) == "word word…"
