from __future__ import annotations

from cohere_tui.widgets.markdown.line import Look
from tests.widgets.markdown.test_render import lines, texts

TABLE = """\
| Part | Since | Note |
|:-----|------:|:----:|
| wheel | 1801 | x |
| pond | 92 | long note |
"""


def test_columns_are_aligned_under_a_bold_head() -> None:
    assert texts(TABLE) == [
        "Part   Since    Note",
        "─────  ─────  ─────────",
        "wheel   1801      x",
        "pond      92  long note",
    ]
    assert {span.style for span in lines(TABLE)[0].spans} == {"table.head", "text"}
    assert texts(TABLE, 40, Look(ascii=True))[1] == "-----  -----  ---------"


def test_cells_wrap_where_the_room_is_short() -> None:
    text = f"| a | b |\n|--|--|\n| {'word ' * 6} | {'other ' * 6} |\n"
    assert texts(text, 30) == [
        "a               b",
        "──────────────  ──────────────",
        "word word word  other other",
        "word word word  other other",
        "                other other",
    ]


def test_a_table_with_no_room_for_its_columns_is_set_cell_by_cell() -> None:
    text = (
        "| Name | Unit | Price | Stock |\n|--|--|--|--|\n"
        + "| a long name | kilograms | 12 | none |\n" * 2
    )
    assert texts(text, 20) == [
        "Name: a long name",
        "Unit: kilograms",
        "Price: 12",
        "Stock: none",
        "",
        "Name: a long name",
        "Unit: kilograms",
        "Price: 12",
        "Stock: none",
    ]


def test_four_columns_are_readable_in_forty_cells() -> None:
    row = "| some words here | and more words | a number of them | 12 |\n"
    shown = texts("| One | Two | Three | Four |\n|--|--|--|--:|\n" + row * 3, 40)
    assert all(len(line) <= 40 for line in shown)
    assert shown[0].split() == ["One", "Two", "Three", "Four"]


def test_a_break_in_a_cell_is_a_line_of_its_own() -> None:
    assert texts("| a | b |\n|--|--|\n| one<br>two | `<br>` |\n") == [
        "a    b",
        "───  ────",
        "one  <br>",
        "two",
    ]


def test_later_rows_wrap_in_the_columns_of_the_first_ones() -> None:
    rows = "| a | b |\n" * 64
    shown = texts(f"| x | y |\n|--|--|\n{rows}| longer | z |\n", 40)
    assert shown[-6:] == ["l  z", "o", "n", "g", "e", "r"]


def test_a_head_alone_is_a_table_too() -> None:
    assert texts("| a | b |\n|--|--|\n") == ["a  b", "─  ─"]
    assert texts("| a name | b |\n|--|--|\n", 6) == ["a name", "b"]
