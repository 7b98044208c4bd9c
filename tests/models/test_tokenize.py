"""Tokenize and detokenize: requests within their bounds, answers of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.tokenize import (
    DetokenizeRequest,
    DetokenizeResponse,
    TokenizeRequest,
    TokenizeResponse,
)
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent

BODY = "paths/~1v1~1{}/post/requestBody/content/application~1json/schema"
MODEL = {"model": "command-a-03-2025"}


def test_tokens_and_their_texts() -> None:
    body = (FIXTURES / "responses" / "v1_tokenize.json").read_bytes()
    read = TokenizeResponse.read(body)
    assert read.tokens == (34313, 19, 3845)
    assert read.pieces == ((34313, "hello"), (19, ","), (3845, " world"))
    assert read.meta.version == "1"


def test_the_text_of_tokens() -> None:
    read = DetokenizeResponse.read((FIXTURES / "responses" / "v1_detokenize.json").read_bytes())
    assert (read.text, read.meta.version) == ("hello, world", "1")


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        ({"tokens": [1, 2]}, ((1, ""), (2, ""))),
        ({"tokens": [1, 2], "token_strings": ["a"]}, ((1, ""), (2, ""))),
        ({"tokens": [1], "token_strings": None}, ((1, ""),)),
        ({"tokens": ["1", 2.0], "token_strings": ["a", "b"]}, ((1, "a"), (2, "b"))),
        ({"tokens": [None]}, ()),
        ({}, ()),
    ],
)
def test_odd_answers(body: dict[str, Any], pieces: object) -> None:
    assert TokenizeResponse.model_validate(body).pieces == pieces


@settings(max_examples=25)
@given(objects(names_in(TokenizeResponse) | names_in(DetokenizeResponse)))
def test_anything_is_an_answer_or_refused(value: dict[str, Any]) -> None:
    tokens = read_or_refuse(TokenizeResponse, value)
    assert tokens is None or len(tokens.pieces) == len(tokens.tokens)
    text = read_or_refuse(DetokenizeResponse, value)
    assert text is None or isinstance(text.text, str)


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (TokenizeRequest, {"text": ""}, "text: has 0 characters; allowed: 1 to 65,536"),
        (TokenizeRequest, {"text": "a" * 65_537}, "text: has 65,537 characters; allowed: 1 to "),
        (TokenizeRequest, {}, "text: is missing"),
        (TokenizeRequest, {"text": "a", "model": ""}, "model: found ''; allowed: a text that is"),
        (DetokenizeRequest, {"tokens": []}, "tokens: found []; allowed: 1 to 65,536 whole numbers"),
        (DetokenizeRequest, {"tokens": [1] * 65_537}, "tokens: found "),
        (DetokenizeRequest, {"tokens": [1.5]}, "tokens.0: found 1.5; allowed: a whole number"),
    ],
)
def test_what_cannot_be_sent(kind: type[Sent], fields: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        kind.of({**MODEL, **fields})
    assert str(caught.value).startswith(said)


@needs_description
def test_requests_are_as_described() -> None:
    text = TokenizeRequest.of({"text": "\x00😀" * 32_768, **MODEL}).to_wire()
    assert faults(BODY.format("tokenize"), text) == []
    tokens = DetokenizeRequest.of({"tokens": [1, 2] * 32_768, **MODEL}).to_wire()
    assert faults(BODY.format("detokenize"), tokens) == []
