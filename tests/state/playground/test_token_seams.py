"""Long texts: their parts overlap, and their tokens meet; where they do not, it is said."""

from __future__ import annotations

import pytest

from cohere_tui.sandbox.answers.bpe import decode, encode, pieces_of
from cohere_tui.state.playground.token_seams import Pieces, chunks_of, joined, spans_of
from cohere_tui.state.playground.tokens import Tokens

PROSE = "The tide mill at Carew ground corn, and later bone meal: 日本 für 1,204 Häfen. 🦀\n\n"


def pieces(text: str) -> Pieces:
    return tuple(zip(encode(text), pieces_of(encode(text)), strict=True))


@pytest.mark.parametrize(
    ("size", "spans"),
    [
        (1, ((0, 1),)),
        (100, ((0, 100),)),
        (101, ((0, 100), (90, 101))),
        (190, ((0, 100), (90, 190))),
        (191, ((0, 100), (90, 190), (180, 191))),
    ],
)
def test_parts_have_some_text_in_common(size: int, spans: object) -> None:
    assert spans_of("x" * size, 100, 10) == spans


def test_no_text_is_one_part() -> None:
    assert spans_of("") == ((0, 0),)


def test_the_parts_are_as_long_as_the_api_allows() -> None:
    assert spans_of("x" * 65_536) == ((0, 65_536),)
    assert spans_of("x" * 100_000) == ((0, 65_536), (64_536, 100_000))


def test_the_whole_has_the_tokens_that_it_would_have_had() -> None:
    text = "".join(PROSE.replace("1,204", str(number * 7919)) for number in range(120))
    spans = spans_of(text, 2_003, 400)
    whole = joined(text, spans, [pieces(text[slice(*span)]) for span in spans])
    assert whole.pieces == pieces(text)
    assert whole.doubts == ()
    # Of parts that came so far, the tokens of their text.
    some = joined(text, spans, [pieces(text[slice(*span)]) for span in spans[:2]])
    assert some.pieces == pieces(text[: spans[1][1]])


def test_parts_that_do_not_meet_are_told() -> None:
    text = PROSE * 25
    spans = spans_of(text, 1_000, 300)
    parts = [pieces(text[slice(*span)]) for span in spans]
    parts[1] = tuple((token + 10_000, string) for token, string in parts[1])
    whole = joined(text, spans, parts)
    assert whole.doubts == (spans[1][0], spans[2][0])
    assert "".join(string for _, string in whole.pieces if "\ufffd" not in string)[:20] == text[:20]
    lost = joined(text, spans, [((1, ""),), *parts[1:]])
    assert lost.doubts[0] == spans[1][0]


def test_ids_are_grouped_where_no_character_is_parted() -> None:
    many = Tokens.of("a日b日c", pieces("a日b日c"))
    groups = chunks_of(many, 3)
    assert [token for group in groups for token in group] == list(many.ids)
    assert [decode(group) for group in groups] == ["a", "日", "b", "日", "c"]
    assert chunks_of(many) == (many.ids,)
    assert chunks_of(Tokens.of("日", pieces("日")), 2) == ((230, 151), (165,))  # no other way
    assert chunks_of(Tokens("")) == ()
