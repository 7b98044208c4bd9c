"""What a tokenizer made of a text: counted, priced, checked, and held beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.config.values import Price
from cohere_tui.sandbox.answers.bpe import encode, pieces_of
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.state.playground.cost import rate_of
from cohere_tui.state.playground.token_differences import apart, beside, compared, sheet_of
from cohere_tui.state.playground.token_numbers import doubts_of, headline, numbers_of
from cohere_tui.state.playground.token_words import ASCII_MARKS, quoted, shaped
from cohere_tui.state.playground.tokenized import Side, Tokenized

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = "the tide, the mill and the  Häfen 🦀"


def side(text: str = TEXT, **more: Any) -> Side:
    ids = tuple(encode(text))
    given = {"model": "command-a", "text": text, "tokens": ids, "strings": tuple(pieces_of(ids))}
    return Side(**{**given, **more})


def cut(model: str, *strings: str) -> Side:
    """Another model's tokens; the same words have the same ids."""
    ids = tuple(sum(map(ord, string)) for string in strings)
    return Side(model=model, text="".join(strings), tokens=ids, strings=strings)


def facts(one: Side, prices: Mapping[str, Price] | None = None) -> dict[str, Fact]:
    lines = numbers_of(one, prices or {})
    return {line.label: line for line in lines if isinstance(line, Fact)}


def test_what_is_counted() -> None:
    one = side()
    found = facts(one)
    count = len(one.tokens)
    assert found["tokens"].value == str(count)
    assert found["characters"].value == f"35, {35 / count:.2f} per token"
    assert found["bytes"].value == f"39, {39 / count:.2f} per token"
    assert found["words"].value == f"8, {count / 8:.2f} tokens per word"
    assert found["parts of characters"].value.startswith("5 tokens")  # of ä and of the crab
    assert found["·the"].value == f"2 times, {2 / count:.0%}; id {encode(' the')[0]}"
    assert (
        headline(one) == f"{count} tokens · 35 characters · {35 / count:.2f} characters per token"
    )
    assert doubts_of(one) == ""


def test_costs_and_how_to_set_a_price() -> None:
    one = side()
    unpriced = facts(one)["price"]
    assert "none is set for command-a" in unpriced.value
    assert unpriced.copied.startswith('[prices."command-a"]')
    priced = facts(one, {"command-a": Price(input=1_000.0)})
    assert priced["as input"].value.startswith(f"$0.0{len(one.tokens)}, a thousand times $")
    assert priced["as output"].value == "has no price in config.toml"
    assert "price" not in priced


def test_nothing_to_count() -> None:
    lines = numbers_of(Side(model="m"), {})
    assert Heading("m") in lines
    assert Fact("tokens", "0") in lines
    assert headline(Side()) == "0 tokens · 0 characters"


@pytest.mark.parametrize(
    ("one", "told", "tone"),
    [
        (side(), "was not checked", Tone.QUIET),
        (side(back=TEXT), "the tokens say exactly this text", Tone.READY),
        (side(back=TEXT.upper()), "from character 1 on: “THE TIDE, THE MILL AND T”", Tone.WARNING),
        (side(back=TEXT + "\n"), "from character 36 on: '\\n' instead of its end", Tone.WARNING),
        (side(from_ids=True, again=tuple(encode(TEXT))), "exactly these tokens", Tone.READY),
        (side(from_ids=True, again=(1, 2)), "has other tokens, 2 instead of", Tone.WARNING),
    ],
)
def test_the_way_back_is_told_plainly(one: Side, told: str, tone: Tone) -> None:
    assert told in one.check[0]
    assert one.check[1] is tone
    assert facts(one)["the way back"].value == one.check[0]


def test_what_is_in_doubt_is_told() -> None:
    assert "do not meet near character 64,536" in doubts_of(side(doubts=(64_536,), requests=2))
    assert "ids without what they say" in doubts_of(side(strings=()))
    assert "only known when the way back" in doubts_of(side(from_ids=True, strings=()))
    assert doubts_of(side(from_ids=True, strings=(), again=(1,))) == ""
    added = Side(model="m", text="a", tokens=(1, 2), strings=("<BOS>", "a"))
    assert doubts_of(added).startswith("1 token of 2")
    assert any(isinstance(line, Note) for line in numbers_of(added, {}))
    several = facts(side(requests=3))["parts of the text"]
    assert several.value == "3 that overlap; their tokens meet"


