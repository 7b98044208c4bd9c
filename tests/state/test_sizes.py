"""Sizes and how far something is, in words."""

from __future__ import annotations

import pytest

from cohere_tui.state.pace import Pace
from cohere_tui.state.sizes import bar, pace_words, size, so_far


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (999.6, "1.0 KB"),
        (8_100_000, "8.1 MB"),
        (9_960_000, "10 MB"),
        (120_400, "120 KB"),
        (999_600, "1.0 MB"),
        (1_500_000_000, "1.5 GB"),
        (2 * 10**15, "2,000 TB"),
    ],
)
def test_sizes_take_few_cells(number: float, words: str) -> None:
    assert size(number) == words


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0, "----"), (0.01, "#---"), (0.5, "##--"), (0.99, "###-"), (1, "####"), (7, "####")],
)
def test_a_bar_is_full_only_at_the_end(share: float, drawn: str) -> None:
    assert bar(share, 4, "#", "-") == drawn
    assert bar(share, 0, "#", "-") == ""


def test_what_is_done_of_what() -> None:
    assert so_far(Pace(1_200_000, 28_000_000)) == "1.2 of 28 MB"
    assert so_far(Pace(120_000, 28_000_000)) == "120 KB of 28 MB"
    assert so_far(Pace(1_200_000)) == "1.2 MB"


def test_only_what_is_known_is_said() -> None:
    assert pace_words(Pace()) == ("0 B",)
    begun = Pace(total=4_000_000).at(0, 10.0)
    assert pace_words(begun) == ("0%", "0 B of 4.0 MB")
    assert pace_words(begun.at(1_000_000, 12.0)) == (
        "25%",
        "1.0 of 4.0 MB",
        "500 KB/s",
        "6.0 s left",
    )
    assert pace_words(begun.at(4_000_000, 12.0)) == ("100%", "4.0 of 4.0 MB", "2.0 MB/s")
