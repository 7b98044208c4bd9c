"""Sums in prompts."""

from __future__ import annotations

import pytest

from cohere_tui.sandbox.answers.sums import worked


@pytest.mark.parametrize(
    ("prompt", "result"),
    [
        ("What is 17 x 23?", "17 × 23 = 391"),
        ("2+2", "2 + 2 = 4"),
        ("10 / 4 please", "10 ÷ 4 = 2.5"),
        ("10 / 3", "10 ÷ 3 = 3.333333"),
        ("1.5 * 2", "1.5 × 2 = 3"),
        ("3 - 10", "3 − 10 = -7"),
        ("7 ÷ 0", "7 ÷ 0 has no result"),
        ("0 / 0", "0 ÷ 0 has no result"),
        ("on 2026-08-19", ""),
        ("call 555-1234", ""),
        ("version 1.2.3", ""),
        ("no sum", ""),
    ],
)
def test_sums(prompt: str, result: str) -> None:
    assert worked(prompt) == result
