"""POST /v1/tokenize and /v1/detokenize (API.md 12.3, 12.4), and the tokenizer as a file.

A model has the encoding of its family. As was recorded of the API, tokenize heeds the field
`model`, which it demands, and warns that it does not know it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.bpe import Encoding, decode, encode, pieces_of
from cohere_tui.sandbox.answers.tokenizer_file import tokenizer_file
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.finetunes.models import find_model
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.weather import CONTROL
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid

if TYPE_CHECKING:
    from starlette.requests import Request

_MOST = 65_536
_META = {"api_version": {"version": "1"}}
FILES = f"{CONTROL}/tokenizers"
"""Where the files are: like those of the API, to be had without a key."""


async def tokenize(request: Request) -> Response:
    """The ids and the texts of the tokens of a text."""
    known, headers = fields.lenient(received_of(request), {"text": "string"})
    encoding = _encoding(request)
    answer = await asyncio.to_thread(_tokenized, known.get("text", ""), encoding)
    return Answer(answer, headers=headers)


async def detokenize(request: Request) -> Response:
    """The text of tokens."""
    allowed: fields.Fields = {"tokens": "array", "model": "string"}
    known, headers = fields.lenient(received_of(request), allowed)
    encoding = _encoding(request)
    answer = await asyncio.to_thread(_detokenized, known.get("tokens"), encoding)
    return Answer(answer, headers=headers)


async def tokenizer(request: Request) -> Response:
    """The file of a model's tokenizer (API.md 13.2)."""
    encoding = model_named(request.path_params["model"]).encoding
    file = await asyncio.to_thread(tokenizer_file, encoding)
    return Response(file, media_type="application/json")


def _tokenized(text: str, encoding: Encoding) -> dict[str, Any]:
    _refuse_size(len(text), "text", "characters")
    tokens = encode(text, encoding)
    return {"tokens": tokens, "token_strings": pieces_of(tokens, encoding), "meta": _META}


def _detokenized(value: Any, encoding: Encoding) -> dict[str, Any]:
    tokens = fields.items(value, "integer", "tokens")
    _refuse_size(len(tokens), "tokens", "elements")
    try:
        return {"text": decode(map(int, tokens), encoding), "meta": _META}
    except ValueError as error:
        raise invalid(f"{error}.") from error


def _refuse_size(size: int, name: str, of: str) -> None:
    if not 1 <= size <= _MOST:
        raise invalid(f"{name} must hold 1 to {_MOST} {of} - received {size}.")


def _encoding(request: Request) -> Encoding:
    """The encoding of the model that a request names; refuses one that names none there is."""
    body = received_of(request).body
    name = fields.shaped({"model": body.get("model")}, {"model": "string"}).get("model")
    if not name:
        raise RefusedError(400, "a model parameter is required for this endpoint.")
    return find_model(stage_of(request).world, name).encoding


ROUTES = (
    Route("/v1/tokenize", tokenize, methods=["POST"]),
    Route("/v1/detokenize", detokenize, methods=["POST"]),
    Route(f"{FILES}/{{model:path}}.json", tokenizer, methods=["GET"]),
)
