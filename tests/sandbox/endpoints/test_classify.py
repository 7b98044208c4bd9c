"""POST /v1/classify."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.finetunes.records import DEPLOYING_S, QUEUED_S
from tests import finetuning
from tests.openapi import judge, needs_description

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

EXAMPLES = [
    {"text": "Where is my parcel?", "label": "shipping"},
    {"text": "My order has not arrived", "label": "shipping"},
    {"text": "I want my money back", "label": "refund"},
    {"text": "Please refund me", "label": "refund"},
]
INPUTS = ["where is my order", "give me back my money"]


def asked(**fields: Any) -> dict[str, Any]:
    return {"inputs": INPUTS, "examples": EXAMPLES, **fields}


async def classify(caller: httpx.AsyncClient, **fields: Any) -> Any:
    response = await caller.post("/v1/classify", json=asked(**fields))
    assert response.status_code == 200, response.text
    return response.json()


async def test_each_input_has_the_label_of_what_is_like_it(caller: httpx.AsyncClient) -> None:
    answer = await classify(caller)
    first, second = answer["classifications"]
    assert (first["prediction"], second["prediction"]) == ("shipping", "refund")
    assert first["input"] == INPUTS[0]
    assert first["classification_type"] == "single-label"
    assert first["predictions"] == ["shipping"]
    assert first["confidences"] == [first["confidence"]]
    shares = [one["confidence"] for one in first["labels"].values()]
    assert sum(shares) == pytest.approx(1)
    assert first["confidence"] == max(shares)
    assert len({answer["id"], first["id"], second["id"]}) == 3
    assert answer["meta"]["billed_units"] == {"classifications": 2}


async def test_the_most_that_is_allowed(caller: httpx.AsyncClient) -> None:
    answer = await classify(caller, inputs=["hello"] * 96, examples=EXAMPLES * 625)
    assert len(answer["classifications"]) == 96


async def test_long_inputs_are_cut(caller: httpx.AsyncClient) -> None:
    long = "money back " + "tide " * 600 + "where is my parcel"
    (end,) = (await classify(caller, inputs=[long], truncate="START"))["classifications"]
    (start,) = (await classify(caller, inputs=[long]))["classifications"]
    assert (start["prediction"], end["prediction"]) == ("refund", "shipping")
    assert start["input"] == long
    refused = await caller.post("/v1/classify", json=asked(inputs=[long], truncate="NONE"))
    assert refused.status_code == 400
    assert refused.json()["error_type"] == "TOO_MANY_TOKENS"


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"inputs": None}, 400, "inputs must hold at least 1 element"),
        ({"inputs": []}, 400, "inputs must hold at least 1 element"),
        ({"inputs": ["a"] * 97}, 400, "total number of inputs must be at most 96 - received 97"),
        ({"inputs": ["a", ""]}, 400, "inputs[1] is an empty string"),
        ({"inputs": [1]}, 422, "parameter inputs[0] is of type integer"),
        ({"inputs": "a"}, 422, "parameter inputs is of type string"),
        ({"examples": []}, 400, "examples must be provided unless a fine-tuned model is used"),
        ({"examples": EXAMPLES * 626}, 400, "total number of examples must be at most 2500"),
        ({"examples": EXAMPLES[:3]}, 400, "at least 2 examples. Not enough examples for: refund"),
        ({"examples": [{"text": "a"}] * 2}, 400, "examples[0].label must be a string"),
        ({"examples": [{"text": "", "label": "a"}] * 2}, 400, "examples[0].text must be a string"),
        ({"examples": [{"text": 5, "label": "a"}] * 2}, 422, "parameter examples[0].text is of"),
        ({"truncate": "MIDDLE"}, 422, "parameter 'truncate' must be one of NONE, START, END"),
        ({"model": "nobody"}, 404, "model 'nobody' not found"),
        ({"model": "command-a-03-2025"}, 400, "is not supported by the classify API"),
        ({"preset": "mine"}, 404, "preset 'mine' not found"),
    ],
)
async def test_refusals(
    caller: httpx.AsyncClient, change: dict[str, Any], status: int, said: str
) -> None:
    response = await caller.post("/v1/classify", json=asked(**change))
    assert (response.status_code, said in response.json()["message"]) == (status, True), (
        response.text
    )


async def test_unknown_fields_are_warned_of(caller: httpx.AsyncClient) -> None:
    response = await caller.post("/v1/classify", json=asked(labels=["a"]))
    assert response.status_code == 200
    warning = "unknown field: parameter labels is not a valid field"
    assert response.headers["x-api-warning"] == warning


@pytest.mark.parametrize("kind", [finetuning.LABELS, finetuning.MULTI_LABELS])
async def test_a_trained_model_needs_no_examples(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: str
) -> None:
    sandbox.knobs = replace(sandbox.knobs, speed=0)
    data = await finetuning.dataset(caller, sandbox, kind, 64)
    path = "/v1/finetuning/finetuned-models"
    answer = await caller.post(path, json=finetuning.request(data, kind))
    name = f"{answer.json()['finetuned_model']['id']}-ft"
    body = {"inputs": ["At noon comes the flood"], "model": name}
    assert (await caller.post("/v1/classify", json=body)).status_code == 400
    sandbox.clock.advance(QUEUED_S + 1800 + DEPLOYING_S)
    response = await caller.post("/v1/classify", json=body)
    assert response.status_code == 200, response.text
    (one,) = response.json()["classifications"]
    assert one["predictions"] == ["flood"]
    assert set(one["labels"]) == {"ebb", "flood", "slack", "spring"}
    assert ("prediction" in one) == (kind == finetuning.LABELS)
    several = "multi-label" if kind == finetuning.MULTI_LABELS else "single-label"
    assert one["classification_type"] == several


@needs_description
async def test_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"model": "embed-english-v3.0", "truncate": "NONE"},
        {"inputs": []},
    ]
    for more in changes:
        judge(await caller.post("/v1/classify", json=asked(**more)))
