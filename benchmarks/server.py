"""A server that only streams, for clients faster than the sandbox, which thinks about what it says.

`python -m benchmarks.server` prints its URL and serves until its standard input closes. The last
user message says what to stream: `2000@300` is two thousand tokens at three hundred a second,
`2000@0` is as fast as the caller reads. `/rows10000/v1/models` lists so many models, in pages.
Documents are ranked as they come. It speaks just enough HTTP 1.1, v2 chat (API.md 5), rerank
(API.md 9) and lists of models (API.md 13).
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from functools import lru_cache
from typing import Any

from benchmarks.document import tokens

_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n"
    b"cache-control: no-cache\r\n\r\n"
)
_ROWS = re.compile(r"/rows(?P<rows>\d+)/v1/models(\?(?P<query>.*))?$")
_BATCH = 200
_TURN_S = 0.002


def _event(kind: str, payload: dict[str, Any]) -> bytes:
    data = json.dumps({"type": kind, **payload}, separators=(",", ":"), ensure_ascii=False).encode()
    frame = b"event: %b\ndata: %b\n\n" % (kind.encode(), data)
    return b"%x\r\n%b\r\n" % (len(frame), frame)


@lru_cache(maxsize=8)
def _events(count: int) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """What comes before the tokens, the tokens, and what comes after."""

    def delta(token: str) -> bytes:
        content = {"index": 0, "delta": {"message": {"content": {"text": token}}}}
        return _event("content-delta", content)

    message = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": []}
    begin = {"index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}}
    usage = {
        "billed_units": {"input_tokens": 9, "output_tokens": count},
        "tokens": {"input_tokens": 99, "output_tokens": count},
    }
    before = [
        _event("message-start", {"id": "benchmark", "delta": {"message": message}}),
        _event("content-start", begin),
    ]
    after = [
        _event("content-end", {"index": 0}),
        _event("message-end", {"delta": {"finish_reason": "COMPLETE", "usage": usage}}),
        b"0\r\n\r\n",
    ]
    return before, [delta(token) for token in tokens(count)], after


async def _stream(writer: asyncio.StreamWriter, count: int, rate: float) -> None:
    before, during, after = _events(count)
    writer.write(_HEAD + b"".join(before))
    loop = asyncio.get_running_loop()
    start, sent = loop.time(), 0
    while sent < count:
        due = sent + _BATCH if not rate else int((loop.time() - start) * rate) + 1
        writer.write(b"".join(during[sent:due]))
        sent = max(sent, min(due, count))
        await writer.drain()
        if rate:
            await asyncio.sleep(_TURN_S)
    writer.write(b"".join(after))
    await writer.drain()


def row_name(number: int) -> str:
    """The name of a model of a long list."""
    return f"model-{number:06}"


def _models(target: str) -> bytes:
    """A page of the models that a target such as `/rows500/v1/models?page_size=20` asks for."""
    found = _ROWS.match(target)
    if found is None:
        return b'{"models":[]}'
    asked = dict(part.split("=", 1) for part in (found["query"] or "").split("&") if "=" in part)
    begin, rows = int(asked.get("page_token", 0)), int(found["rows"])
    end = min(rows, begin + int(asked.get("page_size", 20)))
    models = [
        {
            "name": row_name(number),
            "endpoints": ["chat", "generate"],
            "finetuned": False,
            "context_length": 128_000,
            "features": ["tools", "json_mode"],
            "default_endpoints": [],
        }
        for number in range(begin, end)
    ]
    answer = {"models": models} | ({"next_page_token": str(end)} if end < rows else {})
    return json.dumps(answer, separators=(",", ":")).encode()


def document_name(number: int) -> str:
    """What a document to be ranked begins with."""
    return f"document-{number:06}"


def _ranked(body: bytes) -> bytes:
    """The documents as they came, each a little less relevant than the one before."""
    many = len(json.loads(body)["documents"])
    results = [{"index": at, "relevance_score": 1 - at / many} for at in range(many)]
    return json.dumps({"id": "benchmark", "results": results}).encode()


def _wanted(body: bytes) -> tuple[int, float]:
    content = json.loads(body)["messages"][-1]["content"]
    text = content if isinstance(content, str) else content[0]["text"]
    count, _, rate = text.strip().partition("@")
    return int(count), float(rate)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            break
        line, _, headers = head.partition(b"\r\n")
        length = 0
        for header in headers.split(b"\r\n"):
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = await reader.readexactly(length)
        try:
            if line.startswith(b"POST /v2/chat "):
                await _stream(writer, *_wanted(body))
            else:
                target = line.split()[1].decode()
                answer = _ranked(body) if target == "/v2/rerank" else _models(target)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    b"content-length: %d\r\n\r\n%b" % (len(answer), answer)
                )
                await writer.drain()
        except ConnectionError:
            break
    writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=64 * 1024 * 1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
