"""The form of Tokenize: how many requests a text takes, said before they are sent."""

from __future__ import annotations

from cohere_tui.state.playground.token_form import hints_of, jobs_of


def test_a_long_text_says_how_many_requests_it_takes() -> None:
    values = {"mode": "tokenize", "model": "a", "second": "b", "text": "x" * 70_000, "check": ""}
    assert len(jobs_of(values)) == 4
    assert hints_of(values) == {"text": "70,000 characters in 4 requests that overlap"}
    assert hints_of({**values, "check": "yes"})["text"].endswith("the check of the way back")
    assert hints_of({**values, "text": "x"}) == {}
    assert hints_of({**values, "model": ""}) == {}
    assert hints_of({**values, "mode": "detokenize"}) == {}
