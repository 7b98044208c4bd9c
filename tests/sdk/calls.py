"""Methods that answer, called through our services with every field that we can send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cohere_tui.models.chat import ChatRequest
from cohere_tui.models.chat_v1 import ChatRequestV1
from cohere_tui.models.classify import ClassifyRequest
from cohere_tui.models.embed import EmbedRequest, EmbedRequestV1
from cohere_tui.models.generate import GenerateRequest
from cohere_tui.models.parse import ParseRequest
from cohere_tui.models.rerank import RerankRequest, RerankRequestV1
from cohere_tui.models.summarize import SummarizeRequest
from cohere_tui.models.tokenize import DetokenizeRequest, TokenizeRequest
from cohere_tui.models.transcribe import TranscribeRequest
from cohere_tui.services.keys import KeyService
from tests.pictures import data_uri, png
from tests.recordings import wav
from tests.whole.files import put

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from cohere_tui.client.client import Client
    from cohere_tui.sandbox.server import Sandbox
    from cohere_tui.services.bundle import Services


@dataclass
class Caller:
    """Our services over a sandbox with demo data, whose clock stands still."""

    sandbox: Sandbox
    services: Services
    connect: Callable[[str], Client]
    folder: Path
    reading_only: Services = field(init=False)
    """The same for a profile that is read-only."""
    ids: dict[str, str] = field(default_factory=dict)
    """Of the demo data, by their names."""

    def file(self, name: str, data: bytes) -> Path:
        """A file with that in it."""
        path = self.folder / name
        put(path, data)
        return path


async def drained(events: AsyncGenerator[Any, None]) -> None:
    """Receive all of a stream."""
    async with aclosing(events) as stream:
        async for _ in stream:
            pass


Call = Callable[[Caller], Awaitable[object]]

MODEL = "command-a-03-2025"
OLD_MODEL = "command-r-08-2024"
PICTURE = data_uri(png())
TEXT = "The tide turns twice a day. Mills used it to grind corn. " * 8
MILL = {"id": "d-0", "data": {"title": "Carew", "text": "The mill opened in 1801."}}
NUMBERS: dict[str, Any] = {
    "max_tokens": 60,
    "stop_sequences": ["\n\n\n"],
    "temperature": 0.2,
    "seed": 7,
    "frequency_penalty": 0.1,
    "k": 20,
    "p": 0.8,
}
TOOL = {
    "type": "function",
    "function": {
        "name": "get_tide",
        "description": "High water",
        "parameters": {
            "type": "object",
            "properties": {"harbour": {"type": "string"}},
            "required": ["harbour"],
        },
    },
}
CALLED = {"id": "c1", "type": "function", "function": {"name": "get_tide", "arguments": "{}"}}
CALL_V1 = {"name": "get_tide", "parameters": {"harbour": "Cobh"}}
TOOL_V1 = {
    "name": "get_tide",
    "description": "High water",
    "parameter_definitions": {"harbour": {"type": "str", "description": "which", "required": True}},
}


def asked(**fields: Any) -> ChatRequest:
    user = {"role": "user", "content": [{"type": "text", "text": "When did the mill open?"}]}
    messages = [{"role": "system", "content": "Be brief."}, user]
    return ChatRequest.of({"model": MODEL, "messages": messages, **fields})


def chats() -> list[ChatRequest]:
    """Requests of v2 chat that together have every field."""
    calling = {"role": "assistant", "tool_plan": "I look.", "tool_calls": [CALLED]}
    outcome = {
        "role": "tool",
        "tool_call_id": "c1",
        "content": [{"type": "document", "document": MILL}],
    }
    image = {"type": "image_url", "image_url": {"url": PICTURE, "detail": "low"}}
    seen = [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, image]}]
    thought = {"type": "thinking", "thinking": "Well."}
    spoken = {"role": "assistant", "content": [thought, {"type": "text", "text": "Hm."}]}
    said = [{"role": "user", "content": "Tide?"}, calling, outcome]
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    return [
        asked(documents=[MILL, "Ducks."], citation_options={"mode": "FAST"}, safety_mode="STRICT"),
        asked(**NUMBERS, presence_penalty=0.1, logprobs=True, priority=9),
        asked(response_format={"type": "json_object", "json_schema": schema}),
        asked(tools=[TOOL], tool_choice="REQUIRED", strict_tools=True),
        asked(messages=said, tools=[TOOL]),
        asked(messages=seen, model="command-a-vision-07-2025"),
        asked(
            messages=[
                {"role": "user", "content": "Hm?"},
                spoken,
                {"role": "user", "content": "Well?"},
            ],
            model="command-a-reasoning-08-2025",
            thinking={"type": "enabled", "token_budget": 30},
        ),
    ]


def chats_v1() -> list[ChatRequestV1]:
    """Requests of v1 chat that together have every field."""
    past = [
        {"role": "USER", "message": "Tide at Cobh?"},
        {"role": "CHATBOT", "message": "I look.", "tool_calls": [CALL_V1]},
        {"role": "TOOL", "tool_results": [{"call": CALL_V1, "outputs": [{"high": "6:12"}]}]},
        {"role": "CHATBOT", "message": "6:12."},
        {"role": "SYSTEM", "message": "Be brief."},
    ]
    site = {"id": "web-search", "continue_on_failure": True, "options": {"site": "a.example"}}
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    requests: list[dict[str, Any]] = [
        {"model": OLD_MODEL, "preamble": "Be brief.", **NUMBERS},
        {
            "connectors": [{**site, "user_access_token": "t"}],
            "prompt_truncation": "AUTO",
            "citation_quality": "accurate",
        },
        {"documents": [{"id": "a", "text": "The mill opened in 1801."}], "safety_mode": "STRICT"},
        {"conversation_id": "talk-1", "max_input_tokens": 900, "presence_penalty": 0.1},
        {"raw_prompting": True},
        {"search_queries_only": True},
        {"response_format": {"type": "json_object", "schema": schema}},
        {
            "chat_history": past,
            "tools": [TOOL_V1],
            "tool_results": [{"call": CALL_V1, "outputs": [{"high": "6:12"}]}],
            "force_single_step": True,
        },
    ]
    return [ChatRequestV1.of({"message": "When did the mill open?", **one}) for one in requests]


async def _chat(caller: Caller) -> None:
    for request in chats():
        await caller.services.replies.chat(request)


async def _chat_stream(caller: Caller) -> None:
    for request in chats():
        await drained(caller.services.replies.chat_stream(request))


async def _chat_v1(caller: Caller) -> None:
    for request in chats_v1():
        await caller.services.replies.chat_v1(request)


async def _chat_v1_stream(caller: Caller) -> None:
    for request in chats_v1():
        await drained(caller.services.replies.chat_v1_stream(request))


def _generations(**fields: Any) -> list[GenerateRequest]:
    """Requests to generate that together have every field."""
    several = {"num_generations": 2, "end_sequences": ["x"], "truncate": "END"}
    wholes: list[dict[str, Any]] = [
        {**NUMBERS, **several, "model": MODEL},
        {"presence_penalty": 0.1, "raw_prompting": True, **fields},
    ]
    return [GenerateRequest.of({"prompt": "Once", **one}) for one in wholes]


async def _generate(caller: Caller) -> None:
    for request in _generations(return_likelihoods="ALL"):
        await caller.services.generate.generate(request)


async def _generate_stream(caller: Caller) -> None:
    for request in _generations():
        await drained(caller.services.generate.generate_stream(request))


async def _embed(caller: Caller) -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": PICTURE}}]
    kinds = ["float", "int8", "uint8", "binary", "ubinary", "base64"]
    settings = {"output_dimension": 256, "max_tokens": 50, "truncate": "START", "priority": 2}
    for fields in (
        {"texts": ["a", "b"], "embedding_types": kinds, **settings},
        {"images": [PICTURE]},
        {"inputs": [{"content": parts}]},
    ):
        asked_for = {"model": "embed-v4.0", "input_type": "search_document", **fields}
        await caller.services.embed.embed(EmbedRequest.of(asked_for))


async def _embed_v1(caller: Caller) -> None:
    model = {"model": "embed-english-v3.0", "truncate": "END"}
    for fields in (
        {"texts": ["a"], "input_type": "clustering", "embedding_types": ["float", "ubinary"]},
        {"images": [PICTURE], "input_type": "image"},
        {"texts": ["a", "b"], "input_type": "classification"},
    ):
        await caller.services.embed.embed_v1(EmbedRequestV1.of({**model, **fields}))


async def _rerank(caller: Caller) -> None:
    fields = {"query": "mill", "documents": ["a mill", "a duck"], "top_n": 2, "priority": 3}
    for more in (
        {
            "model": "rerank-v5.0-pro",
            "relevant_spans": {"mode": "enabled", "threshold": 0.1, "max_spans": 2},
        },
        {"model": "rerank-v3.5", "max_tokens_per_doc": 50},
    ):
        await caller.services.rerank.rerank(RerankRequest.of({**fields, **more}))


async def _rerank_v1(caller: Caller) -> None:
    rows = [{"title": "mill", "text": "a"}, {"title": "duck", "text": "b"}]
    settings = {"top_n": 1, "return_documents": True, "max_chunks_per_doc": 2}
    for fields in ({"documents": rows, "rank_fields": ["title"], **settings}, {"documents": ["a"]}):
        whole = {"query": "mill", "model": "rerank-english-v3.0", **fields}
        await caller.services.rerank.rerank_v1(RerankRequestV1.of(whole))


async def _classify(caller: Caller) -> None:
    examples = [{"text": text, "label": text[0]} for text in ("a 1", "a 2", "b 1", "b 2")]
    fields = {"inputs": ["a 3", "b 3"], "examples": examples}
    model = {"model": "embed-english-v3.0", "truncate": "START"}
    await caller.services.classify.classify(ClassifyRequest.of({**fields, **model}))


async def _summarize(caller: Caller) -> None:
    wish = {"length": "short", "format": "bullets", "extractiveness": "high", "temperature": 1}
    more = {"text": TEXT, "model": MODEL, "additional_command": "about mills"}
    await caller.services.summarize.summarize(SummarizeRequest.of({**wish, **more}))


async def _tokenize(caller: Caller) -> None:
    await caller.services.tokenize.tokenize(TokenizeRequest.of({"text": "é 漢 🚀", "model": MODEL}))


async def _detokenize(caller: Caller) -> None:
    asked_for = DetokenizeRequest.of({"tokens": [100, 200, 300], "model": MODEL})
    await caller.services.tokenize.detokenize(asked_for)


async def _check_key(caller: Caller) -> None:
    await KeyService(caller.connect).check("another-key")


async def _parse(caller: Caller) -> None:
    document = {"type": "image_url", "image_url": PICTURE}
    for form in ("markdown", "blocks"):
        fields = {"model": "parse-v5.0", "document": document, "output_format": form}
        await caller.services.parse.parse(ParseRequest.of(fields))


async def _transcribe(caller: Caller) -> None:
    fields = {"model": "cohere-transcribe-03-2026", "language": "en", "temperature": 0.1}
    path = caller.file("tide.wav", wav(0.5))
    await caller.services.transcribe.transcribe(TranscribeRequest.of(fields), path)


ANSWERING: dict[str, Call] = {
    "chat": _chat_v1,
    "chat_stream": _chat_v1_stream,
    "generate": _generate,
    "generate_stream": _generate_stream,
    "embed": _embed_v1,
    "rerank": _rerank_v1,
    "classify": _classify,
    "summarize": _summarize,
    "tokenize": _tokenize,
    "detokenize": _detokenize,
    "check_api_key": _check_key,
    "v2.chat": _chat,
    "v2.chat_stream": _chat_stream,
    "v2.embed": _embed,
    "v2.rerank": _rerank,
    "v2.parse": _parse,
    "audio.transcriptions.create": _transcribe,
}
