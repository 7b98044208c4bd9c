"""Summaries of a text's own sentences."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.extract import Closeness, Length, Wish, summary
from cohere_tui.sandbox.answers.words import words

TEXT = """A tide mill is a mill that is driven by the tide. When the tide rises, the water enters
the mill pond through a gate; when it falls, the gate closes. However, the stored water can only
leave through the wheel, which turns the stones. The miller (often a farmer too) worked by the moon.
He rose at three in one week and at nine in the next. Children slept through the noise. Some mills
were built eight hundred years ago, and they still turn. Others became houses. A few are museums.
In Portugal a tide mill was worked until 1970. Brittany has more mills than any other coast. The
wheel of a tide mill turns for about ten hours a day. Storms broke the gates. Peace mended them.
""".replace("\n", " ")
LENGTHS: tuple[Length, ...] = ("short", "medium", "long")
CLOSENESS: tuple[Closeness, ...] = ("low", "medium", "high")


def count(text: str) -> int:
    return sum(text.count(end) for end in ".!?")


def test_longer_wishes_give_longer_summaries() -> None:
    short, medium, long = (summary(TEXT, Wish(length)) for length in LENGTHS)
    assert (count(short), count(medium)) == (2, 4)
    assert count(medium) < count(long) <= 8
    assert short.startswith("A tide mill is a mill that is driven by the tide.")


def test_bullets_are_lines() -> None:
    lines = summary(TEXT, Wish("short", bullets=True)).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("- ") for line in lines)


def test_the_higher_the_more_literal() -> None:
    def told(closeness: Closeness) -> str:
        return summary(TEXT, Wish(closeness=closeness, command="8 sentences on gates and wheels"))

    assert all(f"{sentence}." in TEXT for sentence in told("high").rstrip(".").split(". "))
    assert "However" in told("high")
    assert "However" not in told("medium")
    assert "through the wheel, which turns" in told("medium")
    assert "through the wheel." in told("low")
    assert len(told("low")) < len(told("medium")) < len(told("high"))


def test_commands_that_are_understood() -> None:
    assert summary(TEXT, Wish(command="in one sentence about Portugal")) == (
        "In Portugal a tide mill was worked until 1970."
    )
    assert count(summary(TEXT, Wish(command="Give me 3 bullet points"))) == 3
    assert len(summary(TEXT, Wish(command="at most 12 words")).split()) <= 12
    assert summary(TEXT, Wish(command="in 2 words")) == "A tide…"
    assert summary(TEXT, Wish(command="as a pirate")) == summary(TEXT, Wish())


@settings(max_examples=50)
@example(text="µ", length="short", closeness="low", command="")
@given(
    text=st.text(min_size=1) | st.text("ab. ,;:(\n"),
    length=st.sampled_from(LENGTHS),
    closeness=st.sampled_from(CLOSENESS),
    command=st.text() | st.sampled_from(["0 sentences", "0 words", "99 points"]),
)
def test_no_word_is_added(text: str, length: Length, closeness: Closeness, command: str) -> None:
    found = summary(text, Wish(length, False, closeness, command))
    assert set(words(found.replace("…", ""))) <= set(words(text))


@pytest.mark.parametrize("text", [" " * 300, "a" * 300, "." * 300, "\n" * 300])
def test_texts_that_say_nothing(text: str) -> None:
    assert len(summary(text, Wish())) <= 301
