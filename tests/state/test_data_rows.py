"""Rows of a dataset as a table shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cohere_tui.state.data_rows import columns_of, numbered, text_of
from cohere_tui.state.listing import Listing
from tests.state.test_avro_schema import VECTORS, schema

ROWS = numbered(
    [
        {"text": "Cobh", "hour": 9, "embeddings": {"float": [0.5] * 1024, "int8": None}},
        {"text": "Dingle", "hour": 10, "embeddings": {"float": [0.25] * 1024, "int8": None}},
    ]
)
SCHEMA = schema(text="string", hour="long", embeddings=VECTORS)


def test_columns_follow_the_schema_and_what_is_null_everywhere_stands_aside() -> None:
    columns = columns_of(SCHEMA, ROWS)
    assert [(one.name, one.wide) for one in columns] == [
        ("#", False),
        ("text", False),
        ("hour", False),
        ("embeddings.float", False),
        ("embeddings.int8", True),
    ]
    assert [one.name for one in columns if one.grows] == ["embeddings.float"]
    cells = [one.cell(ROWS[0], 0.0).text for one in columns]
    assert cells == ["1", "Cobh", "9", "0.5, 0.5, 0.5, 0.5, … 1,024 numbers", "null"]


def test_numbers_are_ordered_as_numbers() -> None:
    listing = Listing(columns_of(SCHEMA, ROWS), lambda row: row.id).with_rows(ROWS)
    by_hour = listing.sorted_by("hour").sorted_by("hour")
    assert [by_hour.id_at(place) for place in range(2)] == ["2", "1"]
    mixed = numbered([{"a": 1}, {"a": "x"}, {"a": None}])
    listing = Listing(columns_of("", mixed), lambda row: row.id).with_rows(mixed)
    assert len(listing.sorted_by("a")) == 3


def test_without_a_schema_the_rows_say_what_their_columns_are() -> None:
    rows = numbered([{"a": 1}, {"b": "x"}])
    assert [one.name for one in columns_of("", rows)] == ["#", "a", "b"]
    assert [one.name for one in columns_of("", ())] == ["#"]
    assert [one.wide for one in columns_of(SCHEMA, ())] == [False] * 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("two\nlines", "two lines"),
        (True, "true"),
        (7, "7"),
        (0.123456789, "0.123457"),
        (float("nan"), "nan"),
        (b"abc", "3 bytes"),
        ([1, 2], "[1, 2]"),
        ([1, 2, 3, 4, 5], "1, 2, 3, 4, … 5 numbers"),
        (["a", None], "[a, ]"),
        ({"role": "User", "content": "Hi"}, "{role: User, content: Hi}"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02 00:00:00+00:00"),
    ],
)
def test_values_on_one_line(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_large_values_are_not_drawn_whole() -> None:
    assert len(text_of("x" * 10**6)) <= 200
    assert len(text_of([{"a": "b"}] * 10**5)) <= 200
    assert len(text_of({str(n): n for n in range(10**5)})) <= 200
    deep: Any = 1
    for _ in range(5_000):
        deep = [deep]
    assert "…" in text_of(deep)
