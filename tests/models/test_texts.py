"""Texts of bounded length."""

from __future__ import annotations

from typing import Annotated

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.texts import of_length
from cohere_tui.models.wire import Sent


class Note(Sent):
    text: Annotated[str, of_length(2, 1_000)]


def test_a_text_within_its_bounds_is_kept() -> None:
    for text in ("ab", "😀\x00", "é" * 1_000):
        assert Note.of({"text": text}).text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a", "text: has 1 characters; allowed: 2 to 1,000"),
        ("", "text: has 0 characters; allowed: 2 to 1,000"),
        ("a" * 1_001, "text: has 1,001 characters; allowed: 2 to 1,000"),
        ("ab\ud800", r"text: holds half a character (\ud800 at 2)"),
        (5, "text: found 5; allowed: a text"),
        (None, "text: found None; allowed: a text"),
    ],
)
def test_what_it_cannot_be(text: object, said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        Note.of({"text": text})
    assert str(caught.value) == said
    assert caught.value.field == "text"
