"""POST /v1/generate: what goes on from a prompt, whole and as lines that take turns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from cohere_tui.sandbox.answers.tokens import pieces
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.fields import shaped
from cohere_tui.sandbox.generate.answer import body, events, generate
from cohere_tui.sandbox.generate.asked import FIELDS, read
from cohere_tui.sandbox.wire import RefusedError
from tests.sandbox.damage import damaged

if TYPE_CHECKING:
    import httpx

KINDS: dict[str, dict[str, Any]] = {
    "one": {"prompt": "Tide mills ground"},
    "five": {"prompt": "Tide mills ground", "num_generations": 5},
    "echo": {"prompt": "/echo Café ☕ — 潮汐 🌊"},
    "surrogate": {"prompt": "/echo half a \ud83c pair"},
    "sum": {"prompt": "17 x 23", "model": "command"},
    "short": {"prompt": "Tide mills", "max_tokens": 3, "num_generations": 2},
    "end": {"prompt": "/echo one two three", "end_sequences": ["two"]},
    "stop": {"prompt": "/echo one two three", "stop_sequences": ["two"]},
    "space": {"prompt": "Tide mills\n", "seed": 7, "temperature": 5, "truncate": "start"},
}


async def answer(caller: httpx.AsyncClient, asked: dict[str, Any]) -> dict[str, Any]:
    response = await caller.post("/v1/generate", content=json.dumps(asked))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def streamed(caller: httpx.AsyncClient, asked: dict[str, Any]) -> list[dict[str, Any]]:
    response = await caller.post("/v1/generate", content=json.dumps({**asked, "stream": True}))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/stream+json"
    *lines, end = response.text.split("\n")
    assert end == ""
    return [json.loads(line) for line in lines]


def texts(found: dict[str, Any]) -> list[str]:
    return [one["text"] for one in found["generations"]]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stream_amounts_to_the_plain_answer(caller: httpx.AsyncClient, kind: str) -> None:
    plain = await answer(caller, KINDS[kind])
    *told, end = await streamed(caller, KINDS[kind])
    assert {event["event_type"] for event in told} <= {"text-generation"}
    assert not any(event["is_finished"] for event in told)
    assert (end["event_type"], end["is_finished"]) == ("stream-end", True)
    joined = ["" for _ in texts(plain)]
    for event in told:
        joined[event["index"]] += event["text"]
    assert joined == texts(plain) == texts(end["response"])
    assert end["response"]["prompt"] == plain["prompt"] == KINDS[kind]["prompt"]
    assert [one["finish_reason"] for one in end["response"]["generations"]] == [
        one["finish_reason"] for one in plain["generations"]
    ]


async def test_generations_differ_and_take_turns(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["five"])
    assert len(set(texts(found))) == len({one["id"] for one in found["generations"]}) == 5
    told = await streamed(caller, KINDS["five"])
    assert [event["index"] for event in told[:10]] == [0, 1, 2, 3, 4] * 2


async def test_the_same_seed_says_the_same(caller: httpx.AsyncClient) -> None:
    said = [texts(await answer(caller, {**KINDS["five"], "seed": seed})) for seed in (1, 1, 2)]
    assert said[0] == said[1] != said[2]


async def test_it_goes_on_from_the_prompt(caller: httpx.AsyncClient) -> None:
    (text,) = texts(await answer(caller, KINDS["one"]))
    assert text.startswith(" ")
    assert "sandbox" in text
    assert "tide" in text
    (after_a_break,) = texts(await answer(caller, KINDS["space"]))
    assert not after_a_break.startswith(" ")
    assert "17 × 23 = 391." in texts(await answer(caller, KINDS["sum"]))[0]


async def test_where_it_ends(caller: httpx.AsyncClient) -> None:
    def ending(found: dict[str, Any]) -> tuple[str, str]:
        return found["generations"][0]["text"], found["generations"][0]["finish_reason"]

    assert ending(await answer(caller, KINDS["end"])) == ("one ", "STOP_SEQUENCE")
    assert ending(await answer(caller, KINDS["stop"])) == ("one two", "STOP_SEQUENCE")
    both = {**KINDS["end"], "stop_sequences": ["one"]}
    assert ending(await answer(caller, both)) == ("one", "STOP_SEQUENCE")
    short = await answer(caller, KINDS["short"])
    assert [len(pieces(text)) for text in texts(short)] == [3, 3]
    assert ending(short)[1] == "MAX_TOKENS"
    assert short["meta"]["billed_units"] == {"input_tokens": 2, "output_tokens": 6}


async def test_likelihoods_are_one_to_a_token(caller: httpx.AsyncClient) -> None:
    asked = {"prompt": "Tide mills", "max_tokens": 4}
    (of_text,) = (await answer(caller, {**asked, "return_likelihoods": "GENERATION"}))[
        "generations"
    ]
    (of_all,) = (await answer(caller, {**asked, "return_likelihoods": "all"}))["generations"]
    assert [one["token"] for one in of_text["token_likelihoods"]] == pieces(of_text["text"])
    assert [one["token"] for one in of_all["token_likelihoods"]][:2] == ["Tide", " mills"]
    assert len(of_all["token_likelihoods"]) == 6
    assert of_text["likelihood"] <= 0
    assert all(one["likelihood"] <= 0 for one in of_all["token_likelihoods"])
    assert "likelihood" not in (await answer(caller, asked))["generations"][0]


@pytest.mark.parametrize("truncate", ["START", "END", None])
async def test_a_prompt_that_is_too_long_is_cut(
    caller: httpx.AsyncClient, truncate: str | None
) -> None:
    prompt = "first " + "word " * 5_000 + "last"
    found = await answer(caller, {"prompt": prompt, "truncate": truncate, "max_tokens": 5})
    assert found["meta"]["billed_units"]["input_tokens"] == 4_096
    assert found["prompt"] == prompt
    refused = await caller.post("/v1/generate", json={"prompt": prompt, "truncate": "NONE"})
    assert (refused.status_code, refused.json()["error_type"]) == (400, "TOO_MANY_TOKENS")


@pytest.mark.parametrize("name", ["command", "command-light", "command-a-plus-05-2026", None])
async def test_old_models_chat_models_and_none_will_do(
    caller: httpx.AsyncClient, name: str | None
) -> None:
    assert texts(await answer(caller, {"prompt": "a", "model": name}))


async def test_unknown_fields_are_accepted_with_a_warning(caller: httpx.AsyncClient) -> None:
    for stream in (False, True):
        asked = {"prompt": "a", "logit_bias": "none", "stream": stream}
        response = await caller.post("/v1/generate", json=asked)
        assert response.status_code == 200
        assert "logit_bias" in response.headers["x-api-warning"]


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({}, 400, "prompt must be"),
        ({"prompt": ""}, 400, "prompt must be"),
        ({"prompt": ["a"]}, 422, "of type string"),
        ({"prompt": "a", "num_generations": 6}, 400, "between 1 and 5"),
        ({"prompt": "a", "temperature": 5.5}, 400, "between 0 and 5.0"),
        ({"prompt": "a", "max_tokens": 0}, 400, "max_tokens must be between 1"),
        ({"prompt": "a", "max_tokens": 10**6}, 400, "max_tokens must be between 1"),
        ({"prompt": "a", "truncate": "MIDDLE"}, 422, "truncate"),
        ({"prompt": "a", "return_likelihoods": "SOME"}, 422, "GENERATION"),
        ({"prompt": "a", "return_likelihoods": "ALL", "stream": True}, 400, "streaming"),
        ({"prompt": "a", "model": "nobody"}, 404, "not found"),
        ({"prompt": "a", "model": "embed-v4.0"}, 400, "generate"),
        ({"prompt": "a", "stop_sequences": [1]}, 422, "string"),
    ],
)
async def test_it_is_refused_in_these_words(
    caller: httpx.AsyncClient, asked: dict[str, Any], status: int, words: str
) -> None:
    response = await caller.post("/v1/generate", json=asked)
    assert (response.status_code, words in response.json()["message"]) == (status, True)


@settings(max_examples=50)
@given(damaged(KINDS))
def test_any_request_is_answered_or_refused(asked: dict[str, Any]) -> None:
    known = {name: value for name, value in asked.items() if name in FIELDS}
    try:
        ask = read(shaped(known, FIELDS), model_named)
    except RefusedError:
        return
    made = generate(ask)
    whole = body(ask, made, "id")
    assert json.loads(json.dumps(whole)) == whole
    assert list(events(ask, made, "id"))[-1].type == "stream-end"
