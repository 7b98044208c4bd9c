"""How facts are broken into lines, and which names of pages there is room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.widgets.detail.detail import in_sight
from cohere_tui.widgets.detail.fact_lines import wrapped

NAMES = ("Overview", "Rows", "Parts", "Schema", "JSON", "Related", "Activity")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("command-a-plus-05-2026", 19, ["command-a-plus-05-", "2026"]),
        ("710c6c1d-9e1d-4691-b02a-db1b24b98c12", 20, ["710c6c1d-9e1d-4691-", "b02a-db1b24b98c12"]),
        ("710c6c1d-9e1d-4691-b02a-db1b24b98c12", 18, ["710c6c1d-9e1d-4691", "-b02a-db1b24b98c12"]),
        ("https://login.example.com/token", 24, ["https://login.example.", "com/token"]),
        ("at https://example.com/a/b now", 16, ["at", "https://example.", "com/a/b now"]),
        ("x" * 9, 4, ["xxxx", "xxxx", "x"]),
        ("", 4, [""]),
        ("a few words", 6, ["a few", "words"]),
    ],
)
def test_what_is_longer_than_a_line_is_broken_at_its_seams(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrapped(text, width) == lines


@given(st.text("ab-/ .\n漢", max_size=60), st.integers(4, 20))
def test_no_line_is_wider_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert max(cell_len(line) for line in lines) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("shown", "room", "expected"),
    [
        ("Overview", 80, NAMES),
        ("Overview", 34, NAMES[:4]),
        ("JSON", 30, NAMES[4:]),
        ("Activity", 34, NAMES[3:]),
        ("JSON", 1, ("JSON",)),
    ],
)
def test_names_of_pages_that_are_left_out(shown: str, room: int, expected: tuple[str, ...]) -> None:
    assert in_sight(NAMES, shown, room, 1) == expected
