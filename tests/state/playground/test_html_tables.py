"""HTML tables as tables of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.html_tables import rows_of, table_of, with_tables

TIDES = "<table><tr><th>Day</th><th>High</th></tr><tr><td>Mon</td><td>10:41</td></tr></table>"


def test_a_table_between_texts() -> None:
    text = with_tables(f"Before {TIDES} after")
    assert text == "Before \n\n| Day | High |\n| --- | --- |\n| Mon | 10:41 |\n\n after"


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<TABLE border=1><tr><td>a<td>b<tr><td>c</TABLE>", (("a", "b"), ("c",))),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr></table>", (("a", "", "b"),)),
        ("<table><tr><td colspan=x> a\n <b>b</b><br>c</td></tr></table>", (("a b c",),)),
        ("<table><tr><td>a &amp; b | c</td></tr></table>", (("a & b | c",),)),
        (
            "<table><tr><td>a<table><tr><td>x</td></tr></table></td><td>b</td></tr></table>",
            (("a x", "b"),),
        ),
        ("<table></table>", ()),
        ("<table><tr><td>a", (("a",),)),
    ],
)
def test_rows(html: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert rows_of(html) == rows


def test_rows_are_equally_long_and_bars_are_escaped() -> None:
    table = table_of("<table><tr><td>a|b</td></tr><tr><td>c</td><td>d\\</td></tr></table>")
    assert table == "| a\\|b |   |\n| --- | --- |\n| c | d\\\\ |"


@pytest.mark.parametrize(
    "text", ["no table", "<table> without an end", "<table></table>", f"```html\n{TIDES}\n```\n"]
)
def test_what_stays_as_it_is(text: str) -> None:
    assert with_tables(text) == text


@given(st.text("<>/tabledrh =1c|`\n", max_size=200))
def test_it_never_fails(text: str) -> None:
    assert isinstance(with_tables(f"<table>{text}</table>"), str)
