from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.texts import texts_in, written


def test_each_line_is_a_text_and_empty_lines_are_none() -> None:
    assert texts_in("one\n\n  \n two \n") == ("one", " two ")


def test_a_json_string_is_what_it_says_and_anything_else_is_itself() -> None:
    assert texts_in('"a\\nb"\n"half\n{"a": 1}\n"x" "y"') == ("a\nb", '"half', '{"a": 1}', '"x" "y"')


@given(st.lists(st.text()))
def test_what_is_written_is_read_back(texts: list[str]) -> None:
    assert list(texts_in(written(texts))) == texts
