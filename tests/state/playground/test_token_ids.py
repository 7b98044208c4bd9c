"""Ids are read in any shape in which one has them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.token_ids import UnclearIdsError, ids_in, wrong_ids


@pytest.mark.parametrize(
    "text",
    [
        "[1, 22, 333]",
        "1,22,333",
        "1 22\t333",
        "1\n22\n\n333\n",
        "(1; 22 | 333)",
        '["1", "22", "333"]',
        "[\n  1,\n  22,\n  333\n]",
        '{"tokens": [1, 22, 333], "token_strings": ["a", "b", "c"], "meta": {}}',
        '{"input_ids": [1, 22, 333]}',
    ],
)
def test_shapes(text: str) -> None:
    assert ids_in(text) == (1, 22, 333)
    assert wrong_ids(text) == ""


@given(st.lists(st.integers(0, 2**40)))
def test_every_list_is_read_as_it_was_written(ids: list[int]) -> None:
    for text in (json.dumps(ids), json.dumps(ids, indent=2), "\n".join(map(str, ids))):
        assert ids_in(text) == tuple(ids)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write ids"),
        ("[]", "write ids"),
        ("1, two", "“two” is not an id"),
        ("1\n2\n3.5 4", "line 3: “3.5” is not an id"),
        ("0x10", "“0x10” is not an id"),
        ('{"text": 3}', "“text” is not an id"),
        ("5 -1", "-1 is not an id"),
        ("1 " * 65_537, "has 65,537 ids; allowed: 1 to 65,536"),
        ("9" * 40, "is not an id"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    assert said in wrong_ids(text)


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(UnclearIdsError):
        ids_in("a")
