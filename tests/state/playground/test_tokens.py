"""Tokens have their places in the text; where that is in doubt, it is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.bpe import alphabet, encode, pieces_of, vocabulary
from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.tokens import Kind, Tokens

TEXTS = st.text(min_size=1, max_size=60) | st.text(
    st.sampled_from(" \n\tabeü日本語のテ😀👨👩\u200d🇩🇪\u0301\ufffd\ufeff\u2581Ġ#<0x>"),
    min_size=1,
    max_size=60,
)


def cut(text: str) -> list[tuple[int, bytes]]:
    """Tokens with the bytes they are made of."""
    return [(token, vocabulary().tokens[token]) for token in encode(text)]


def told(text: str, *, each: bool = False) -> Tokens:
    """As a server tells them: with U+FFFD for parts of characters, or for each of their bytes."""
    if not each:
        return Tokens.of(text, list(zip(encode(text), pieces_of(encode(text)), strict=True)))
    shown = dict.fromkeys(range(56448, 56576), "�")
    strings = [raw.decode("utf-8", "surrogateescape").translate(shown) for _, raw in cut(text)]
    return Tokens.of(text, list(zip(encode(text), strings, strict=True)))


def no_lies(tokens: Tokens) -> None:
    at = 0
    for token, (_, raw) in zip(tokens.all, cut(tokens.text), strict=True):
        real = (at, at + len(raw))
        at += len(raw)
        if token.fit is Fit.EXACT:
            assert (token.begin, token.end) == real, token
        else:
            assert token.fit is Fit.SHARED, token
            assert token.begin <= real[0] <= real[1] <= token.end, token
    assert "".join(bit.text for bit in tokens.bits()) == tokens.text
    assert [bit.token for bit in tokens.bits()] == list(range(len(tokens)))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.booleans())
def test_no_place_is_a_lie(text: str, each: bool) -> None:
    no_lies(told(text, each=each))


@pytest.mark.parametrize("each", [False, True])
@pytest.mark.parametrize(
    "text",
    ["hello, world", "Häfen  und 🦀\n\n\tx = 1", "日 本 語", "😀😀😀", "e\u0301 \ufffd \ufffd"],
)
def test_everyday_texts_have_sure_places(text: str, each: bool) -> None:
    tokens = told(text, each=each)
    no_lies(tokens)
    assert tokens.doubtful == 0


def test_the_longest_text_of_parts_is_read_in_time() -> None:
    tokens = told("日本語😀ü" * 2_000)
    no_lies(tokens)
    assert 0 < tokens.doubtful < len(tokens)


def strings(*texts: str) -> list[tuple[int, str]]:
    return list(enumerate(texts, 10))


@pytest.mark.parametrize(
    ("text", "pieces", "spans"),
    [
        ("Tide mill", ["▁Tide", "▁mill"], ["Tide", " mill"]),
        (" Tide", ["▁Tide"], [" Tide"]),
        ("a ▁b", ["a", "▁", "▁", "b"], ["a", " ", "▁", "b"]),
        ("é\n", ["<0xC3>", "<0xA9>", "<0x0A>"], ["é", "é", "\n"]),
        ("Tide mills", ["tide", "mill", "##s"], ["Tide", "mill", "s"]),
        ("a\n\n b", ["a", "b"], ["a", "b"]),
        ("<0x0A>", ["<0x0A>"], ["<0x0A>"]),
    ],
)
def test_other_ways_of_writing_tokens(text: str, pieces: list[str], spans: list[str]) -> None:
    tokens = Tokens.of(text, strings(*pieces))
    assert [tokens.words_of(token) for token in tokens.all] == spans
    assert tokens.doubtful == 0
    assert "".join(bit.text for bit in tokens.bits()) == text


def test_letters_for_bytes() -> None:
    text = "Häfen 日"
    letters = alphabet()
    pieces = [(token, "".join(letters[byte] for byte in raw)) for token, raw in cut(text)]
    no_lies(Tokens.of(text, pieces))
    assert Tokens.of(text, pieces).doubtful == 0


def test_marks_of_the_tokenizer_have_no_place() -> None:
    tokens = Tokens.of("hello", strings("<BOS_TOKEN>", "hel", "lo", "</s>"))
    assert [token.fit for token in tokens.all] == [
        Fit.NOWHERE,
        Fit.EXACT,
        Fit.EXACT,
        Fit.NOWHERE,
    ]
    assert tokens.place_of(tokens.all[0]) == "not in the text"
    assert [bit.kind for bit in tokens.bits()] == [Kind.ADDED, Kind.TEXT, Kind.TEXT, Kind.ADDED]


def test_what_is_written_otherwise_shares_a_range_and_the_thread_is_found_again() -> None:
    text = "the ﬁsh swam on"  # the tokenizer takes the ligature apart
    tokens = Tokens.of(text, strings("the", " f", "ish", " swam", " on"))
    assert [token.fit.value for token in tokens.all] == [
        "exact",
        "shared",
        "shared",
        "exact",
        "exact",
    ]
    assert tokens.words_of(tokens.all[1]) == tokens.words_of(tokens.all[2]) == " ﬁsh"
    assert tokens.place_of(tokens.all[1]) == "somewhere in characters 4 to 7"
    assert tokens.bytes_of(tokens.all[1]) is None
    lost = Tokens.of("abc", strings("x", "y"))
    assert [token.fit for token in lost.all] == [Fit.SHARED, Fit.SHARED]
    more = Tokens.of("abc", strings("abc", "d"))
    assert more.all[1].fit is Fit.NOWHERE


def test_a_server_that_sends_no_texts() -> None:
    tokens = Tokens.of("abc", ((1, ""), (2, "")))
    assert not tokens.told
    assert [bit.text for bit in tokens.bits()] == ["", "", "abc"]
    assert Tokens.of("", ()).all == ()


def test_places_are_told_as_one_counts() -> None:
    tokens = told("a\n日b")
    where = [tokens.place_of(token) for token in tokens.all]
    assert where[0] == "character 1, line 1"
    assert where[-1] == "character 4, line 2"
    assert where[2] == "part of character 3, line 2"
    assert tokens.size_of(tokens.all[2]) == "1 byte e6"
    hello = told("hello, world")
    assert hello.place_of(hello.all[2]) == "characters 7 to 12"
    assert hello.size_of(hello.all[2]) == "6 bytes 20 77 6f 72 6c 64"
    assert [hello.at_byte(place) for place in (0, 4, 5, 6, 11, 99)] == [0, 0, 1, 2, 2, 2]
