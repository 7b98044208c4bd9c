"""Tokens as rows, and tokens that are looked for."""

from __future__ import annotations

from cohere_tui.sandbox.answers.bpe import encode, pieces_of
from cohere_tui.state.playground.token_finding import found_in
from cohere_tui.state.playground.token_rows import listing_of
from cohere_tui.state.playground.tokens import Tokens


def told(text: str) -> Tokens:
    return Tokens.of(text, list(zip(encode(text), pieces_of(encode(text)), strict=True)))


def rows(tokens: Tokens) -> list[list[str]]:
    listing = listing_of(tokens)
    return [[column.cell(row, 0).text for column in listing.columns] for row in listing.rows]


def test_rows_tell_place_id_token_bytes_and_characters() -> None:
    assert rows(told("a 日\n")) == [
        ["1", "97", "a", "1", "1"],
        ["2", "32", "·", "1", "2"],
        ["3", "230", "\ufffd", "1", "3 (part)"],
        ["4", "151", "\ufffd", "1", "3 (part)"],
        ["5", "165", "\ufffd", "1", "3 (part)"],
        ["6", "10", "↵", "1", "4"],
    ]
    odd = Tokens.of("the ﬁsh", [(1, "<BOS>"), (2, "the"), (3, " f"), (4, "ish")])
    assert [row[3:] for row in rows(odd)] == [
        ["?", "none"],
        ["3", "1–3"],
        ["?", "in 4–7"],
        ["?", "in 4–7"],
    ]
    assert rows(Tokens.of("a", [(1, "")]))[0][2] == "?"


def test_the_filter_and_the_order() -> None:
    listing = listing_of(told("the mill, the tide"))
    assert len(listing.filtered("the")) == 2
    assert [row.id for row in listing.sorted_by("id").rows][:1] == [listing.rows[0].id]


def test_words_are_found_across_tokens_and_ids_by_themselves() -> None:
    tokens = told("Häfen, tidewheelwright. HÄFEN")
    words = [tokens.words_of(token) for token in tokens.all]
    found = found_in(tokens, "wheel")
    assert "wheel" in "".join(words[number] for number in sorted(found))
    assert all(words[number] in "tidewheelwright" for number in found)
    assert 0 in found_in(tokens, "häfen")
    assert len(tokens) - 1 in found_in(tokens, "häfen")
    comma = words.index(",")
    assert comma in found_in(tokens, str(tokens.all[comma].id))
    assert found_in(tokens, "") == found_in(tokens, "nowhere") == frozenset()
    added = Tokens.of("a", [(1, "<BOS>"), (2, "a")])
    assert found_in(added, "bos") == {0}
