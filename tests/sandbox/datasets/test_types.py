"""What rows of the other types have to be, and what is counted of them."""

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
