"""Names and numbers as people say them."""

from __future__ import annotations

import pytest

from cohere_tui.state.naming import count, duration, model_name


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("command-a-03-2025", "Command A"),
        ("command-r7b-12-2024", "Command R7B"),
        ("command-r-plus-08-2024", "Command R Plus"),
        ("command-a-reasoning-08-2025", "Command A Reasoning"),
        ("c4ai-aya-expanse-32b", "C4ai Aya Expanse 32B"),
        ("north-mini-code-1-0", "North Mini Code 1 0"),
        ("2356cd74-bee7-4077-bfff-c0ca0544fcfd-ft", "Fine-tune 2356cd74"),
        ("", ""),
    ],
)
def test_models_are_named(model: str, name: str) -> None:
    assert model_name(model) == name


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, "0.0 s"),
        (1.24, "1.2 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (65, "1 min 5 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 0 min"),
        (7861, "2 h 11 min"),
        (273_661, "3 d 4 h"),
    ],
)
def test_durations_are_short(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_counts_agree_with_their_noun() -> None:
    assert count(1, "token") == "1 token"
    assert count(2100, "token") == "2,100 tokens"
    assert count(2, "reply", "replies") == "2 replies"
