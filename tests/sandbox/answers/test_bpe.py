"""The encodings: every text comes back, and other programs find the same ids."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from cohere_tui.sandbox.answers import bpe
from cohere_tui.sandbox.answers.tokenizer_file import tokenizer_file
from tests.sandbox.answers.training import MERGES, learned, written

ENCODINGS = [
    pytest.param(encoding, id=name)
    for name, encoding in {"newest": bpe.NEWEST, "older": bpe.OLDER, "oldest": bpe.OLDEST}.items()
]
ANY_TEXT = st.text(st.characters(codec=None)) | st.text(
    "ab 's\n\t0129,.:-—…é日\ud800\udc00\x00\x85"
)
WHOLE_TEXT = st.text() | st.text("ab 's\n\t0129,.:-—…é日\u00a0\u2009\x00\x1c\x85\r")


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=100)
@given(text=ANY_TEXT)
@example("\ud83d\ude00 \udc00\ud800 \x00 😀")
@example(" " * 40 + "\n" * 20 + "a" * 50)
def test_every_text_comes_back(encoding: bpe.Encoding, text: str) -> None:
    assert bpe.decode(bpe.encode(text, encoding), encoding) == text


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=50)
@given(text=WHOLE_TEXT)
def test_the_pieces_of_ascii_are_the_text(encoding: bpe.Encoding, text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert "".join(bpe.pieces_of(bpe.encode(plain, encoding), encoding)) == plain


@pytest.mark.parametrize("word", ["the", "hello", "water", "because", "question", "token"])
def test_a_common_word_is_one_token(word: str) -> None:
    assert bpe.pieces_of(bpe.encode(f" {word}")) == [f" {word}"]


def test_a_part_of_a_character_is_shown_as_one() -> None:
    ids = bpe.encode("\U0001f9ed")
    assert len(ids) > 1
    assert set(bpe.pieces_of(ids)) == {"\ufffd"}
    assert bpe.decode(ids[:-1]) == "\ufffd"


@pytest.mark.parametrize("number", [-1, 10**9, len(bpe.vocabulary().tokens)])
def test_an_id_that_there_is_not(number: int) -> None:
    with pytest.raises(ValueError, match=f"token id {number} "):
        bpe.decode([5, number])
    with pytest.raises(ValueError, match=f"token id {number} "):
        bpe.pieces_of([number])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("part", ["a", " ", "日", "\n!", "\x00", "1"])
def test_what_is_put_together_at_once_stays_short(part: str, encoding: bpe.Encoding) -> None:
    text = part * 65_536
    pieces = bpe.cut(text, encoding)
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 21
    assert bpe.decode(bpe.encode(text, encoding), encoding) == text


def test_the_merges_are_learned_from_the_text() -> None:
    lines = written(learned(200)).splitlines()
    assert lines == MERGES.read_text("utf-8").splitlines()[:200]


def test_no_token_is_made_twice() -> None:
    tokens = bpe.vocabulary().tokens
    assert len(set(tokens)) == len(tokens) == 256 + len(bpe.vocabulary().made)


@cache
def other(encoding: bpe.Encoding) -> Tokenizer:
    return Tokenizer.from_str(tokenizer_file(encoding).decode())


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=100)
@given(text=WHOLE_TEXT)
@example(MERGES.with_name("words.py").read_text("utf-8") * 3)
def test_other_programs_find_the_same_ids(encoding: bpe.Encoding, text: str) -> None:
    ids = other(encoding).encode(text, add_special_tokens=False).ids
    assert ids == bpe.encode(text, encoding)
    assert other(encoding).decode(ids) == text
