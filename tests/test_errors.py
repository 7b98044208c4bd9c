"""What an error tells a person."""

from __future__ import annotations

import pytest

from cohere_tui.errors import CohereTuiError


@pytest.mark.parametrize(
    ("what", "kept", "remedy", "told"),
    [
        ("the disk is gone", "", "", "the disk is gone."),
        ("It broke.", "All is kept", "Try again", "It broke. All is kept. Try again."),
        ("Is it on?", " ", "Look!", "Is it on? Look!"),
        ("", "", "", ""),
    ],
)
def test_all_that_is_known_is_told_in_sentences(
    what: str, kept: str, remedy: str, told: str
) -> None:
    assert CohereTuiError(what, kept=kept, remedy=remedy).told == told
