from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileRefused, FileUnusable
from cohere_tui.services.files.inputs import WHOLE, columns_of, read_inputs

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_of_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes("\ufefffirst\r\n\n  \nsecond, with commas\n".encode())
    assert columns_of(path) == (WHOLE,)
    assert read_inputs(path, (WHOLE,)).rows == (("first",), ("second, with commas",))


def test_columns_of_a_csv_whatever_stands_between_them(tmp_path: Path) -> None:
    path = tmp_path / "mail.CSV"
    path.write_text('id;text;label\n1;"two\nlines";spam\n2;;ham\n3;hello;ham\n')
    assert columns_of(path) == ("id", "text", "label", WHOLE)
    rows = read_inputs(path, ("text", "label")).rows
    assert rows == (("two\nlines", "spam"), ("hello", "ham"))


def test_fields_of_a_jsonl_and_the_row_itself(tmp_path: Path) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_text('{"text": "ä", "n": 1}\n\n{"text": "b", "tags": ["x"]}\n')
    assert columns_of(path) == ("text", "n", "tags", WHOLE)
    assert read_inputs(path, ("text",)).rows == (("ä",), ("b",))
    assert read_inputs(path, (WHOLE,)).rows[0] == ('{"text": "ä", "n": 1}',)


def test_of_some_columns_one_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "mills.jsonl"
    path.write_text('{"text": "a"}\n{"image": "b.png"}\n{"text": "", "image": ""}\n{"n": 1}\n')
    with pytest.raises(FileRefused, match="line 4: has no 'text'"):
        read_inputs(path, ("text", "image"), some=True)
    found = read_inputs(path, ("text", "image"), skip=True, some=True)
    assert found.rows == (("a", ""), ("", "b.png"))
    assert found.skipped == 1


def test_broken_rows_are_named_by_their_lines_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_text('{"text": "a"}\n{"text": \n{"other": 1}\n{"text": "b"}\n')
    with pytest.raises(FileRefused, match=r"line 2: not JSON.*line 3: has no 'text'") as caught:
        read_inputs(path, ("text",))
    assert [fault.line for fault in caught.value.faults] == [2, 3]
    kept = read_inputs(path, ("text",), skip=True)
    assert (kept.rows, kept.skipped) == ((("a",), ("b",)), 2)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b'text\n"never closed\n', "line 2: .*never closed"),
        ("a.csv", b"text\n\xff\n", "UTF-8"),
        ("a.csv", b"", r"a\.csv: no header"),
        ("a.txt", b"a\0b\n", "NUL"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileUnusable, match=words):
        read_inputs(path, ("text",) if name.endswith("csv") else (WHOLE,))


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileUnusable):
            columns_of(path)
        with pytest.raises(FileUnusable):
            read_inputs(path, ("text",))


def test_empty_rows_are_counted_and_another_encoding_is_named(tmp_path: Path) -> None:
    mail, wide = tmp_path / "mail.csv", tmp_path / "wide.csv"
    mail.write_text("text,label\na,x\n,y\n  ,z\n\n")
    wide.write_text("text,label\na,x\n", encoding="utf-16")
    found = read_inputs(mail, ("text", "label"))
    assert (found.rows, found.skipped, found.empty) == ((("a", "x"),), 0, 2)
    for read in (lambda: read_inputs(wide, ("text",)), lambda: columns_of(wide)):
        with pytest.raises(FileUnusable, match="UTF-16"):
            read()
