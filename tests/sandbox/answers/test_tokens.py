"""Token pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.tokens import count, cut, logprob, pieces, token_id

TEXT = st.text(st.characters(codec=None), max_size=200)


@given(TEXT)
def test_pieces_join_to_the_text(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    assert all(found)
    assert count(text) == len(found)


def test_pieces_are_natural() -> None:
    assert pieces("Tide mills, 2026.\n\nHe said: “no”") == [
        *("Tide", " mills", ",", " 202", "6", "."),
        *("\n\n", "He", " said", ":", " “", "no", "”"),
    ]


@given(TEXT)
def test_tokens_have_stable_numbers(text: str) -> None:
    assert token_id(text) == token_id(text)
    assert logprob(text, 3) == logprob(text, 3) <= 0


def test_megabytes_are_estimated() -> None:
    text = "tide mills " * 500_000
    assert abs(count(text) - 1_000_000) < 10_000


@given(text=TEXT, most=st.integers(1, 12), from_start=st.booleans())
def test_a_text_is_cut_between_tokens(text: str, most: int, from_start: bool) -> None:
    shorter, tokens, over = cut(text, most, from_start=from_start)
    assert tokens == len(pieces(text)) - over == min(len(pieces(text)), most)
    assert text.endswith(shorter) if from_start else text.startswith(shorter)
    assert (shorter == text) == (not over)
