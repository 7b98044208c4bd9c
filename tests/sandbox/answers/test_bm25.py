"""How well a document answers a query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.bm25 import Query

CAPITALS = (
    "Carson City is the capital city of the American state of Nevada.",
    "The Commonwealth of the Northern Mariana Islands is in the Pacific Ocean.",
    "Washington, D.C. is the capital of the United States. It is a federal district.",
    "Grinding at the old mill ended in 1937.",
)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("What is the capital of the United States?", 2),
        ("Which city is the capital of Nevada?", 0),
        ("islands in the Pacific", 1),
        ("when did the mill stop grinding", 3),
    ],
)
def test_the_right_document_is_the_most_relevant(query: str, best: int) -> None:
    scores = [Query(query).relevance(document) for document in CAPITALS]
    assert max(scores) == scores[best]
    assert scores[best] > 0.5
    assert sorted(scores)[-2] < scores[best] / 2


def test_nothing_in_common_is_tiny_and_not_nothing() -> None:
    assert 0 < Query("mill").relevance("The sky was grey.") < 0.001
    assert Query("mill").relevance("mill") > 0.9


def test_a_mention_in_a_long_text_weighs_less() -> None:
    query = Query("mill")
    assert query.relevance("the mill" + " and more" * 500) < query.relevance("the mill")


def test_languages_without_spaces_are_compared() -> None:
    query = Query("猫が好き")
    assert query.relevance("私は猫が好きです") > 10 * query.relevance("雨が降る")


@settings(max_examples=50)
@given(query=st.text(max_size=30), document=st.text(max_size=80))
def test_any_score_is_between_0_and_1(query: str, document: str) -> None:
    score = Query(query).relevance(document)
    assert 0 < score <= 1
    assert Query(query).relevance(document) == score


TEXT = "The sky was grey. Grinding at the mill ended.\nTide 🌊 mills used the sea! The mill fell."


def test_spans_are_the_sentences_that_matter() -> None:
    spans = Query("mill").spans(TEXT, 0.1)
    assert [TEXT[span.start : span.end] for span in spans] == [
        "Grinding at the mill ended.",
        "Tide 🌊 mills used the sea!",
        "The mill fell.",
    ]
    assert all(0.1 <= span.score <= 1 for span in spans)
    assert Query("mill").spans(TEXT, 1.0) == []


@settings(max_examples=50)
@given(document=st.text(st.sampled_from("ab .!?\n🌊"), max_size=80))
def test_spans_are_in_order_and_within(document: str) -> None:
    spans = Query("a b").spans(document, 0.0)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(document)
        assert document[span.start : span.end].strip() == document[span.start : span.end]
        at = span.end
    assert bool(spans) == bool(document.strip())
