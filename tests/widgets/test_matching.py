"""What fits what is typed, and what comes first."""

from __future__ import annotations

import pytest

from cohere_tui.widgets.matching import match


def best(query: str, *lines: str) -> list[str]:
    found = [(fit.score, line) for line in lines if (fit := match(query, line)) is not None]
    return [line for _, line in sorted(found, key=lambda pair: -pair[0])]


def test_the_start_wins_then_a_word_then_the_middle_then_letters() -> None:
    lines = ("rename the chat", "new chat", "unrename", "n-e-w", "knew it")
    assert best("new", *lines) == ["new chat", "knew it", "n-e-w"]
    assert best("re", "are", "the rest", "rest") == ["rest", "the rest", "are"]


def test_every_word_must_fit() -> None:
    assert best("command vision", "command-a-vision", "command-a") == ["command-a-vision"]


def test_marks_are_the_letters_that_fit() -> None:
    fit = match("ca", "command-a")
    assert fit is not None
    assert fit.marks == (0, 4)
    fit = match("A", "cat a")
    assert fit is not None
    assert fit.marks == (4,)


def test_marks_never_leave_the_line() -> None:
    fit = match("i", "İİİi")
    assert fit is not None
    assert all(mark < 4 for mark in fit.marks)


@pytest.mark.parametrize(("query", "line"), [("x", ""), ("ba", "ab"), ("a" * 30, "a" * 29)])
def test_what_does_not_fit(query: str, line: str) -> None:
    assert match(query, line) is None


def test_a_hostile_line_costs_no_more_than_its_length() -> None:
    assert match("a" * 40 + "b", "a" * 100_000) is None


def test_nothing_typed_fits_all() -> None:
    assert match("", "anything") == (0, ())
