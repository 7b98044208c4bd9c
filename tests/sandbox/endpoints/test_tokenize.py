"""POST /v1/tokenize and /v1/detokenize, and the tokenizer as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from tests.openapi import judge, needs_description

if TYPE_CHECKING:
    from tests.sandbox.endpoints.conftest import Line

MODEL = "command-a-03-2025"
HEADERS = {"authorization": "Bearer a-key", "content-type": "application/json"}


async def post(caller: httpx.AsyncClient, path: str, **fields: Any) -> Any:
    """As ASCII, so that half surrogate pairs can be sent too."""
    content = json.dumps({"model": MODEL, **fields})
    response = await caller.post(path, content=content, headers=HEADERS)
    assert response.status_code == 200, response.text[:500]
    return response.json()


async def test_a_text_and_back(caller: httpx.AsyncClient) -> None:
    answer = await post(caller, "/v1/tokenize", text="hello, world")
    assert answer["token_strings"] == ["hello", ",", " world"]
    assert answer["meta"] == {"api_version": {"version": "1"}}
    back = await post(caller, "/v1/detokenize", tokens=answer["tokens"])
    assert back == {"text": "hello, world", "meta": {"api_version": {"version": "1"}}}


async def test_families_of_models_have_tokens_of_their_own(caller: httpx.AsyncClient) -> None:
    text = "It took 1234 tokens, nobody remembers why."
    cuts = {
        model: (await post(caller, "/v1/tokenize", text=text, model=model))["token_strings"]
        for model in (MODEL, "embed-v4.0", "command-r7b-12-2024", "embed-english-v3.0")
    }
    assert cuts[MODEL] == cuts["embed-v4.0"]
    assert len(cuts[MODEL]) < len(cuts["command-r7b-12-2024"]) < len(cuts["embed-english-v3.0"])
    assert {"".join(cut) for cut in cuts.values()} == {text}


async def test_the_field_that_it_demands_is_warned_of(caller: httpx.AsyncClient) -> None:
    response = await caller.post("/v1/tokenize", json={"text": "a", "model": MODEL})
    warning = "unknown field: parameter model is not a valid field"
    assert response.headers["x-api-warning"] == warning
    response = await caller.post("/v1/detokenize", json={"tokens": [65], "model": MODEL})
    assert "x-api-warning" not in response.headers


@pytest.mark.parametrize(
    ("part", "times"),
    [("a", 65_536), ("日本語", 10_000), ("\x00", 1), ("\ud83d", 1), ("\ude00\ud83d", 1)],
    ids=ascii,
)
async def test_long_and_odd_texts(caller: httpx.AsyncClient, part: str, times: int) -> None:
    answer = await post(caller, "/v1/tokenize", text=part * times)
    assert len(answer["token_strings"]) == len(answer["tokens"])
    back = await post(caller, "/v1/detokenize", tokens=answer["tokens"][:65_536])
    assert (part * times).startswith(back["text"].rstrip("\ufffd"))
    assert len(answer["tokens"]) > 65_536 or back["text"] == part * times


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("tokenize", {"text": ""}, 400, "text must hold 1 to 65536 characters - received 0"),
        ("tokenize", {"text": None}, 400, "text must hold 1 to 65536 characters - received 0"),
        ("tokenize", {"text": "a" * 65_537}, 400, "1 to 65536 characters - received 65537"),
        ("tokenize", {"text": 5}, 422, "parameter text is of type integer"),
        ("tokenize", {"text": "a", "model": None}, 400, "a model parameter is required"),
        ("tokenize", {"text": "a", "model": 5}, 422, "parameter model is of type integer"),
        ("tokenize", {"text": "a", "model": "nobody"}, 404, "model 'nobody' not found"),
        ("detokenize", {"tokens": []}, 400, "tokens must hold 1 to 65536 elements - received 0"),
        ("detokenize", {"tokens": [1] * 65_537}, 400, "1 to 65536 elements - received 65537"),
        ("detokenize", {"tokens": [1, -1]}, 400, "token id -1 is not in the vocabulary"),
        ("detokenize", {"tokens": [10**30]}, 400, f"token id {10**30} is not in the vocabulary"),
        ("detokenize", {"tokens": ["a"]}, 422, "parameter tokens[0] is of type string"),
        ("detokenize", {"tokens": [1], "model": ""}, 400, "a model parameter is required"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_refusals(
    caller: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, said: str
) -> None:
    response = await caller.post(f"/v1/{path}", json={"model": MODEL, **body})
    assert (response.status_code, said in response.json()["message"]) == (status, True), (
        response.text
    )


@settings(max_examples=50)
@given(
    text=st.text(min_size=1) | st.text(st.characters(codec=None), min_size=1),
    model=st.sampled_from([MODEL, "command-r-08-2024", "rerank-english-v3.0"]),
)
def test_every_text_comes_back(line: Line, text: str, model: str) -> None:
    tokens = line.post("/v1/tokenize", {"model": model, "text": text}).json()["tokens"]
    back = line.post("/v1/detokenize", {"model": model, "tokens": tokens}).json()["text"]
    # Two halves that meet in JSON are one character.
    assert back == json.loads(json.dumps(text))


@pytest.mark.parametrize("name", [MODEL, "command-r7b-12-2024", "embed-multilingual-v3.0"])
async def test_the_file_gives_the_same_tokens(caller: httpx.AsyncClient, name: str) -> None:
    model = (await caller.get(f"/v1/models/{name}")).json()
    assert model["tokenizer_url"] == f"{caller.base_url}/_sandbox/tokenizers/{name}.json"
    async with httpx.AsyncClient(trust_env=False) as stranger:
        file = await stranger.get(model["tokenizer_url"])
        head = await stranger.head(model["tokenizer_url"])
    assert head.headers["content-length"] == str(len(file.content))
    text = "Hello, world! How many tokens are 12,345 Häfen?"
    tokens = (await post(caller, "/v1/tokenize", text=text, model=name))["tokens"]
    assert Tokenizer.from_str(file.text).encode(text).ids == tokens
    assert (await caller.get("/_sandbox/tokenizers/nobody.json")).status_code == 404


@needs_description
async def test_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    judge(await caller.post("/v1/tokenize", json={"text": "a é 😀", "model": MODEL}))
    judge(await caller.post("/v1/detokenize", json={"tokens": [65, 0, 200], "model": MODEL}))
    judge(await caller.post("/v1/detokenize", json={"tokens": [10**9], "model": MODEL}))
