"""What files of each type have to be, what becomes of them, and what is said of those that fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIXTURES
from tests.sandbox.datasets.uploading import TEXTS, finished, jsonl, rows

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

QUERIES = {"query": "q", "relevant_passages": ["a", "b"], "hard_negatives": ["c"]}
TALK = {"messages": [{"role": "User", "content": "Hi"}, {"role": "Chatbot", "content": "Ho"}]}
SINGLE = "single-label-classification-finetune-input"
MULTI = "multi-label-classification-finetune-input"


def labelled(*labels: Any) -> list[dict[str, Any]]:
    """Forty texts that have the labels in turn."""
    return [{"text": f"t{n}", "label": labels[n % len(labels)]} for n in range(40)]


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


async def test_known_requests_of_a_batch(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    content = (FIXTURES / "requests" / "batches.input.jsonl").read_bytes()
    dataset = await finished(sandbox, caller, content, file="d.jsonl", type="batch-embed-v2-input")
    found = await rows(dataset)
    assert [row["custom_id"] for row in found] == ["row-0", "row-1"]
    assert json.loads(found[0]["body"])["texts"] == ["sea"]
    assert dataset["required_fields"] == ["custom_id", "body"]


@pytest.mark.parametrize(
    ("kind", "items", "error"),
    [
        ("batch-chat-v2-input", [{"body": {}}], "line 1: field 'custom_id' is missing"),
        ("batch-chat-v2-input", [{"custom_id": "a"}], "line 1: field 'body' is missing"),
        (
            "batch-embed-v2-input",
            [{"custom_id": "a", "body": "{}"}],
            "line 1: field 'body' must be an object, not a string",
        ),
        (
            "batch-embed-v2-input",
            [{"custom_id": "a", "body": {"model": "m"}}],
            "line 1: field 'body' must not name a model",
        ),
        (
            "batch-chat-v2-input",
            [{"custom_id": "a", "body": {}}, {"custom_id": "a", "body": {}}],
            "line 2: custom_id 'a' is there twice",
        ),
        ("chat-finetune-input", [TALK], "there must be at least 2 examples, there are 1"),
        ("chat-finetune-input", [{}], "line 1: field 'messages' is missing"),
        ("chat-finetune-input", [{"messages": {}}], "line 1: field 'messages' must be an array"),
        (
            "chat-finetune-input",
            [{"messages": ["Hi"]}],
            "line 1: field 'messages[0]' must be an object, not a string",
        ),
        (
            "chat-finetune-input",
            [{"messages": [{"role": "user", "content": "Hi"}]}],
            "line 1: field 'messages[0].role' must be one of System, User, Chatbot",
        ),
        (
            "chat-finetune-input",
            [{"messages": [{"role": "User"}]}],
            "line 1: field 'messages[0].content' is missing",
        ),
        (
            "chat-finetune-input",
            [TALK, {"messages": TALK["messages"][:1]}],
            "line 2: field 'messages' has no message of role Chatbot",
        ),
        (
            "chat-finetune-input",
            [{"messages": []}],
            "line 1: field 'messages' has no message of role User",
        ),
        ("reranker-finetune-input", [QUERIES] * 255, "there must be at least 256 examples"),
        (
            "reranker-finetune-input",
            [{**QUERIES, "relevant_passages": []}],
            "line 1: field 'relevant_passages' is empty",
        ),
        (
            "reranker-finetune-input",
            [{**QUERIES, "hard_negatives": ["a", 1]}],
            "line 1: field 'hard_negatives[1]' must be a string, not a number",
        ),
        (SINGLE, labelled("a", "b")[:39], "there must be at least 40 examples, there are 39"),
        (SINGLE, labelled("a"), "there must be at least 2 labels"),
        (SINGLE, labelled(*"abcdefghi"), "there must be at least 5 examples of label 'e'"),
        (SINGLE, labelled(["a"]), "line 1: field 'label' must be a string, not an array"),
        (MULTI, labelled("a"), "line 1: field 'label' must be an array, not a string"),
        (MULTI, labelled([]), "there must be at least 2 labels"),
    ],
)
async def test_rows_that_their_type_does_not_allow(
    sandbox: Sandbox, caller: httpx.AsyncClient, kind: str, items: list[Any], error: str
) -> None:
    dataset = await finished(sandbox, caller, jsonl(*items), file="d.jsonl", type=kind)
    assert dataset["validation_status"] == "failed"
    assert dataset["validation_error"].startswith(error)


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("batch-chat-v2-input", "d.csv"),
        ("chat-finetune-input", "d.txt"),
        ("reranker-finetune-input", "d.csv"),
        (SINGLE, "d.txt"),
        (MULTI, "d.csv"),
    ],
)
async def test_files_that_their_type_does_not_allow(
    sandbox: Sandbox, caller: httpx.AsyncClient, kind: str, file: str
) -> None:
    dataset = await finished(sandbox, caller, TEXTS, file=file, type=kind)
    assert dataset["validation_status"] == "failed"
    assert f"files, not {file[2:]}" in dataset["validation_error"]


@pytest.mark.parametrize("kind", ["batch-chat-input", "batch-openai-chat-input"])
async def test_types_without_rules_are_skipped(
    sandbox: Sandbox, caller: httpx.AsyncClient, kind: str
) -> None:
    dataset = await finished(sandbox, caller, b"nonsense", file="d.jsonl", type=kind)
    assert dataset["validation_status"] == "skipped"
    assert dataset["dataset_parts"] == []


async def test_metrics_of_conversations(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    taught = {"messages": [{"role": "System", "content": "Be kind"}, *TALK["messages"] * 2]}
    dataset = await finished(
        sandbox,
        caller,
        jsonl(TALK, taught),
        file="d.jsonl",
        type="chat-finetune-input",
        evaluation=jsonl(TALK),
    )
    metrics = dataset["metrics"]["finetune_dataset_metrics"]
    assert metrics["chat_data_metrics"] == {
        "num_train_turns": 3,
        "num_eval_turns": 1,
        "preamble": "Be kind",
    }
    assert metrics["train_examples"] == 2
    assert metrics["eval_examples"] == 1
    assert metrics["total_examples"] == 3
    assert metrics["trainable_token_count"] == 8
    assert metrics["train_size_bytes"] > metrics["eval_size_bytes"] > 50
    assert await rows(dataset) == [TALK, taught, TALK]


async def test_metrics_of_queries(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    plain = {"query": "q", "relevant_passages": ["a"]}
    dataset = await finished(
        sandbox,
        caller,
        jsonl(*[QUERIES] * 256),
        file="d.jsonl",
        type="reranker-finetune-input",
        evaluation=jsonl(plain),
    )
    metrics = dataset["metrics"]["finetune_dataset_metrics"]
    assert metrics["reranker_data_metrics"] == {
        "num_train_queries": 256,
        "num_train_relevant_passages": 512,
        "num_train_hard_negatives": 256,
        "num_eval_queries": 1,
        "num_eval_relevant_passages": 1,
        "num_eval_hard_negatives": 0,
    }
    assert (await rows(dataset))[-1] == {**plain, "hard_negatives": []}


async def test_metrics_of_labels(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(
        sandbox,
        caller,
        jsonl(*labelled("a", "b", "a")),
        file="d.jsonl",
        type=SINGLE,
        evaluation=jsonl({"text": "t", "label": "c"}),
    )
    metrics = dataset["metrics"]["finetune_dataset_metrics"]
    labels = metrics["classify_data_metrics"]["label_metrics"]
    assert [(one["label"], one["total_examples"]) for one in labels] == [
        ("a", 27),
        ("b", 13),
        ("c", 1),
    ]
    assert labels[0]["samples"] == ["t0", "t2", "t3"]


async def test_labels_in_csv_and_several_in_jsonl(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    content = b"label,text\n" + b"a,x\nb,y\n" * 20
    dataset = await finished(sandbox, caller, content, type=SINGLE)
    assert dataset["validation_status"] == "validated"
    assert (await rows(dataset))[0] == {"text": "x", "label": "a"}
    many = labelled(["a", "b"], [], ["b"])
    dataset = await finished(sandbox, caller, jsonl(*many), file="d.jsonl", type=MULTI)
    assert dataset["validation_status"] == "validated"
    assert await rows(dataset) == many


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
