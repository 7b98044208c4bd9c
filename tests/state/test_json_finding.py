"""Finding words in lines, and painting them: the same letters, parted by how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.json_document import document_of
from cohere_tui.state.json_finding import Haystack, found_in
from cohere_tui.state.json_runs import runs_of
from tests.models.junk import JSON_VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

LETTERS = st.text('aAbßſKé"{ ', max_size=6)


def found_slowly(lines: Sequence[str], words: str, start: int, step: int) -> int | None:
    places = [(start + far * step) % len(lines) for far in range(len(lines))]
    return next((at for at in places if words.casefold() in lines[at].casefold()), None)


@given(st.lists(LETTERS, min_size=1, max_size=6), LETTERS.filter(bool), st.integers(-9, 9))
def test_the_next_line_is_found_and_the_one_before(
    lines: list[str], words: str, start: int
) -> None:
    stack = Haystack(lines)
    for step in (1, -1):
        assert stack.match_from(words, start, step) == found_slowly(lines, words, start, step)


def test_where_nothing_is_nothing_is_found() -> None:
    assert Haystack([]).match_from("a", 0, 1) is None
    assert found_in("anything", "") == []


def test_letters_that_are_two_in_another_case_are_found_whole() -> None:
    assert found_in("Straße, STRASSE", "strasse") == [(0, 6), (8, 15)]
    assert found_in("aß", "as") == [(0, 2)]
    assert found_in("ﬃ", "f") == [(0, 1), (0, 1)]


@given(LETTERS, LETTERS)
def test_letters_are_found_where_the_line_is(line: str, words: str) -> None:
    places = found_in(line, words)
    assert bool(places) == (bool(words) and words.casefold() in line.casefold())
    for start, end in places:
        assert words.casefold() in line[start:end].casefold()


@given(JSON_VALUES, LETTERS)
def test_runs_are_the_line_and_nothing_else(value: Any, words: str) -> None:
    for line in document_of(value).lines:
        runs = list(runs_of(line, words))
        assert "".join(run.text for run in runs) == line
        assert any(run.found for run in runs) == bool(found_in(line, words))
        assert [run[:2] for run in runs_of(line) if run.text] == [
            run[:2] for run in runs_of(line, "\0") if run.text
        ]


def test_words_may_go_over_a_name_and_its_value() -> None:
    runs = [run for run in runs_of('  "name": "mill 3",', 'ME": "MI') if run.text]
    assert [(run.text, run.kind) for run in runs if run.found] == [
        ('me"', "name"), (": ", ""), ('"mi', "string")
    ]  # fmt: skip
    assert [run.text for run in runs if not run.found] == ["  ", '"na', 'll 3"', ","]


def test_numbers_and_words_of_json_have_their_own_look() -> None:
    kinds = [(run.text, run.kind) for run in runs_of('"a\\"b": -1.5e3, true') if run.kind]
    assert kinds == [('"a\\"b"', "name"), ("-1.5e3", "number"), ("true", "number")]
