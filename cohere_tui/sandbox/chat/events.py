"""A reply on the wire: as events (API.md 5.2, 5.3) and as one body (API.md 4.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.tokens import count, logprob, pieces, token_id
from cohere_tui.sandbox.chat.ask import Citing
from cohere_tui.sandbox.stream import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.answers.answer import Call, Cite, Reply
    from cohere_tui.sandbox.chat.ask import Ask
    from cohere_tui.sandbox.knobs import Knobs

_ARGUMENT = re.compile(r'\{\s*"|":| ?"|",|[^"{}:,]{1,6}|\s*\}|.', re.DOTALL)
_OPENING = {
    "role": "assistant",
    "content": [],
    "tool_plan": "",
    "tool_calls": [],
    "citations": [],
}
_TEMPLATE_TOKENS = 495
"""What the prompt template of a real model adds to the raw count, and nobody is billed for."""


def events(ask: Ask, reply: Reply, reply_id: str) -> Iterator[Event]:
    """Everything that is streamed, `message-start` to `message-end`."""
    yield Event("message-start", {"id": reply_id, "delta": {"message": _OPENING}})
    blocks = 0
    if reply.thinking:
        yield from _thinking(reply.thinking, blocks)
        blocks += 1
    for piece in pieces(reply.plan):
        yield Event("tool-plan-delta", {"delta": {"message": {"tool_plan": piece}}}, token=True)
    for index, call in enumerate(reply.calls):
        yield from _call(call, index)
    if not reply.calls and not _out_of_room(reply):
        yield from _text(ask, reply, blocks)
    yield Event(
        "message-end", {"delta": {"finish_reason": reply.finish, "usage": usage(ask, reply)}}
    )


def failed(knobs: Knobs, number: int) -> Event:
    """The end of a stream that fails (API.md 5.4)."""
    del number
    delta: dict[str, Any] = {"finish_reason": knobs.error_finish, "usage": {}}
    if knobs.error_finish == "ERROR":
        delta |= {"error": knobs.error, "error_type": knobs.error_type}
    return Event("message-end", {"delta": delta})


def body(ask: Ask, reply: Reply, reply_id: str) -> dict[str, Any]:
    """The same as one JSON object. Keys without a value are left out, as the API does."""
    message: dict[str, Any] = {"role": "assistant"}
    content: list[dict[str, Any]] = []
    if reply.thinking:
        content.append({"type": "thinking", "thinking": reply.thinking})
    if not reply.calls and not _out_of_room(reply):
        content.append({"type": "text", "text": reply.text})
    if content:
        message["content"] = content
    if reply.plan:
        message["tool_plan"] = reply.plan
    if reply.calls:
        message["tool_calls"] = [_call_object(call, call.arguments) for call in reply.calls]
    if reply.cites and ask.citing is not Citing.NEVER:
        block = len(content) - 1
        message["citations"] = [_cite(cite, reply.text, block) for cite in reply.cites]
    answer: dict[str, Any] = {"id": reply_id, "message": message, "finish_reason": reply.finish}
    if ask.logprobs:
        texts = pieces(reply.text)
        answer["logprobs"] = [_likely(piece, at) for at, piece in enumerate(texts)]
    answer["usage"] = usage(ask, reply)
    return answer


def argument_pieces(arguments: str) -> list[str]:
    """The arguments of a call cut as a model writes them; joined they are the same again."""
    return _ARGUMENT.findall(arguments)


def usage(ask: Ask, reply: Reply) -> dict[str, Any]:
    """Tokens, counted: those billed, and the raw ones with the template's share."""
    arguments = sum(count(call.arguments) for call in reply.calls)
    output = count(reply.thinking) + count(reply.plan) + count(reply.text) + arguments
    billed = ask.prompt_tokens + ask.image_tokens
    tokens = {"input_tokens": billed + _TEMPLATE_TOKENS, "output_tokens": output + 2}
    if ask.image_tokens:
        tokens["image_tokens"] = ask.image_tokens
    return {"billed_units": {"input_tokens": billed, "output_tokens": output}, "tokens": tokens}


def _out_of_room(reply: Reply) -> bool:
    """Whether the answer ended before its text began."""
    return reply.finish == "MAX_TOKENS" and not reply.text and bool(reply.thinking or reply.plan)


def _content(piece: dict[str, str], index: int) -> dict[str, Any]:
    return {"index": index, "delta": {"message": {"content": piece}}}


def _thinking(text: str, index: int) -> Iterator[Event]:
    yield Event("content-start", _content({"type": "thinking", "thinking": ""}, index))
    for piece in pieces(text):
        yield Event("content-delta", _content({"thinking": piece}, index), token=True)
    yield Event("content-end", {"index": index})


def _text(ask: Ask, reply: Reply, index: int) -> Iterator[Event]:
    fast = ask.citing is Citing.FAST
    waiting = list(enumerate(reply.cites if ask.citing is not Citing.NEVER else ()))
    yield Event("content-start", _content({"type": "text", "text": ""}, index))
    written = 0
    for at, piece in enumerate(pieces(reply.text)):
        payload = _content({"text": piece}, index)
        if ask.logprobs:
            payload["logprobs"] = _likely(piece, at)
        yield Event("content-delta", payload, token=True)
        written += len(piece)
        while fast and waiting and waiting[0][1].end <= written:
            yield from _citation(*waiting.pop(0), reply.text, index)
    for number, cite in waiting:
        yield from _citation(number, cite, reply.text, index)
    yield Event("content-end", {"index": index})


def _citation(number: int, cite: Cite, text: str, block: int) -> Iterator[Event]:
    payload = {"index": number, "delta": {"message": {"citations": _cite(cite, text, block)}}}
    yield Event("citation-start", payload)
    yield Event("citation-end", {"index": number})


def _cite(cite: Cite, text: str, block: int) -> dict[str, Any]:
    return {
        "start": cite.start,
        "end": cite.end,
        "text": text[cite.start : cite.end],
        "sources": list(cite.sources),
        "type": "TEXT_CONTENT",
        "content_index": block,
    }


def _call(call: Call, index: int) -> Iterator[Event]:
    def payload(function: dict[str, Any]) -> dict[str, Any]:
        return {"index": index, "delta": {"message": {"tool_calls": function}}}

    yield Event("tool-call-start", payload(_call_object(call, "")))
    for piece in argument_pieces(call.arguments):
        yield Event("tool-call-delta", payload({"function": {"arguments": piece}}), token=True)
    yield Event("tool-call-end", {"index": index})


def _call_object(call: Call, arguments: str) -> dict[str, Any]:
    function = {"name": call.name, "arguments": arguments}
    return {"id": call.id, "type": "function", "function": function}


def _likely(piece: str, position: int) -> dict[str, Any]:
    return {"text": piece, "token_ids": [token_id(piece)], "logprobs": [logprob(piece, position)]}
