"""Files of texts to embed: what becomes of them, and what is said of those that fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIXTURES
from tests.sandbox.datasets.uploading import TEXTS, finished, jsonl, rows

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox


@pytest.mark.parametrize(
    ("file", "content", "query", "found"),
    [
        ("d.csv", TEXTS, {}, [{"text": "Cobh"}, {"text": "Kinsale"}]),
        ("d.csv", b"\xef\xbb\xbf" + TEXTS, {}, [{"text": "Cobh"}, {"text": "Kinsale"}]),
        ("d.csv", TEXTS.decode().encode("utf-16"), {}, [{"text": "Cobh"}, {"text": "Kinsale"}]),
        ("d.csv", TEXTS.replace(b"\n", b"\r\n"), {}, [{"text": "Cobh"}, {"text": "Kinsale"}]),
        ("d.csv", b'text\n"a ""b"", c\nd"\n\n"e"\n', {}, [{"text": 'a "b", c\nd'}, {"text": "e"}]),
        ("d.csv", b"text\ta\n1\t2\n", {"csv_delimiter": "\t"}, [{"text": "1"}]),
        ("d.csv", b" text ,x\n1\n", {"optional_fields": "x"}, [{"text": "1", "x": None}]),
        ("d.jsonl", b'{"text":"a","x":1}\n\n  \n{"text":"b"}', {}, [{"text": "a"}, {"text": "b"}]),
        ("d.jsonl", b'\xef\xbb\xbf{"text":"\\u00e4"}\r\n', {}, [{"text": "ä"}]),
        ("d.txt", "Cobh\n\n Kinsale \r\nÉire".encode(), {}, ["Cobh", " Kinsale ", "Éire"]),
        ("d.txt", b"a\nb--c-- --", {"text_separator": "--"}, ["a\nb", "c"]),
        ("d.txt", b"a\r\n.\r\nb", {"text_separator": "\r\n.\r\n"}, ["a", "b"]),
    ],
)
async def test_texts_to_embed(
    sandbox: Sandbox,
    caller: httpx.AsyncClient,
    file: str,
    content: bytes,
    query: dict[str, Any],
    found: list[Any],
) -> None:
    dataset = await finished(sandbox, caller, content, file=file, **query)
    assert dataset["validation_status"] == "validated", dataset
    wanted = [{"text": item} if isinstance(item, str) else item for item in found]
    assert await rows(dataset) == wanted
    assert [json.loads(one) for one in dataset["dataset_parts"][0]["samples"]] == wanted
    names = [field["name"] for field in json.loads(dataset["schema"])["fields"]]
    assert names == list(wanted[0])
    assert dataset["required_fields"] == ["text"]
    assert "validation_error" not in dataset


@pytest.mark.parametrize(
    ("file", "content", "query", "error"),
    [
        ("d.csv", b"", {}, "the file is empty"),
        ("d.csv", b"\n\n", {}, "the file is empty"),
        ("d.csv", b"text\n", {}, "the file has no rows"),
        ("d.csv", b"\nname,lang\nCobh,en\n", {}, "line 2: the header has no column 'text'"),
        ("d.csv", b"text,text\na,b\n", {}, "line 1: the header has the column 'text' twice"),
        ("d.csv", b"text,\xe9\n", {}, "line 1: not valid UTF-8"),
        ("d.csv", b'te"xt\n"a"b\n', {}, "line 1: the header has no column 'text'"),
        ("d.csv", b'"a"b,text\n', {}, "line 1: not valid CSV: ',' expected after '\"'"),
        ("d.csv", b"text,lang\nCobh\n", {"keep_fields": "lang"}, "line 2: field 'lang' is missing"),
        ("d.csv", TEXTS, {"keep_fields": "depth"}, "line 1: the header has no column 'depth'"),
        ("d.csv", b'text\n"a\nb"\n ,\n', {}, "line 4: 2 cells, but the header has 1 columns"),
        ("d.csv", b'text\n"a\nb"\n\xe9\n', {}, "line 4: not valid UTF-8"),
        ("d.csv", b'text,a\n\n" ",1\n', {}, "line 3: field 'text' is empty"),
        ("d.csv", b'text\n"a" b\n', {}, "line 2: not valid CSV: ',' expected after '\"'"),
        ("d.csv", b'text\na\n"b\nc\n', {}, "line 3: not valid CSV: unexpected end of data"),
        ("d.jsonl", b"", {}, "the file has no rows"),
        ("d.jsonl", b'{"text":"a"}\n\n{"text":', {}, "line 3: not valid JSON: Expecting value at"),
        ("d.jsonl", b'{"text":"a"}\n[]', {}, "line 2: not a JSON object"),
        ("d.jsonl", b'{"text":NaN}', {}, "line 1: not valid JSON: NaN is no number of JSON"),
        ("d.jsonl", b'{"text":"\xff"}', {}, "line 1: not valid UTF-8"),
        ("d.jsonl", b'{"text":"\\ud800"}', {}, "line 1: field 'text' has half a surrogate pair"),
        ("d.jsonl", b'{"text":null}', {}, "line 1: field 'text' is missing"),
        ("d.jsonl", b'{"text":3}', {}, "line 1: field 'text' must be a string, not a number"),
        ("d.jsonl", b'{"text":"a"}', {"keep_fields": ["b"]}, "line 1: field 'b' is missing"),
        (
            "d.jsonl", b'{"text":"a","b":1e999}', {"keep_fields": ["b"]},
            "line 1: field 'b' is too large a number",
        ),
        (
            "d.jsonl", b'{"text":"a","b":"\\ud800"}', {"optional_fields": ["b"]},
            "line 1: field 'b' has half a surrogate pair",
        ),
        ("d.txt", b" \n\n", {}, "the file has no rows"),
        ("d.txt", b"a\n\nb\xff", {}, "line 3: not valid UTF-8"),
        ("d.txt", b"a;b\nc;\xff", {"text_separator": ";"}, "line 2: not valid UTF-8"),
    ],
)  # fmt: skip
async def test_files_that_cannot_be_used(
    sandbox: Sandbox,
    caller: httpx.AsyncClient,
    file: str,
    content: bytes,
    query: dict[str, Any],
    error: str,
) -> None:
    dataset = await finished(sandbox, caller, content, file=file, **query)
    assert dataset["validation_status"] == "failed"
    assert dataset["validation_error"].startswith(error)
    assert dataset["dataset_parts"] == []


async def test_a_line_that_is_too_deep(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller, b"[" * 100_000, file="d.jsonl")
    assert dataset["validation_error"] == "line 1: not valid JSON: nested too deeply"


async def test_a_line_without_end_is_no_row(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    endless = b"x" * (16 * 1024 * 1024 + 1)
    for file, error in (
        ("d.jsonl", "line 1: longer than 16,777,216 characters"),
        ("d.csv", "line 1: longer than 16,777,216 characters"),
        ("d.txt", "an entry is longer than 16,777,216 characters"),
    ):
        dataset = await finished(sandbox, caller, endless, file=file)
        assert dataset["validation_error"] == error


async def test_malformed_lines_can_be_skipped(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    content = b'{"text":"a"}\n{"text":1}\nnonsense\n{"text":"b","x":3}\n'
    dataset = await finished(sandbox, caller, content, file="d.jsonl", skip_malformed_input=True)
    assert dataset["validation_status"] == "validated"
    assert await rows(dataset) == [{"text": "a"}, {"text": "b"}]
    assert dataset["validation_warnings"] == [
        "line 2 was skipped: field 'text' must be a string, not a number",
        "line 3 was skipped: not valid JSON: Expecting value at column 1",
    ]


async def test_many_skipped_lines_are_counted(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    content = b"text,x\nCobh,1\n" + b",2\n" * 50
    dataset = await finished(sandbox, caller, content, skip_malformed_input=True)
    assert len(dataset["validation_warnings"]) == 21
    assert dataset["validation_warnings"][-1] == "30 more lines were skipped"
    assert dataset["dataset_parts"][0]["num_rows"] == 1


async def test_nothing_but_malformed_lines_fails(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset = await finished(sandbox, caller, b"text,x\n,1\n", skip_malformed_input=True)
    assert (dataset["validation_status"], dataset["validation_error"]) == (
        "failed",
        "no valid rows",
    )


async def test_a_wrong_header_is_not_skipped(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller, b"a\nb\n", skip_malformed_input=True)
    assert dataset["validation_status"] == "failed"


async def test_kept_values_keep_their_types(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    kept = {"s": "ü", "b": True, "i": 7, "d": 0.5, "l": [1, "a"], "o": {"k": None}, "h": 2**70}
    dataset = await finished(
        sandbox,
        caller,
        jsonl({"text": "Cobh", **kept}, {"text": "Kinsale", **kept, "gone": 1}),
        file="d.jsonl",
        keep_fields=[*kept, "text"],
        optional_fields=["gone", "s"],
    )
    whole = {**kept, "l": '[1, "a"]', "o": '{"k": null}', "h": str(2**70)}
    assert await rows(dataset) == [
        {"text": "Cobh", **whole, "gone": None},
        {"text": "Kinsale", **whole, "gone": 1},
    ]


async def test_how_a_file_was_read_is_told(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller, b"text;a\n1;2\n", csv_delimiter=";")
    assert dataset["parse_info"] == {"delimiter": ";"}
    dataset = await finished(sandbox, caller, b"a|b", file="d.txt", text_separator="|")
    assert dataset["parse_info"] == {"separator": "|"}
    dataset = await finished(sandbox, caller, jsonl({"text": "a"}), file="d.jsonl")
    assert "parse_info" not in dataset


async def test_long_values_are_shortened_in_samples_only(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset = await finished(sandbox, caller, b"text\n" + b"x" * 5000 + b"\n")
    (part,) = dataset["dataset_parts"]
    assert json.loads(part["samples"][0]) == {"text": "x" * 200 + "…"}
    assert await rows(dataset) == [{"text": "x" * 5000}]


async def test_a_hundred_thousand_rows_are_a_part(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    content = b"text\n" + b"".join(b"%d\n" % number for number in range(100_001))
    dataset = await finished(sandbox, caller, content)
    assert [part["num_rows"] for part in dataset["dataset_parts"]] == [100_000, 1]
    assert [part["index"] for part in dataset["dataset_parts"]] == [0, 1]
    found = await rows(dataset)
    assert [row["text"] for row in found] == [str(number) for number in range(100_001)]


@pytest.mark.parametrize("name", ["csv", "jsonl"])
async def test_known_files(sandbox: Sandbox, caller: httpx.AsyncClient, name: str) -> None:
    content = (FIXTURES / "requests" / f"datasets.embed_input.{name}").read_bytes()
    dataset = await finished(sandbox, caller, content, file=f"d.{name}", keep_fields="lang")
    assert dataset["validation_status"] == "validated"
    assert [row["lang"] for row in await rows(dataset)] == ["en", "en"]


async def test_trouble_in_the_evaluation_is_named(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset = await finished(sandbox, caller, TEXTS, evaluation=b"text\n")
    assert dataset["validation_error"] == "eval_data: the file has no rows"
    content = b"text,x\na,b\n,b\n"
    dataset = await finished(
        sandbox, caller, content, evaluation=content, skip_malformed_input=True
    )
    assert dataset["validation_warnings"] == [
        "line 3 was skipped: field 'text' is empty",
        "eval_data: line 3 was skipped: field 'text' is empty",
    ]
