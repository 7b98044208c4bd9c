"""POST /v1/summarize (API.md 12.2)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.extract import Wish, summary
from cohere_tui.sandbox.answers.tokens import count
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.stage import received_of
from cohere_tui.sandbox.wire import Answer, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

_LEAST, _MOST = 250, 50_000
_FIELDS: fields.Fields = {
    "text": "string", "length": "string", "format": "string", "model": "string",
    "extractiveness": "string", "temperature": "number", "additional_command": "string",
}  # fmt: skip
_BOUNDS: fields.Bounds = {"temperature": (0, 5, "0 and 5")}
_AUTO = "auto"
"""The guide allows it for each choice, as a name for the default."""


async def summarize(request: Request) -> Response:
    """The sentences that say the most; the temperature makes no difference to them."""
    received = received_of(request)
    body, headers = fields.lenient(received, _FIELDS)
    fields.bounded(body, _BOUNDS)
    text = _text(body)
    if body.get("model") and "chat" not in model_named(body["model"]).endpoints:
        raise invalid(f"model '{body['model']}' is not supported by the summarize API")
    wish = _wish(body)
    found = await asyncio.to_thread(summary, text, wish)
    billed = {
        "input_tokens": count(text) + count(wish.command),
        "output_tokens": count(found),
    }
    meta = {"api_version": {"version": "1"}, "billed_units": billed}
    answer = {"id": received.answer_id(), "summary": found, "meta": meta}
    return Answer(answer, headers=headers)


def _text(body: Mapping[str, Any]) -> str:
    text: str = body.get("text", "")
    if not text:
        raise invalid("text must not be empty.")
    if not _LEAST <= len(text) <= _MOST:
        raise invalid(
            f"text must be {_LEAST} to {_MOST} characters long - received {len(text)} characters."
        )
    return text


def _wish(body: Mapping[str, Any]) -> Wish:
    length = _choice(body, "length", ("short", "medium", "long"), "medium")
    form = _choice(body, "format", ("paragraph", "bullets"), "paragraph")
    closeness = _choice(body, "extractiveness", ("low", "medium", "high"), "low")
    return Wish(length, form == "bullets", closeness, body.get("additional_command", ""))


def _choice(body: Mapping[str, Any], name: str, allowed: tuple[str, ...], default: str) -> Any:
    found = fields.one_of(body.get(name), (*allowed, _AUTO), name)
    return default if found in ("", _AUTO) else found


ROUTES = (Route("/v1/summarize", summarize, methods=["POST"]),)
