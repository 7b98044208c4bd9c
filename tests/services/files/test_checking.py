"""What is found in a file before a byte of it is sent: its faults, its first rows, its numbers."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.models import datasets
from cohere_tui.models.dataset_types import TYPES
from cohere_tui.services.files import entries, pieces, rules
from cohere_tui.services.files.checking import MOST_FAULTS, check, check_now
from cohere_tui.services.files.opening import mark_of, reading, refuse_changed
from tests.conftest import FIXTURES
from tests.services.files.made import (
    GOOD,
    checked,
    conversation,
    faults,
    jsonl,
    new,
    query,
    request,
    warnings,
)
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLASSIFY = "single-label-classification-finetune-input"
MULTI = "multi-label-classification-finetune-input"
RERANK = "reranker-finetune-input"
CHAT = "chat-finetune-input"
BATCH = "batch-chat-v2-input"


def test_there_is_a_good_file_for_all_that_may_be_uploaded() -> None:
    assert set(GOOD) == {(one.word, form) for one in TYPES for form in one.formats}


@pytest.mark.parametrize(("kind", "form"), GOOD)
def test_good_files_are_good(tmp_path: Path, kind: str, form: str) -> None:
    file = checked(tmp_path, f"data.{form}", GOOD[kind, form], new(kind))
    assert (faults(file), warnings(file)) == ([], [])
    assert file.rows == {"csv": 2, "jsonl": 3, "txt": 3}.get(form, 0) or file.rows >= 2
    assert (file.broken, file.more, file.format) == (0, False, form)
    assert 1 < len(file.preview) <= 5


@pytest.mark.parametrize("name", ["datasets.embed_input.csv", "datasets.embed_input.jsonl"])
def test_the_known_uploads_are_good(name: str) -> None:
    wanted = new(keep_fields=["lang"])
    file = check_now(wanted, FIXTURES / "requests" / name, lambda _: None)
    assert faults(file) == []
    assert file.columns == ("text", "lang")
    assert file.preview[0] == {"text": "Cobh", "lang": "en"}


BROKEN_JSONL = {
    "not json": (b'{"text": "a"}\nnonsense\n', 2, "not JSON: Expecting value, at character 1"),
    "half a line": (b'{"text": "a"}\n{"text": ', 2, "not JSON: Expecting value, at character 10"),
    "no object": (b'["text"]\n', 1, "not a JSON object"),
    "pretty": (b'{\n  "text": "a"\n}\n', 1, "not JSON: each line holds one whole object"),
    "an array": (b'[\n{"text": "a"}\n]\n', 1, "not JSON: each line holds one whole object"),
    "two on a line": (b'{"text": "a"} {"text": "b"}\n', 1, "not JSON: Extra data, at character 15"),
    "NaN": (b'{"text": "a", "n": NaN}\n', 1, "not JSON: NaN is no number of JSON"),
    "no text": (b'{"text": "a"}\n{"texts": "b"}\n', 2, "'text' is missing"),
    "null": (b'{"text": null}\n', 1, "'text' is missing"),
    "no string": (b'{"text": 3}\n', 1, "'text' is not a text"),
    "empty": (b'{"text": ""}\n', 1, "'text' is empty"),
    "blank": (b'{"text": " \\n"}\n', 1, "'text' is empty"),
    "latin-1": (b'{"text": "caf\xe9"}\n', 1, "not UTF-8: byte 14 is 0xE9"),
    "cut UTF-8": ('{"text": "é"}'.encode()[:11], 1, "not UTF-8: byte 11 is 0xC3"),
    "NUL": (b'{"text": "a\0b"}\n', 1, "a NUL character"),
    "a raw tab": (b'{"text": "a\x01b"}\n', 1, "not JSON: Invalid control character at, at char"),
    "old Mac": (b'{"text": "a"}\r{"text": "b"}\r', 1, "a carriage return in the middle"),
    "deep": (b'{"text": ' + b"[" * 100_000 + b"\n", 1, "not JSON: maximum recursion depth"),
    "a huge number": (b'{"text": "a", "n": ' + b"9" * 5000 + b"}\n", 1, "not JSON: Exceeds"),
    "UTF-16": ('{"text": "a"}\n'.encode("utf-16"), 0, "the file is UTF-16; save it as UTF-8"),
    "UTF-16 without mark": ('{"text": "a"}\n'.encode("utf-16-le"), 1, "a NUL character"),
    "only blank lines": (b"\n\n \n", 0, "no row is as it should be"),
}


@pytest.mark.parametrize("name", BROKEN_JSONL)
def test_broken_jsonl(tmp_path: Path, name: str) -> None:
    data, line, what = BROKEN_JSONL[name]
    file = checked(tmp_path, "data.jsonl", data)
    assert file.faults
    assert (file.faults[0].line, file.faults[0].what[: len(what)]) == (line, what)


BROKEN_CSV = {
    "no text column": (b"texts,lang\na,b\n", 1, "the header has no column 'text'; found: 'texts'"),
    "another delimiter": (b"text;lang\na;b\n", 1, "the header has no column 'text'"),
    "no header": (b"Cobh\nKilmore\n", 1, "the header has no column 'text'; found: 'Cobh'"),
    "only blank lines": (b"\n\n", 0, "no header"),
    "a column twice": (b"text,text\na,b\n", 1, "the column 'text' is there twice"),
    "too many cells": (b"text\na\nb,c\n", 3, "2 cells, but the header has 1 column"),
    "too few cells": (b"text,lang\na\n", 2, "1 cell, but the header has 2 columns"),
    "an empty cell": (b"text,lang\na,b\n,c\n", 3, "'text' is empty"),
    "an open quote": (b'text\na\n"b\nc\nd\n', 3, "a quote that is opened here is never closed"),
    "text behind a quote": (b'text\n"a" b\n', 2, "text behind a closing quote"),
    "old Mac": (b"text\ra\rb\r", 1, "a carriage return in the middle"),
    "latin-1": (b"text\na\ncaf\xe9\n", 3, "not UTF-8: byte 4 is 0xE9"),
    "a latin-1 header": (b"text,caf\xe9\na,b\n", 1, "not UTF-8: byte 9 is 0xE9"),
    "NUL": (b"text\na\0b\n", 2, "a NUL character"),
    "UTF-16": ("text\na\n".encode("utf-16"), 0, "the file is UTF-16; save it as UTF-8"),
    "only a header": (b"text,lang\n", 0, "no row is as it should be"),
}


@pytest.mark.parametrize("name", BROKEN_CSV)
def test_broken_csv(tmp_path: Path, name: str) -> None:
    data, line, what = BROKEN_CSV[name]
    file = checked(tmp_path, "data.csv", data)
    assert file.faults
    assert (file.faults[0].line, file.faults[0].what[: len(what)]) == (line, what)


def test_a_delimiter_that_is_meant_is_guessed(tmp_path: Path) -> None:
    file = checked(tmp_path, "data.csv", b"text;lang\na;b\n")
    assert file.faults[0].what.endswith("Is the delimiter ';'?")
    assert not checked(tmp_path, "data.csv", b"text;lang\na;b\n", new(csv_delimiter=";")).faults


def test_rows_of_several_lines_are_named_by_their_first(tmp_path: Path) -> None:
    data = b'text,lang\n"one\ntwo\nthree",en\n\n,en\n"a ""quoted"" word",en\n'
    file = checked(tmp_path, "data.csv", data)
    assert faults(file) == [(6, "'text' is empty")]
    assert file.rows == 2
    assert file.preview[0]["text"] == "one two three"
    assert file.preview[-1]["text"] == 'a "quoted" word'


def test_a_broken_row_does_not_hide_those_behind_it(tmp_path: Path) -> None:
    data = b'text\ngood\n"bad" one\ngood\n"bad" two\n\xff\ngood\n'
    file = checked(tmp_path, "data.csv", data)
    assert [line for line, _ in faults(file)] == [3, 5, 6]
    assert (file.rows, file.broken) == (3, 3)


def test_windows_files(tmp_path: Path) -> None:
    assert checked(tmp_path, "data.csv", b"text,lang\r\na,b\r\n").rows == 1
    assert checked(tmp_path, "data.jsonl", b'{"text": "a"}\r\n{"text": "b"}\r\n').rows == 2
    assert checked(tmp_path, "data.txt", b"a\r\n\r\nb\r\n").rows == 2


@pytest.mark.parametrize(
    ("name", "data"), [("d.csv", b"text\na\n"), ("d.jsonl", b'{"text": "a"}\n'), ("d.txt", b"a\n")]
)
def test_a_byte_order_mark_is_a_doubt(tmp_path: Path, name: str, data: bytes) -> None:
    file = checked(tmp_path, name, b"\xef\xbb\xbf" + data)
    assert (file.faults, file.rows) == ((), 1)
    ((line, what),) = warnings(file)
    assert line == 1
    assert "byte order mark" in what


def test_txt_is_parted_by_its_separator(tmp_path: Path) -> None:
    data = b"one\ntwo---three---\n---four\xff"
    file = checked(tmp_path, "data.txt", data, new(text_separator="---"))
    assert file.rows == 2
    assert faults(file) == [(3, "not UTF-8: byte 5 is 0xFF")]
    assert file.preview[0] == {"text": "one two"}


FAULTY_ROWS = {
    "no id": (BATCH, {"body": {}}, "'custom_id' is missing"),
    "an id that is no text": (BATCH, {"custom_id": 1, "body": {}}, "'custom_id' is not a text"),
    "no body": (BATCH, {"custom_id": "a"}, "'body' is missing"),
    "a body that is no object": (BATCH, {"custom_id": "a", "body": "x"}, "'body' is not an object"),
    "a model": (BATCH, {"custom_id": "a", "body": {"model": "m"}}, "'body' names a model"),
    "an id again": (BATCH, request("good"), "custom_id 'rgood' was there before"),
    "no messages": (CHAT, {}, "'messages' is missing"),
    "messages of another kind": (CHAT, {"messages": {}}, "'messages' is not a list"),
    "no message": (CHAT, {"messages": []}, "no message of role User"),
    "a message that is a text": (CHAT, {"messages": ["a"]}, "'messages[0]' is not an object"),
    "a small role": (CHAT, conversation("user"), "'messages[0].role' is none of System, User"),
    "a list for a role": (CHAT, {"messages": [{"role": []}]}, "'messages[0].role' is none of"),
    "no role": (CHAT, {"messages": [{"content": "a"}]}, "'messages[0].role' is missing"),
    "no chatbot": (CHAT, conversation("System", "User"), "no message of role Chatbot"),
    "no content": (
        CHAT,
        {"messages": [{"role": "User"}]},
        "'messages[0].content' is missing",
    ),
    "no label": (CLASSIFY, {"text": "a"}, "'label' is missing"),
    "a list of labels": (CLASSIFY, {"text": "a", "label": ["b"]}, "'label' is not a text"),
    "one of many labels": (MULTI, {"text": "a", "label": "b"}, "'label' is not a list"),
    "a label that is empty": (MULTI, {"text": "a", "label": ["b", ""]}, "'label[1]' is empty"),
    "no query": (RERANK, {"relevant_passages": ["a"]}, "'query' is missing"),
    "no passage": (RERANK, {"query": "a", "relevant_passages": []}, "'relevant_passages' is empty"),
    "negatives of another kind": (
        RERANK,
        {**query(1), "hard_negatives": [1]},
        "'hard_negatives[0]' is not a text",
    ),
}


@pytest.mark.parametrize("name", FAULTY_ROWS)
def test_rows_that_break_the_rules_of_their_type(tmp_path: Path, name: str) -> None:
    kind, row, what = FAULTY_ROWS[name]
    good = {BATCH: jsonl([request("good")])}.get(kind, GOOD[kind, "jsonl"])
    file = checked(tmp_path, "data.jsonl", good + jsonl([row]), new(kind))
    ((line, said),) = faults(file)
    assert line == good.count(b"\n") + 1
    assert said.startswith(what)
    assert (file.rows, file.broken) == (good.count(b"\n"), 1)


TOO_FEW = {
    "one conversation": (CHAT, jsonl([conversation("User", "Chatbot")]), "2 rows are needed"),
    "39 rows": (
        CLASSIFY,
        jsonl({"text": "t", "label": "ab"[n % 2]} for n in range(39)),
        "40 rows are needed; as they should be are 39",
    ),
    "one label": (
        CLASSIFY,
        jsonl({"text": "t", "label": "a"} for n in range(40)),
        "2 labels are needed; found: 1",
    ),
    "4 rows of a label": (
        CLASSIFY,
        jsonl({"text": "t", "label": "b" if n < 4 else "a"} for n in range(40)),
        "5 rows of each label are needed; 'b' has 4",
    ),
    "no labels": (
        MULTI,
        jsonl({"text": "t", "label": []} for n in range(40)),
        "2 labels are needed; found: 0",
    ),
    "255 queries": (
        RERANK,
        jsonl(query(n % 255) for n in range(300)),
        "256 different queries are needed; found: 255",
    ),
}


@pytest.mark.parametrize("name", TOO_FEW)
def test_files_with_too_little_to_train_with(tmp_path: Path, name: str) -> None:
    kind, data, what = TOO_FEW[name]
    file = checked(tmp_path, "data.jsonl", data, new(kind))
    assert any(line == 0 and said.startswith(what) for line, said in faults(file))
    assert not checked(tmp_path, "data.jsonl", data, new(kind), evaluates=True).faults


def test_kept_fields_are_in_every_row_and_optional_ones_need_not_be(tmp_path: Path) -> None:
    data = jsonl([{"text": "a", "lang": "en"}, {"text": "b"}, {"text": "c", "lang": None}])
    wanted = new(keep_fields=["lang", "text"])
    assert faults(checked(tmp_path, "data.jsonl", data, wanted)) == [
        (2, "'lang' is missing"),
        (3, "'lang' is missing"),
    ]
    assert not checked(tmp_path, "data.jsonl", data, new(optional_fields=["lang"])).faults
    file = checked(tmp_path, "data.csv", b"text\na\n", wanted)
    assert faults(file) == [(1, "the header has no column 'lang'; found: 'text'")]


def test_what_is_skipped_is_a_warning(tmp_path: Path) -> None:
    data = b'{"text": "a"}\nnonsense\n{"text": ""}\n{"text": "b"}\n'
    file = checked(tmp_path, "data.jsonl", data, new(skip_malformed_input=True))
    assert file.faults == ()
    assert (file.rows, file.broken) == (2, 2)
    assert [line for line, _ in warnings(file)] == [2, 3]


def test_where_all_is_skipped_nothing_is_left(tmp_path: Path) -> None:
    file = checked(tmp_path, "data.jsonl", b"nonsense\n", new(skip_malformed_input=True))
    assert faults(file) == [(0, "no row is as it should be")]
    assert (file.rows, file.broken) == (0, 1)


def test_a_header_cannot_be_skipped(tmp_path: Path) -> None:
    assert checked(tmp_path, "data.csv", b"a\nb\n", new(skip_malformed_input=True)).faults


def test_it_is_given_up_after_so_many_faults(tmp_path: Path) -> None:
    file = checked(tmp_path, "data.jsonl", b"nonsense\n" * 1000)
    assert len(file.faults) == MOST_FAULTS
    assert file.more
    assert file.broken == MOST_FAULTS
    few = checked(tmp_path, "data.jsonl", b"nonsense\n" * (MOST_FAULTS - 1))
    assert len(few.faults) == MOST_FAULTS - 1
    assert not few.more


def test_what_is_skipped_is_counted_to_the_end(tmp_path: Path) -> None:
    data = b"nonsense\n" * 1000 + b'{"text": "a"}\n'
    file = checked(tmp_path, "data.jsonl", data, new(skip_malformed_input=True))
    assert (file.rows, file.broken, len(file.warnings)) == (1, 1000, MOST_FAULTS)
    assert not file.faults


@pytest.mark.parametrize(
    ("kind", "name", "endings"),
    [
        ("embed-input", "data.json", ".csv or .jsonl or .txt"),
        ("embed-input", "data", ".csv or .jsonl or .txt"),
        ("embed-input", "data.xlsx", ".csv or .jsonl or .txt"),
        (BATCH, "data.csv", ".jsonl"),
        (MULTI, "data.csv", ".jsonl"),
    ],
)
def test_files_of_another_format(tmp_path: Path, kind: str, name: str, endings: str) -> None:
    file = checked(tmp_path, name, b"text\na\n", new(kind))
    assert faults(file) == [(0, f"{kind} takes files that end in {endings}")]


def test_endings_in_capitals(tmp_path: Path) -> None:
    assert checked(tmp_path, "DATA.CSV", b"text\na\n").rows == 1


def test_an_empty_file(tmp_path: Path) -> None:
    assert faults(checked(tmp_path, "data.csv", b"")) == [(0, "the file is empty")]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    with path.open("wb") as file:
        file.truncate(datasets.LARGEST_BYTES + 1)
    read: list[int] = []
    found = check_now(new(), path, read.append)
    assert read == []
    assert faults(found)[0][1].startswith("the file has 1,500,000,001 bytes")


def test_the_preview_can_be_shown_anywhere(tmp_path: Path) -> None:
    row = {"text": "\x1b]0;pwned\x07 \ud800" + "x" * 500, "n": {"a": [1, None]}, "\x1b[2J": True}
    file = checked(tmp_path, "data.jsonl", jsonl([row]))
    (shown,) = file.preview
    text, nested, flag = shown.values()
    assert len(text) == 200
    assert nested == '{"a": [1, null]}'
    assert flag == "true"
    assert "\x1b" not in "".join((*shown, *shown.values()))
    assert "\ud800" not in text


def test_a_line_of_ten_megabytes_is_a_row(tmp_path: Path) -> None:
    text = b"x" * (10 * 2**20)
    assert checked(tmp_path, "data.jsonl", b'{"text": "' + text + b'"}\n').rows == 1
    assert checked(tmp_path, "data.csv", b"text\n" + text + b"\n").rows == 1
    assert checked(tmp_path, "data.txt", b"a\n" + text).rows == 2


@pytest.fixture
def short_lines(monkeypatch: pytest.MonkeyPatch) -> int:
    """Lines that are too long without being megabytes."""
    for module in (pieces, entries):
        monkeypatch.setattr(module, "LONGEST", 100)
    monkeypatch.setattr(pieces, "_BLOCK", 64)
    return 100


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("d.jsonl", b'{"text": "a"}\n', b'\n{"text": "b"}\n'), ("d.txt", b"a\n", b"\nb\n")],
)
def test_a_line_that_is_too_long_is_named_and_not_kept(
    tmp_path: Path, short_lines: int, name: str, before: bytes, after: bytes
) -> None:
    data = before + b"x" * 1000 + after
    file = checked(tmp_path, name, data, new(skip_malformed_input=True))
    assert (file.rows, file.broken) == (2, 1)
    assert warnings(file) == [(2, "longer than 16 MiB")]
    last = checked(tmp_path, name, before + b"x" * 1000)
    assert faults(last) == [(2, "longer than 16 MiB")]


def test_long_pieces_do_not_confuse_the_count_of_lines(tmp_path: Path, short_lines: int) -> None:
    data = b"a---" + b"x\n" * 500 + b"---\xff---b"
    wanted = new(text_separator="---", skip_malformed_input=True)
    file = checked(tmp_path, "d.txt", data, wanted)
    assert [line for line, _ in warnings(file)] == [1, 501]
    assert file.rows == 2


def test_a_csv_row_that_never_ends_is_given_up(tmp_path: Path, short_lines: int) -> None:
    data = b'text\na\n"b\n' + b"c\n" * 500
    ((line, what),) = faults(checked(tmp_path, "d.csv", data))
    assert (line, what.startswith("longer than 16 MiB, or a quote")) == (3, True)


def test_ids_beyond_those_remembered_are_a_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_MOST_KNOWN", 3)
    data = jsonl(request(number) for number in (1, 2, 3, 4, 4))
    file = checked(tmp_path, "d.jsonl", data, new(BATCH))
    assert file.rows == 5
    assert warnings(file) == [(0, "only the first 3 values of custom_id were compared")]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: None, "No such file"),
        (os.mkfifo, "not an ordinary file"),
        (lambda path: path.symlink_to("/dev/zero"), "not an ordinary file"),
        (lambda path: path.symlink_to(path), "symbolic links"),
        (lambda path: path.symlink_to("nowhere"), "No such file"),
    ],
)
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / "data.csv")
    with pytest.raises(FileUnusable, match=said):
        check_now(new(), tmp_path / "data.csv", lambda _: None)


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("data.csv")
        with pytest.raises(FileUnusable, match="not an ordinary file"):
            check_now(new(), tmp_path / "data.csv", lambda _: None)


def test_names_no_file_can_have(tmp_path: Path) -> None:
    for name, said in (("a\0.csv", "cannot be the name"), ("a" * 300 + ".csv", "too long")):
        with pytest.raises(FileUnusable, match=said):
            check_now(new(), tmp_path / name, lambda _: None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"text\na\n")
    path.chmod(0)
    with pytest.raises(FileUnusable, match="Permission denied"):
        check_now(new(), path, lambda _: None)


def grown(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more\n")


def put_again(path: Path) -> None:
    old = path.rename(path.with_suffix(".old"))
    path.write_bytes(old.read_bytes())


@pytest.mark.parametrize("change", [grown, lambda path: os.truncate(path, 10)])
def test_a_file_that_changes_while_it_is_checked(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(b"a line\n" * 200_000)

    def report(read: int) -> None:
        if read == pieces._BLOCK:
            change(path)

    with pytest.raises(FileUnusable, match="was changed while it was being checked"):
        check_now(new(), path, report)


def test_a_file_that_is_deleted_while_it_is_checked_is_found_out_before_it_is_sent(
    tmp_path: Path,
) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(b"a line\n" * 200_000)
    file = check_now(new(), path, lambda _: path.unlink(missing_ok=True))
    assert file.rows == 200_000


async def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes((b"a line " * 100 + b"\n") * 4000)
    read: list[int] = []
    file = await check(new(), path, read.append)
    assert read == sorted(read)
    assert (len(read), read[-1]) == (3, file.mark.size)
    assert file.rows == 4000


async def test_it_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_bytes(b'{"text": "a line"}\n' * 2_000_000)
    read: list[int] = []
    task = asyncio.create_task(check(new(), path, read.append))
    await until(lambda: read)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert read[-1] < path.stat().st_size


@pytest.mark.parametrize("change", [grown, lambda path: os.truncate(path, 1), put_again])
def test_a_file_that_was_changed_after_its_check(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    file = checked(tmp_path, "data.csv", b"text\na\n")
    refuse_changed(file.path, file.mark)
    change(file.path)
    with pytest.raises(FileUnusable, match="was changed after it was checked"):
        refuse_changed(file.path, file.mark)
    file.path.unlink()
    with pytest.raises(FileUnusable, match="No such file"):
        refuse_changed(file.path, file.mark)


def test_the_mark_tells_files_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"a")
    two.write_bytes(b"a")
    with reading(one) as first, reading(two) as second:
        assert mark_of(first) == mark_of(first) != mark_of(second)
