"""/v1/finetuning/finetuned-models, from the dataset to the model that answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.finetunes.records import DEPLOYING_S, IDLE_S, QUEUED_S
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from tests.finetuning import BASE_TYPES, CHAT, LABELS, MULTI_LABELS, RERANK, dataset, request

if TYPE_CHECKING:
    from pathlib import Path

MODELS = "/v1/finetuning/finetuned-models"
STEPS = 16
"""Of the usual dataset with the usual settings."""
DONE_S = QUEUED_S + STEPS + DEPLOYING_S


@pytest.fixture(autouse=True)
def still(sandbox: Sandbox) -> None:
    """Time passes when a test says so."""
    sandbox.knobs = replace(FAIR, speed=0)


@pytest.fixture
async def data(caller: httpx.AsyncClient, sandbox: Sandbox) -> str:
    """A dataset of conversations."""
    return await dataset(caller, sandbox)


async def begun(caller: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(MODELS, json=body)
    assert answer.status_code == 200, answer.text
    model: dict[str, Any] = answer.json()["finetuned_model"]
    return model


async def seen(caller: httpx.AsyncClient, model: dict[str, Any], more: str = "") -> Any:
    answer = await caller.get(f"{MODELS}/{model['id']}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def status(caller: httpx.AsyncClient, model: dict[str, Any]) -> str:
    found: str = (await seen(caller, model))["finetuned_model"]["status"]
    return found.removeprefix("STATUS_")


async def test_a_new_one_has_every_default_and_waits(caller: httpx.AsyncClient, data: str) -> None:
    model = await begun(caller, request(data))
    assert model["settings"] == {
        "base_model": {
            "name": "command-r-08-2024",
            "version": "1.0.0",
            "base_type": "BASE_TYPE_CHAT",
            "strategy": "STRATEGY_TFEW",
        },
        "dataset_id": data,
        "hyperparameters": {
            "early_stopping_patience": 10,
            "early_stopping_threshold": 0.001,
            "train_batch_size": 16,
            "train_epochs": 1,
            "learning_rate": 0.01,
            "lora_alpha": 8,
            "lora_rank": 8,
            "lora_target_modules": "LORA_TARGET_MODULES_QKVO_FFN",
        },
        "multi_label": False,
    }
    assert (model["name"], model["status"]) == ("tide-voice", "STATUS_QUEUED")
    assert model["created_at"][10] == " "
    assert "completed_at" not in model
    assert await seen(caller, model) == {"finetuned_model": model}


async def test_the_road(caller: httpx.AsyncClient, sandbox: Sandbox, data: str) -> None:
    model = await begun(caller, request(data))
    found = [await status(caller, model)]
    for seconds in (QUEUED_S, STEPS, DEPLOYING_S, IDLE_S):
        sandbox.clock.advance(seconds)
        found.append(await status(caller, model))
    assert found == ["QUEUED", "FINETUNING", "DEPLOYING_API", "READY", "PAUSED"]
    told = await seen(caller, model, "/events")
    assert [event["status"].removeprefix("STATUS_") for event in told["events"]] == found[::-1]
    assert (told["next_page_token"], told["total_size"]) == ("", 5)
    times = [event["created_at"] for event in told["events"]]
    assert times == sorted(times, reverse=True)
    completed = (await seen(caller, model))["finetuned_model"]["completed_at"]
    assert completed == times[1]


async def test_what_is_measured_appears_step_by_step(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    model = await begun(caller, request(data))
    metrics = "/training-step-metrics"
    assert (await seen(caller, model, metrics)) == {"step_metrics": [], "next_page_token": ""}
    sandbox.clock.advance(QUEUED_S + 5)
    some = (await seen(caller, model, metrics))["step_metrics"]
    assert [step["step_number"] for step in some] == [1, 2, 3, 4, 5]
    sandbox.clock.advance(DONE_S)
    every = (await seen(caller, model, metrics))["step_metrics"]
    assert every[:5] == some
    assert [step["step_number"] for step in every] == list(range(1, STEPS + 1))
    assert set(every[0]["metrics"]) == {"loss", "accuracy"}
    assert every[-1]["metrics"]["loss"] < every[0]["metrics"]["loss"]
    assert [step["created_at"] for step in every] == sorted(step["created_at"] for step in every)


async def test_pages_go_on_where_the_last_one_ended_while_it_grows(
    caller: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    data = await dataset(caller, sandbox, count=160)
    model = await begun(caller, request(data, train_batch_size=2, learning_rate=0.001))
    sandbox.clock.advance(QUEUED_S + 60)
    first = await seen(caller, model, "/training-step-metrics")
    assert len(first["step_metrics"]) == 50  # the size 0 says no other
    token = first["next_page_token"]
    second = await seen(caller, model, f"/training-step-metrics?page_size=0&page_token={token}")
    assert [step["step_number"] for step in second["step_metrics"]] == list(range(51, 61))
    sandbox.clock.advance(5)
    again = await seen(caller, model, f"/training-step-metrics?page_token={token}")
    assert [step["step_number"] for step in again["step_metrics"]] == list(range(51, 66))


async def test_a_training_without_progress_ends_early(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    wish = request(data, train_epochs=10, early_stopping_patience=1, early_stopping_threshold=0.1)
    model = await begun(caller, wish)
    sandbox.clock.advance(DONE_S)
    assert await status(caller, model) == "READY"
    steps = (await seen(caller, model, "/training-step-metrics"))["step_metrics"]
    assert len(steps) < 10 * STEPS


async def test_what_diverges_fails(caller: httpx.AsyncClient, sandbox: Sandbox, data: str) -> None:
    model = await begun(caller, request(data, learning_rate=0.1))
    sandbox.clock.advance(DONE_S)
    assert await status(caller, model) == "FAILED"
    steps = (await seen(caller, model, "/training-step-metrics"))["step_metrics"]
    assert steps[-1]["metrics"]["loss"] > 2 * steps[0]["metrics"]["loss"]
    told = (await seen(caller, model, "/events"))["events"]
    assert [event["status"] for event in told[:2]] == ["STATUS_FAILED", "STATUS_FINETUNING"]
    refused = await caller.get(f"/v1/models/{model['id']}-ft")
    assert refused.status_code == 400


async def test_without_its_dataset_a_training_fails_when_it_begins(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    lost, kept = [await begun(caller, request(data)) for _ in range(2)]
    await caller.delete(f"{MODELS}/{kept['id']}")
    await caller.delete(f"/v1/datasets/{data}")
    assert await status(caller, lost) == "QUEUED"
    sandbox.clock.advance(DONE_S)
    assert await status(caller, lost) == "FAILED"
    assert (await seen(caller, lost, "/training-step-metrics"))["step_metrics"] == []


async def test_once_begun_it_does_without_its_dataset(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    model = await begun(caller, request(data))
    sandbox.clock.advance(QUEUED_S)
    assert await status(caller, model) == "FINETUNING"
    await caller.delete(f"/v1/datasets/{data}")
    sandbox.clock.advance(DONE_S)
    assert await status(caller, model) == "READY"


@pytest.mark.parametrize("kind", [CHAT, LABELS, MULTI_LABELS, RERANK])
async def test_each_type_of_data_makes_its_type_of_model(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: str
) -> None:
    data = await dataset(caller, sandbox, kind)
    model = await begun(caller, request(data, kind))
    assert model["settings"]["multi_label"] is (kind == MULTI_LABELS)
    name = f"{model['id']}-ft"
    assert (await caller.get(f"/v1/models/{name}")).status_code == 400
    sandbox.clock.advance(DONE_S)
    found = (await caller.get(f"/v1/models/{name}")).json()
    endpoint = {CHAT: "chat", RERANK: "rerank"}.get(kind, "classify")
    assert (found["name"], found["finetuned"], found["endpoints"]) == (name, True, [endpoint])
    query = {"endpoint": endpoint, "page_size": "1000"}
    listed = (await caller.get("/v1/models", params=query)).json()["models"]
    assert found in listed
    assert [one["name"] for one in listed if one["finetuned"]] == [name]
    other = "rerank" if kind == CHAT else "chat"
    listed = (await caller.get("/v1/models", params={"endpoint": other})).json()["models"]
    assert not any(one["finetuned"] for one in listed)


@pytest.mark.parametrize("kind", [CHAT, LABELS, RERANK])
@pytest.mark.parametrize("base_type", sorted(set(BASE_TYPES.values())))
async def test_data_of_another_type_is_refused(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: str, base_type: str
) -> None:
    body = request(await dataset(caller, sandbox, kind), kind)
    body["settings"]["base_model"]["base_type"] = base_type
    answer = await caller.post(MODELS, json=body)
    assert answer.status_code == (200 if base_type == BASE_TYPES[kind] else 400)


async def test_data_that_is_not_validated_is_refused(
    caller: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    data = await dataset(caller, sandbox, count=1)
    answer = await caller.post(MODELS, json=request(data))
    assert answer.status_code == 400
    assert "its status is failed" in answer.json()["message"]
    assert (await caller.post(MODELS, json=request("nobody"))).status_code == 404


BASE = {"base_type": "BASE_TYPE_CHAT"}
WRONG_SETTINGS: list[Any] = [
    None,
    [],
    {},
    {"dataset_id": "x"},
    {"base_model": BASE},
    {"base_model": {}, "dataset_id": "x"},
    {"base_model": {"base_type": "BASE_TYPE_GENERATIVE"}, "dataset_id": "x"},
    {"base_model": {**BASE, "name": "x"}, "dataset_id": "x"},
    {"base_model": {**BASE, "strategy": "x"}, "dataset_id": "x"},
    {"base_model": BASE, "dataset_id": "x", "colour": "blue"},
]
WRONG: list[dict[str, Any]] = [
    *({"name": name} for name in (None, " ", 5)),
    *({"settings": wrong} for wrong in WRONG_SETTINGS),
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
async def test_what_is_wrong_is_a_400(
    caller: httpx.AsyncClient, data: str, changes: dict[str, Any]
) -> None:
    answer = await caller.post(MODELS, json={**request(data), **changes})
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert (await caller.get(MODELS)).json()["total_size"] == 0


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("early_stopping_patience", (-1, 11, 1.5, "6")),
        ("early_stopping_threshold", (0.0009, 0.11)),
        ("train_batch_size", (1, 17)),
        ("train_epochs", (0, 11)),
        ("learning_rate", (0.00004, 0.11, "0.01")),
        ("lora_rank", (0,)),
        ("lora_alpha", (0,)),
        ("lora_target_modules", ("ALL", 3)),
        ("momentum", (0.9,)),
    ],
)
async def test_hyperparameters_have_bounds(
    caller: httpx.AsyncClient, data: str, name: str, values: tuple[Any, ...]
) -> None:
    for value in values:
        answer = await caller.post(MODELS, json=request(data, **{name: value}))
        assert answer.status_code == 400, value
        assert name in answer.json()["message"]


async def test_the_edges_of_the_bounds_are_within(caller: httpx.AsyncClient, data: str) -> None:
    low: dict[str, Any] = {
        "early_stopping_patience": 0,
        "early_stopping_threshold": 0.001,
        "train_batch_size": 2,
    }
    high: dict[str, Any] = {
        "early_stopping_patience": 10,
        "early_stopping_threshold": 0.1,
        "train_batch_size": 16,
    }
    for edge in (low | {"learning_rate": 0.00005}, high | {"learning_rate": 0.1}):
        how = (await begun(caller, request(data, **edge)))["settings"]["hyperparameters"]
        assert how.items() >= edge.items()


async def test_the_key_of_wandb_is_never_told(caller: httpx.AsyncClient, data: str) -> None:
    body = request(data)
    body["settings"]["wandb"] = {"project": "tides", "api_key": "w-secret-1"}
    model = await begun(caller, body)
    assert model["settings"]["wandb"] == {"project": "tides", "api_key": "***"}
    assert "w-secret-1" not in (await caller.get(MODELS)).text
    del body["settings"]["wandb"]["api_key"]
    assert (await caller.post(MODELS, json=body)).status_code == 400


async def test_wandb_is_for_chat_models(caller: httpx.AsyncClient, sandbox: Sandbox) -> None:
    body = request(await dataset(caller, sandbox, RERANK), RERANK)
    body["settings"]["wandb"] = {"project": "tides", "api_key": "w-secret-1"}
    assert (await caller.post(MODELS, json=body)).status_code == 400


async def test_what_only_the_server_decides_may_come_along(
    caller: httpx.AsyncClient, data: str
) -> None:
    model = await begun(caller, request(data))
    again = await begun(caller, {**model, "name": "second"})
    assert again["id"] != model["id"]
    assert again["settings"] == model["settings"]
    odd = await caller.post(MODELS, json={**request(data), "colour": "blue"})
    assert "colour" in odd.headers["x-api-warning"]


async def test_renaming_is_always_possible(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    model = await begun(caller, request(data))
    sandbox.clock.advance(DONE_S)
    await caller.delete(f"/v1/datasets/{data}")
    whole = {"name": "once more", "settings": model["settings"]}  # as the SDK has to send it
    for body in ({"name": "another"}, whole):
        changed = (await caller.patch(f"{MODELS}/{model['id']}", json=body)).json()
        assert changed["finetuned_model"]["name"] == body["name"]
        assert changed["finetuned_model"]["settings"] == model["settings"]
        assert changed["finetuned_model"]["updated_at"] > model["updated_at"]


async def test_settings_change_until_the_training_begins(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    model = await begun(caller, request(data))
    path, body = f"{MODELS}/{model['id']}", {"settings": request(data, train_epochs=2)["settings"]}
    changed = (await caller.patch(path, json=body)).json()["finetuned_model"]
    assert changed["settings"]["hyperparameters"]["train_epochs"] == 2
    assert changed["name"] == model["name"]
    sandbox.clock.advance(QUEUED_S)
    late = await caller.patch(path, json={"settings": request(data, train_epochs=3)["settings"]})
    assert late.status_code == 400
    assert (await seen(caller, model))["finetuned_model"]["settings"] == changed["settings"]


async def test_the_list_has_order_pages_and_a_total(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    made = []
    for _ in range(5):
        made.append((await begun(caller, request(data)))["id"])
        sandbox.clock.advance(1)
    for order, expected in (
        ("", made[::-1]),
        ("created_at", made),
        ("created_at desc", made[::-1]),
    ):
        found: list[str] = []
        query = {"page_size": "2", **({"order_by": order} if order else {})}
        while "page_token" not in query or query["page_token"]:
            page = (await caller.get(MODELS, params=query)).json()
            assert page["total_size"] == 5
            found += [model["id"] for model in page["finetuned_models"]]
            query["page_token"] = page["next_page_token"]
        assert found == expected
    for wrong in ("order_by=size", "page_size=-1", "page_size=x", "page_token=%25"):
        assert (await caller.get(f"{MODELS}?{wrong}")).status_code == 400


async def test_deleted_is_gone(caller: httpx.AsyncClient, sandbox: Sandbox, data: str) -> None:
    model = await begun(caller, request(data))
    sandbox.clock.advance(DONE_S)
    gone = await caller.delete(f"{MODELS}/{model['id']}")
    assert (gone.status_code, gone.json()) == (200, {})
    path = f"{MODELS}/{model['id']}"
    assert (await caller.patch(path, json={"name": "x"})).status_code == 404
    assert (await caller.delete(path)).status_code == 404
    for more in ("", "/events", "/training-step-metrics"):
        assert (await caller.get(path + more)).status_code == 404
    assert (await caller.get(f"/v1/models/{model['id']}-ft")).status_code == 404


async def test_a_ready_model_answers_and_use_wakes_it_up(
    caller: httpx.AsyncClient, sandbox: Sandbox, data: str
) -> None:
    model = await begun(caller, request(data))
    name = f"{model['id']}-ft"
    body = {"model": name, "messages": [{"role": "user", "content": "When is high tide?"}]}
    early = await caller.post("/v2/chat", json=body)
    assert early.status_code == 400
    sandbox.clock.advance(DONE_S + IDLE_S)
    assert await status(caller, model) == "PAUSED"
    answer = await caller.post("/v2/chat", json=body)
    assert answer.status_code == 200, answer.text
    woken = (await seen(caller, model))["finetuned_model"]
    assert woken["status"] == "STATUS_READY"
    assert woken["last_used"]
    told = (await seen(caller, model, "/events"))["events"]
    assert [event["status"] for event in told[:3]] == [
        "STATUS_READY",
        "STATUS_PAUSED",
        "STATUS_READY",
    ]
    sandbox.clock.advance(IDLE_S)
    assert await status(caller, model) == "PAUSED"


USES: dict[str, tuple[str, dict[str, Any]]] = {
    CHAT: ("/v1/chat", {"message": "When is the ebb?"}),
    LABELS: ("/v1/classify", {"inputs": ["The ebb comes."]}),
    RERANK: ("/v2/rerank", {"query": "ebb", "documents": ["flood", "the ebb"]}),
}


@pytest.mark.parametrize("kind", list(USES))
async def test_each_is_used_where_it_belongs(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: str
) -> None:
    model = await begun(caller, request(await dataset(caller, sandbox, kind), kind))
    sandbox.clock.advance(DONE_S)
    for other, (path, body) in USES.items():
        answer = await caller.post(path, json={**body, "model": f"{model['id']}-ft"})
        assert answer.status_code == (200 if other == kind else 400), answer.text
    assert (await seen(caller, model))["finetuned_model"]["last_used"]
    old = USES[RERANK][1] | {"model": f"{model['id']}-ft"}
    assert (await caller.post("/v1/rerank", json=old)).is_success is (kind == RERANK)


async def test_a_training_outlives_a_restart(tmp_path: Path) -> None:
    still = replace(FAIR, speed=0)
    headers = {"authorization": "Bearer a-key"}
    async with (
        Sandbox(still, state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False) as caller,
    ):
        model = await begun(caller, request(await dataset(caller, sandbox)))
        sandbox.clock.advance(DONE_S)
        before = await seen(caller, model)
        curve = await seen(caller, model, "/training-step-metrics")
    async with (
        Sandbox(still, state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False) as caller,
    ):
        assert await seen(caller, model) == before
        assert await seen(caller, model, "/training-step-metrics") == curve
