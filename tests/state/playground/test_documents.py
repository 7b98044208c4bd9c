"""Documents in a field: plain ones, and such with named fields."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.documents import (
    UnclearError,
    as_text,
    fielded_in,
    names_in,
    numbered,
    quoted,
)
from cohere_tui.state.playground.texts import written


def wrong(value: str) -> str:
    with pytest.raises(UnclearError) as caught:
        fielded_in(value)
    return str(caught.value)


class TestFielded:
    def test_are_objects_or_lines_of_names_and_values(self) -> None:
        block = written(['title: "Tide: mills"\ntext:\n  They turn.\n  Twice a day.\nyear: 1801'])
        assert fielded_in(f'{{"title": "Carew", "year": 1801}}\n\n{block}\nname: Eling') == (
            {"title": "Carew", "year": 1801},
            {"title": "Tide: mills", "text": "They turn.\nTwice a day.", "year": "1801"},
            {"name": "Eling"},
        )

    def test_a_broken_object_is_told_with_its_line(self) -> None:
        told = wrong('{"a": 1}\n\n{"a": 1,}\n{"a"')
        assert told.startswith("line 3 is not JSON: ")
        assert "(character 9)" in told or "(character 8)" in told  # as of Python 3.13
        assert told.endswith("(1 more line like it)")

    def test_a_plain_text_among_them_is_told_with_its_line(self) -> None:
        assert wrong('{"a": 1}\nTide mills').startswith("line 2 is a plain text, while others have")

    def test_plain_texts_are_told_as_such(self) -> None:
        told = wrong("Tide mills\nhttps://example.com/a")
        assert told.startswith("line 1 is a plain text: write a JSON object, or name: value")

    def test_other_json_is_no_document(self) -> None:
        assert wrong("[1, 2]").startswith("line 1 is a plain text")
        assert "nested" in wrong('{"a": ' + "[" * 100_000)

    def test_of_nothing_is_nothing(self) -> None:
        assert fielded_in(" \n\n") == ()


class TestAsText:
    def test_is_yaml_with_the_fields_that_count_first(self) -> None:
        document = {"id": 7, "text": "They turn.\nTwice", "title": "Tide mills"}
        assert as_text(document, ["title", "none"]) == (
            'title: Tide mills\nid: 7\ntext: "They turn.\\nTwice"'
        )
        assert as_text("title: as it is") == "title: as it is"

    @given(st.dictionaries(st.text("abc", min_size=1), st.text("xy:#\n -\"'{é", min_size=1)))
    def test_is_read_back(self, document: dict[str, str]) -> None:
        if document:
            assert fielded_in(json.dumps(as_text(document))) == (document,)


def test_lines_keep_their_numbers() -> None:
    assert list(numbered('a\n\n"b\\nc"\n  \nd')) == [(1, "a"), (3, "b\nc"), (5, "d")]


def test_names_have_commas_between_them() -> None:
    assert names_in(" title, text ,,") == ("title", "text")


def test_a_prompt_quotes_what_it_is_to_be_answered_from() -> None:
    assert quoted("When?", ["In 1801.\n\nTwice.", "Never."]) == (
        "When?\n\nAnswer from these documents:\n\n> In 1801.\n>\n> Twice.\n\n> Never."
    )
