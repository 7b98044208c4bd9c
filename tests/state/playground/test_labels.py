"""Texts with labels: every text survives being written in a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.plain import plain
from cohere_tui.state.playground.labels import (
    Labelled,
    cell,
    cell_in,
    counts,
    example,
    from_rows,
    labelled_in,
    lacking,
    too_few,
    written,
)

TEXTS = st.text(max_size=12) | st.text(':|"\\\n\t ,{}[]ab\x1b\u202e\u2028', max_size=8)


@given(st.lists(st.builds(Labelled, TEXTS, st.lists(TEXTS.filter(bool), max_size=3).map(tuple))))
def test_every_text_and_label_survives(items: list[Labelled]) -> None:
    lines = written(items)
    assert labelled_in(plain(lines)) == tuple(items)
    assert len(lines.splitlines()) == len(items)


@given(TEXTS | TEXTS.map(cell))
def test_every_text_can_be_written_in_a_cell(text: str) -> None:
    line = cell(text)
    assert cell_in(line) == text
    assert plain(line) == line
    assert len(line.splitlines()) <= 1


def test_what_a_person_writes_in_a_cell_stays_as_it_is() -> None:
    assert cell_in('"Hello"') == '"Hello"'
    assert cell_in('"a\\nb"') == "a\nb"
    assert cell("a\nb") == '"a\\nb"'


@pytest.mark.parametrize(
    ("line", "labels", "text"),
    [
        ("refund: Give me my money back", ("refund",), "Give me my money back"),
        ("refund\tI paid: twice", ("refund",), "I paid: twice"),
        ("news | sports:They won", ("news", "sports"), "They won"),
        ("no label at all", (), "no label at all"),
        (": 10:30 at the mill", (), "10:30 at the mill"),
        ("refund:", ("refund",), ""),
        ('"a: b" : x', ("a: b",), "x"),
        ('"Hello," she said: hi', ('"Hello," she said',), "hi"),
        ('x: "two\\nlines"', ("x",), "two\nlines"),
        ('x: "half', ("x",), '"half'),
        ('"never closed: x', ('"never closed',), "x"),
        ("a || b: x", ("a", "b"), "x"),
    ],
)
def test_how_a_line_is_read(line: str, labels: tuple[str, ...], text: str) -> None:
    assert labelled_in(line) == (Labelled(text, labels),)


def test_what_is_simple_is_written_simply() -> None:
    items = (example("refund", "I paid: twice"), example("", "where?"), example("x", "a\nb"))
    assert written(items) == 'refund: I paid: twice\nwhere?\nx: "a\\nb"'
    assert labelled_in("\n  \n") == ()


def test_rows_of_a_file_hold_text_and_label_or_both_in_one() -> None:
    rows = [("a text", " ship "), ("x: y", "x: y"), ("two", '["a", "b"]'), ("none", ""), ("l", "[")]
    assert from_rows(rows) == (
        Labelled("a text", ("ship",)),
        Labelled("y", ("x",)),
        Labelled("two", ("a", "b")),
        Labelled("none"),
        Labelled("l", ("[",)),
    )


def test_labels_are_counted_and_those_with_too_few_are_named() -> None:
    items = labelled_in("a: 1\nb: 2\na: 3\n: 4\nc: 5")
    assert counts(items) == {"a": 2, "b": 1, "c": 1}
    assert too_few(items) == ("b", "c")


def test_what_cannot_be_sent_is_told_by_number() -> None:
    assert lacking(labelled_in("a: 1\na: 2")) == ""
    assert lacking(labelled_in("a: 1\n: 2")) == "example 2 has no label"
    assert lacking(labelled_in("a: 1\na:")) == "example 2 has no text"
    assert lacking(labelled_in("a | b: 1")) == "example 1 has 2 labels; allowed: one"
    many = tuple(example("a", str(n)) for n in range(2_501))
    assert lacking(many) == "2,501 examples; allowed: at most 2,500"
    assert lacking(many[:2_500]) == ""
