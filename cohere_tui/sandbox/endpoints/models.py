"""GET /v1/models and /v1/models/{model} (API.md section 13)."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.catalogue import MODELS
from cohere_tui.sandbox.endpoints.tokenize import FILES
from cohere_tui.sandbox.finetunes.models import find_model, trained_models
from cohere_tui.sandbox.stage import stage_of
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_ENDPOINTS = ("chat", "embed", "classify", "summarize", "rerank", "rate", "generate")


async def get(request: Request) -> Response:
    """One model, not wrapped."""
    model = find_model(stage_of(request).world, request.path_params["model"])
    return Answer(model.wire(_tokenizers(request)))


async def list_all(request: Request) -> Response:
    """A page of models, also of those trained here, by endpoint and by being its default."""
    query = request.query_params
    endpoint = query.get("endpoint", "")
    if endpoint and endpoint not in _ENDPOINTS:
        raise RefusedError(422, f"endpoint must be one of {', '.join(_ENDPOINTS)}")
    default_only = query.get("default_only", "false") == "true"
    if default_only and not endpoint:
        raise invalid("default_only can only be used together with endpoint.")
    wanted = [
        model
        for model in (*MODELS, *trained_models(stage_of(request).world))
        if (not endpoint or endpoint in model.endpoints)
        and (not default_only or endpoint in model.default_for)
    ]
    start, size = _start(query.get("page_token", "")), _size(query.get("page_size", "20"))
    files = _tokenizers(request)
    page = [model.wire(files) for model in wanted[start : start + size]]
    body: dict[str, Any] = {"models": page}
    if start + size < len(wanted):
        body["next_page_token"] = base64.b64encode(str(start + size).encode()).decode()
    return Answer(body)


def _tokenizers(request: Request) -> str:
    """Where this sandbox keeps the tokenizers, as the caller addresses it."""
    return f"{str(request.base_url).rstrip('/')}{FILES}"


def _size(text: str) -> int:
    # Python refuses to read numbers of thousands of digits.
    size = int(text) if text.isdecimal() and len(text) <= len("1000") else 0
    if 1 <= size <= 1000:
        return size
    raise invalid("page_size must be between 1 and 1000 inclusive.")


def _start(token: str) -> int:
    try:
        return int(base64.b64decode(token, validate=True).decode() or "0")
    except (binascii.Error, ValueError):
        raise invalid("page_token is not valid.") from None
