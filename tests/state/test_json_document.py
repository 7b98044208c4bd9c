"""JSON in lines: nothing is lost, nothing acts, every value is reachable; folds and finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cohere_tui.plain import plain
from cohere_tui.state.json_document import Document, document_of, is_large
from tests.models.junk import JSON_VALUES

if TYPE_CHECKING:
    from cohere_tui.state.json_document import Path

VALUE = {"id": "a-1", "sizes": [10, {"unit": "cm", "of": []}], "none": None, "": {"": 1}}


def value_at(value: Any, path: Path) -> Any:
    for name in path:
        value = value[name]
    return value


def openers(document: Document) -> list[int]:
    return [line for line, mate in enumerate(document.mates) if mate > line]


@given(JSON_VALUES)
@example("\x7f\x9b\u202e\u2028\ud800\U000e0067 \x1b[31m")
@example({"\u2029": ["\x85"]})
def test_the_lines_say_it_all_and_nothing_in_them_acts(value: Any) -> None:
    lines = document_of(value).lines
    text = "\n".join(lines)
    assert json.loads(text) == value
    assert len(lines) == len(text.split("\n"))
    assert [plain(line) for line in lines] == lines


@given(JSON_VALUES.filter(lambda value: plain(json.dumps(value)) == json.dumps(value)))
def test_they_are_those_that_everybody_knows(value: Any) -> None:
    lines = document_of(value).lines
    known = json.dumps(value, indent=2, ensure_ascii=False)
    if plain(known) == known:
        assert lines == known.split("\n")


def test_what_json_cannot_say_is_said_as_a_text() -> None:
    value = {7: (1, 2), None: {3}, True: float("inf")}
    known = json.dumps(value, indent=2, default=str)
    assert document_of(value).lines == known.split("\n")


def test_it_may_be_deeper_than_the_stack() -> None:
    value: Any = 1
    for _ in range(20_000):
        value = [value]
    document = document_of(value)
    assert len(document.lines) == 40_001
    assert len(document.path(20_000)) == 20_000


@given(JSON_VALUES)
def test_every_path_leads_to_its_line_and_back(value: Any) -> None:
    document = document_of(value)
    for line, mate in enumerate(document.mates):
        path = document.path(line)
        assert document.line_of(path) == document.nearest(path) == min(line, mate)
        assert document.nearest((*path, "nowhere at all", 7)) == min(line, mate)
        assert document.line_of((*path, "nowhere at all")) is None


@given(JSON_VALUES)
def test_every_value_is_reached_and_copied_whole(value: Any) -> None:
    document = document_of(value)
    for line in range(len(document.lines)):
        meant = value_at(value, document.path(line))
        copied = document.copied(line)
        assert copied == meant if isinstance(meant, str) else json.loads(copied) == meant
        if line in document.counts:
            assert document.counts[line] == len(meant)


def test_lines_know_what_they_belong_to() -> None:
    document = document_of(VALUE)
    around = [document.around(line) for line in range(len(document.lines))]
    assert around == [0, 0, 2, 2, 4, 4, 4, 4, 2, 0, 10, 10, 10, 0]
    closing = [line for line in range(len(around)) if document.closes(line)]
    assert [document.lines[line].strip() for line in closing] == ["}", "],", "}", "}"]
    assert document_of("alone").around(0) == -1
    assert document.path(6) == ("sizes", 1, "of")


@pytest.mark.parametrize(
    ("value", "large"),
    [
        (VALUE, False),
        ("x" * 1_000_000, False),
        ("x" * 5_000_000, True),
        ({"rows": [[]] * 5_000}, True),
        ([{"name": "x" * 30_000}] * 100, True),
        ([[[1, 2, 3]] * 9] * 10, False),
    ],
)
def test_what_is_large_is_known_before_it_is_read(value: Any, large: bool) -> None:
    assert is_large(value) == large


@given(JSON_VALUES, st.integers(1, 50))
def test_no_more_is_looked_at_than_it_takes_to_say(value: Any, most: int) -> None:
    assert is_large(value, most) or len(document_of(value).lines) <= 2 * most
