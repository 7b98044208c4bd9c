"""Plain text as it grows: the same lines as all at once, made once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.pieces import EMPTY, Pieces
from cohere_tui.widgets.log.plain_flow import PlainFlow
from cohere_tui.widgets.log.plain_lines import MOST_DRAWN, plain_lines
from tests.widgets.log.made import drawn

_WIDTHS = st.sampled_from([1, 2, 5, 11, 60])
_WORDS = st.sampled_from(
    [
        "a",
        "word",
        " ",
        "  ",
        "\n",
        "\n\n",
        "a-very-long-word-that-fits-nowhere",
        "潮汐。",
        "👩‍👩‍👧",
        "é ",
    ]
)
_ANYTHING = st.text(st.sampled_from("ab \t\r\n\x1b\u2028\u202e潮🏴\U000e0067\u0301"), max_size=9)


@given(st.lists(_WORDS, max_size=40), _WIDTHS)
def test_each_state_is_as_if_made_at_once(pieces: list[str], width: int) -> None:
    flow, text = PlainFlow(width, "text"), EMPTY
    for piece in pieces:
        text = text.add(piece)
        assert drawn(flow.lines(text, is_open=True)) == drawn(plain_lines(str(text), width))
    assert flow.lines(text, is_open=False) == plain_lines(str(text), width)


@given(st.lists(_ANYTHING, max_size=20), _WIDTHS)
def test_the_end_is_as_if_made_at_once_whatever_came(pieces: list[str], width: int) -> None:
    flow, text = PlainFlow(width, "text"), EMPTY
    for piece in pieces:
        text = text.add(piece)
        lines = flow.lines(text, is_open=True)
        assert not any("\x1b" in line.text or "\u202e" in line.text for line in lines)
    assert flow.lines(text, is_open=False) == plain_lines(str(text), width)


def test_lines_above_the_last_are_the_same_objects() -> None:
    flow, text = PlainFlow(20, "text"), EMPTY
    before = flow.lines(text, is_open=True)
    for number in range(200):
        text = text.add(f"word{number} " + "\n" * (number % 7 == 0))
        after = flow.lines(text, is_open=True)
        assert all(a is b for a, b in zip(before[:-1], after, strict=False))
        before = after


def test_what_is_beyond_the_most_is_told() -> None:
    flow = PlainFlow(60, "text")
    text = Pieces.of("x" * (MOST_DRAWN - 1))
    flow.lines(text, is_open=True)
    for is_open in (True, False):
        lines = flow.lines(text.add("yz\r"), is_open=is_open)
        assert lines[-1].text == "… 2 more characters are kept and copied, but not drawn"
        assert "".join(line.text for line in lines[:-1]).endswith("xy")
