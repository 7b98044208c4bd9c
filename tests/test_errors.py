"""What an error tells a person."""

from __future__ import annotations

import pytest

from cohere_tui.errors import CohereTuiError, RateLimited


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


def test_another_key_asks_again_where_r_is_a_letter() -> None:
    for remedy, told in (
        ("Check the network, then press r.", "Check the network, then press F5."),
        ("Press r to try again.", "Press F5 to try again."),
        ("Press return.", "Press return."),
    ):
        error = CohereTuiError("It broke", remedy=remedy)
        error.again_with("F5")
        assert error.told == f"It broke. {told}"
    error = RateLimited(429, "slow down")
    error.again_with("F5")
    assert "press F5" in error.told
    assert RateLimited.remedy.endswith("press r.")
