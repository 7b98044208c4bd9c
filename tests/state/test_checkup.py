"""What a connector answered, and how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from cohere_tui.state.checkup import MOST_DOCUMENTS, Checkup, documents_in, told
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Heading, Note
from tests.models.junk import JSON_VALUES

if TYPE_CHECKING:
    from cohere_tui.state.facts import FactLine

MILLS: tuple[dict[str, Any], ...] = (
    {"id": "1", "title": "Carew", "price": 3, "tags": ["tide", "mill"]},
    {"text": "Eling"},
)


def checkup(*documents: dict[str, Any]) -> Checkup:
    return Checkup(200, 0.314, 99, documents)


def texts(lines: tuple[FactLine, ...]) -> list[str]:
    return [one.value if isinstance(one, Fact) else one.text for one in lines]


def test_documents_are_the_objects_of_results() -> None:
    assert documents_in({"results": list(MILLS), "more": 1}) == MILLS
    assert documents_in({"results": []}) == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "is a list, not a JSON object"),
        ("text", "is a text"),
        (None, "is null"),
        ({}, "has no results"),
        ({"documents": []}, "has no results, only documents"),
        ({"results": None}, "results that are null, not a list"),
        ({"results": {}}, "results that are an object"),
        ({"results": True}, "true or false"),
        ({"results": [{}, 5]}, "a result 2 that is a number, not an object"),
    ],
)
def test_what_a_chat_could_not_use_is_told(value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        documents_in(value)


def test_everything_that_came_is_told() -> None:
    lines = told(checkup(*MILLS), ())
    assert Fact("time", "0.31 s of at most 30 s") in lines
    assert Fact("documents", "2") in lines
    assert "id, title, price, tags, text" in texts(lines)
    assert Heading("1  Carew") in lines
    assert Fact("tags", '["tide", "mill"]', copied='["tide", "mill"]') in lines


def test_what_is_excluded_is_marked_and_what_is_excluded_in_vain_is_told() -> None:
    lines = told(checkup(*MILLS), ("price", "prize"))
    assert Fact("price", "(excluded) 3", Tone.QUIET, copied="3") in lines
    assert Fact("excluded", "price") in lines
    assert Note("“prize” is excluded, but no document has it.", Tone.WARNING) in lines


def test_nothing_found_is_no_failure_but_told() -> None:
    assert Fact("documents", "none for this query", Tone.WARNING) in told(checkup(), ("price",))
    assert Note("It has no fields.", Tone.WARNING) in told(checkup({}), ())


def test_much_is_cut_and_says_so() -> None:
    long = "x" * 5_000
    lines = told(checkup(*({"text": long} for _ in range(MOST_DOCUMENTS + 3))), ())
    assert Note("and 3 more documents") in lines
    (first, *_) = (one for one in lines if isinstance(one, Fact) and one.label == "text")
    assert (len(first.value), first.copied) == (2_001, long)
    many = {f"f{number}": 1 for number in range(70)}
    assert Note("and 10 more fields") in told(checkup(many), ())


def test_a_field_nested_deeply_does_no_harm() -> None:
    deep: Any = []
    for _ in range(200_000):
        deep = [deep]
    assert "(nested too deeply to be shown)" in texts(told(checkup({"deep": deep}), ()))


@given(JSON_VALUES)
def test_any_answer_is_read_or_refused(value: Any) -> None:
    try:
        documents = documents_in({"results": [value]})
    except ValueError as error:
        assert str(error)  # noqa: PT017
    else:
        assert told(Checkup(200, 0.1, 1, documents), ("a",))
