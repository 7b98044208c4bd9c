"""Facts as text."""

from __future__ import annotations

from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.widgets.detail.fact_text import text_of


def test_values_stand_in_one_column_and_are_whole() -> None:
    facts = (
        Note("It failed."),
        Heading("What is known"),
        Fact("id", "a" * 3_000),
        Fact("lines", "one\ntwo"),
        Fact("埋め込み", ""),
    )
    assert text_of(facts).split("\n") == [
        "It failed.",
        "",
        "What is known",
        f"id        {'a' * 3_000}",
        "lines     one",
        "          two",
        "埋め込み",
    ]
    assert text_of(()) == ""
