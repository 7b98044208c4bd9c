"""What prompts and documents are taken to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.words import keywords, listed, named, sentences, stems, subjects


@given(st.text(max_size=400))
def test_sentences_are_quoted_verbatim_and_never_over_lines(text: str) -> None:
    for sentence in sentences(text):
        assert sentence in text
        assert "\n" not in sentence
        assert sentence == sentence.strip() != ""


def test_a_sentence_is_not_endless() -> None:
    (one,) = sentences("word " * 1000)
    assert len(one) <= 300
    assert one.endswith("word")


def test_keywords_are_said_once_in_order() -> None:
    assert keywords("What is a tide mill, and where is the mill's pool?") == [
        *("tide", "mill", "mill's", "pool"),
    ]


def test_subjects_leave_out_how_to_answer() -> None:
    assert subjects("Explain tide mills in 500 words, with a table") == ["tide", "mills"]
    assert subjects("a table") == ["table"]
    assert subjects("潮汐") == ["潮", "汐"]


def test_endings_do_not_matter() -> None:
    assert stems("grinding mills opened") == stems("grind mill open")


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ('Play "Salt Fish" by Someone', ["Salt Fish"]),
        ("Tide at Cobh and Kilmore Quay?", ["Cobh", "Kilmore Quay"]),
        ("Compare Cobh with Youghal", ["Cobh", "Youghal"]),
        ("the weather in new york and the rest", ["new york"]),
        ("Make JSON of a harbour", ["harbour"]),
        ("Cobh", ["Cobh"]),
        ("nothing here", []),
    ],
)
def test_what_a_prompt_names(prompt: str, names: list[str]) -> None:
    assert named(prompt, stems("tide weather")) == names


def test_lists_read_well() -> None:
    assert [listed(list("abc")[:n], "*") for n in range(4)] == [
        "",
        "*a*",
        "*a* and *b*",
        "*a*, *b* and *c*",
    ]
