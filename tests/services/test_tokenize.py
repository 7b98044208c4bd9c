"""Texts as tokens, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import BadRequest, NotFound
from cohere_tui.models.tokenize import DetokenizeRequest, TokenizeRequest
from cohere_tui.services.tokenize import TokenizeService
from tests.openapi import judge_request, needs_description

if TYPE_CHECKING:
    from tests.services.conftest import Bench

MODEL = "command-a-03-2025"


@pytest.mark.parametrize("text", ["hello, world", "é\x00😀 日本語\r\n", " " * 65_536], ids=ascii)
async def test_tokens_and_back(bench: Bench, text: str) -> None:
    service = TokenizeService(bench.client)
    tokens = await service.tokenize(TokenizeRequest(text=text, model=MODEL))
    assert len(tokens.pieces) == len(tokens.tokens) == len(tokens.token_strings)
    request = DetokenizeRequest(tokens=tokens.tokens, model=MODEL)
    assert (await service.detokenize(request)).text == text


async def test_the_server_s_remark_reaches_the_caller(bench: Bench) -> None:
    service = TokenizeService(bench.client)
    tokens = await service.tokenize(TokenizeRequest(text="a", model=MODEL))
    assert tokens.warning == "unknown field: parameter model is not a valid field"
    assert tokens.pieces == ((97, "a"),)


async def test_refusals_are_errors_of_the_tree(bench: Bench) -> None:
    service = TokenizeService(bench.client)
    with pytest.raises(NotFound, match="was removed"):
        await service.tokenize(TokenizeRequest(text="a", model="command"))
    with pytest.raises(BadRequest, match="token id 99999 is not in the vocabulary"):
        await service.detokenize(DetokenizeRequest(tokens=(1, 99_999), model=MODEL))


@needs_description
async def test_requests_are_as_described(bench: Bench) -> None:
    service = TokenizeService(bench.client)
    await service.tokenize(TokenizeRequest(text="a é", model=MODEL))
    await service.detokenize(DetokenizeRequest(tokens=(1, 2), model=MODEL))
    for received in bench.sandbox.requests:
        judge_request(received)
