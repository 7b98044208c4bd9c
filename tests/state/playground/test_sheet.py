from __future__ import annotations

import csv
import json
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.sheet import Sheet

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(TEXT, st.integers())))
def test_lines_of_json_and_of_csv_say_the_same(rows: list[tuple[str, int]]) -> None:
    sheet = Sheet(("text", "number"), tuple(rows))
    assert [tuple(json.loads(line).values()) for line in sheet.jsonl()] == rows
    read = list(csv.reader(StringIO("".join(sheet.csv()), newline="")))
    assert read == [["text", "number"], *([text, str(number)] for text, number in rows)]


def test_what_is_no_text_is_json_in_csv_and_nothing_is_nothing() -> None:
    sheet = Sheet(("vector", "label", "score"), (([1.5, 2], None, 0.25),))
    assert "".join(sheet.csv()) == 'vector,label,score\r\n"[1.5, 2]",,0.25\r\n'