def test_it_is_kept_as_it_was() -> None:
    answer = Tokenized(sides=(side(back=TEXT), side(from_ids=True, again=(1,))), warning="w")
    assert len(answer.first.placed) == len(answer.first.tokens)  # which is not kept
    kept = answer.model_dump(mode="json")
    assert set(kept["sides"][0]) == set(Side.model_fields)
    assert Tokenized.model_validate(kept) == answer
    assert Tokenized.model_validate({"sides": None}).first == Side()


def test_two_models() -> None:
    ours, theirs = cut("a", "tide", " mill", "s"), cut("b", "ti", "de", " mill", "s")
    found = apart(ours.placed, theirs.placed)
    assert (found.ours, found.theirs) == (frozenset({0}), frozenset({0, 1}))
    assert beside(ours, theirs).startswith("b has 1 (33.3%) more; 1 and 2 stand at places")
    assert beside(theirs, ours).startswith("a has 1 (25.0%) fewer;")
    assert beside(ours, ours) == "Both have 3 tokens, the same ids, cut at the same places."
    other_ids = ours.model_copy(update={"tokens": (1, 2, 3)})
    assert beside(ours, other_ids).endswith("with other ids, cut at the same places.")
    assert beside(ours, cut("c", "x")).endswith("They say different texts.")
    assert beside(Side(), Side(model="c", tokens=(1,))).startswith("c has 1 more")


def test_two_runs() -> None:
    before, after = cut("a", "the", " tide", " mill"), cut("a", "the", " ebb", " tide", " mi", "ll")
    found = compared((before,), (after,))
    assert found.sheet.rows == (
        (None, None, 2, " ebb"),
        (3, " mill", 4, " mi"),
        (None, None, 5, "ll"),
    )
    assert Fact("tokens", "3 → 5 (+2)") in found.facts
    same = compared((before,), (before,))
    assert same.sheet.rows == ()
    assert Fact("tokens", "3, as before") in same.facts
    assert compared((), (before,)).facts == ()


def test_two_long_runs_are_compared_in_time() -> None:
    before = Side(text="", tokens=tuple(range(5_000)))
    after = Side(text="", tokens=tuple(range(9_000, 1_000, -2)))
    assert len(compared((before,), (after,)).sheet.rows) >= 4_000


def test_rows_for_a_file() -> None:
    one = cut("a", "tide", " mill")
    assert sheet_of((one,)).columns == ("place", "id", "token")
    assert sheet_of((one,)).rows[1] == (2, one.tokens[1], " mill")
    assert sheet_of((one, one)).columns == ("model", "place", "id", "token")
    assert sheet_of((Side(tokens=(7,)),)).rows == ((1, 7, ""),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tide", "tide"),
        (" a  b", "·a··b"),
        ("\n\t", "↵⇥"),
        ("é日", "é日"),
        ("\u0301a", "◌\u0301a"),
        ("e\u0301", "e\u0301"),
        ("\u200d", "‹U+200D›"),
        ("\u202e", "‹U+202E›"),
        ("\x1b[31m", "␛[31m"),
        ("\r\u2028", "␍‹U+2028›"),
        ("\xa0", "‹U+00A0›"),
        ("\U0001f3fd", "◌\U0001f3fd"),
        ("\U000e0041", "‹U+E0041›"),
        ("", ""),
    ],
    ids=ascii,
)
def test_every_character_is_visible(text: str, shown: str) -> None:
    assert shaped(text) == shown


def test_without_signs_of_our_own_there_are_letters() -> None:
    assert shaped(" a\n\t", ASCII_MARKS) == "_a\\n\\t"
    assert quoted("x" * 100, 10) == "xxxxxxxxxx…"


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (2.5, "$2.50"),
        (10, "$10.00"),
        (0.0375, "$0.0375"),
        (1234567.5, "$1,234,567.50"),
        (0, "$0.00"),
    ],
)
def test_a_price_keeps_all_its_digits(rate: float, told: str) -> None:
    assert rate_of(rate) == told
