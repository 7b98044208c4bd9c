"""From the bytes of a v2 chat request to an `Ask`, or to the refusal that the API would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.chat import fields as known
from cohere_tui.sandbox.chat import rules, schemas
from cohere_tui.sandbox.chat.ask import Ask, Passage, Said, Tool
from cohere_tui.sandbox.chat.meaning import (
    CITING,
    SHOWN,
    call_title,
    format_of,
    json_in,
    prompt_tokens,
    words_of,
)
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.sandbox.catalogue import Model

_LOW_IMAGE = 256
_HIGH_IMAGE = 5 * _LOW_IMAGE


def read(raw: bytes, parsed: Any, named: Callable[[str], Model] = model_named) -> Ask:
    """The request, checked: every 4xx of API.md 4.1 comes from here. `named` looks up models."""
    body = fields.shaped(fields.object_of(raw, parsed), known.REQUEST)
    fields.bounded(body, known.BOUNDS)
    if not body.get("model"):
        raise RefusedError(400, "a model parameter is required for this endpoint.")
    model = named(body["model"])
    messages = _messages(body.get("messages"), model)
    rules.conversation(messages)
    ask = _ask(body, model, messages)
    has_calls = any(message.get("tool_calls") for message in messages)
    rules.agreement(ask, strict=bool(body.get("strict_tools")), has_calls=has_calls)
    return ask


def _ask(body: dict[str, Any], model: Model, messages: Sequence[dict[str, Any]]) -> Ask:
    called = {
        call.get("id", ""): _title(call["function"])
        for message in messages
        for call in message.get("tool_calls") or []
    }
    said = tuple(_said(message, called) for message in messages)
    citations = fields.shaped(
        body.get("citation_options") or {}, known.CITATIONS, "citation_options"
    )
    mode = fields.one_of(citations.get("mode", "").upper(), tuple(CITING), "citation_options.mode")
    thinking = fields.shaped(body.get("thinking") or {}, known.THINKING, "thinking")
    thinks = fields.one_of(
        thinking.get("type", "enabled"), ("enabled", "disabled"), "thinking.type"
    )
    if thinking.get("token_budget", 1) < 1:
        raise invalid("thinking.token_budget must be at least 1.")
    fields.one_of(body.get("safety_mode"), ("CONTEXTUAL", "STRICT", "OFF"), "safety_mode")
    documents = _documents(body.get("documents"))
    tools = tuple(_tool(tool, at) for at, tool in enumerate(body.get("tools") or []))
    wants_json, schema = format_of(body.get("response_format"))
    return Ask(
        model=model,
        messages=said,
        stream=body.get("stream", False),
        documents=documents,
        tools=tools,
        tool_choice=fields.one_of(body.get("tool_choice"), ("REQUIRED", "NONE"), "tool_choice"),
        citing=CITING[mode],
        json=wants_json,
        schema=schema,
        thinking=thinks == "enabled" if thinking else None,
        token_budget=thinking.get("token_budget"),
        max_tokens=body.get("max_tokens"),
        stop_sequences=tuple(fields.items(body.get("stop_sequences"), "string", "stop_sequences")),
        seed=int(body.get("seed", 0)),
        logprobs=body.get("logprobs", False),
        settings={name: body[name] for name in SHOWN if name in body},
        prompt_tokens=prompt_tokens(said, documents, tools),
        image_tokens=sum(_image_tokens(message) for message in messages),
    )


def _messages(value: Any, model: Model) -> list[dict[str, Any]]:
    found = []
    for index, item in enumerate(fields.items(value, "object", "messages")):
        role = str(item.get("role"))
        if role not in known.MESSAGES:
            allowed = ", ".join(known.MESSAGES)
            raise invalid(
                f"invalid role in messages at index {index}. Role must be one of: {allowed}"
            )
        where = f"messages[{index}]"
        message = fields.shaped(item, known.MESSAGES[role], where)
        if isinstance(message.get("content"), list):
            at = f"{where}.content"
            parts = fields.items(message["content"], "object", at)
            message["content"] = [
                _part(part, role, model, f"{at}[{n}]") for n, part in enumerate(parts)
            ]
        calls = fields.items(message.get("tool_calls"), "object", f"{where}.tool_calls")
        if calls:
            at = f"{where}.tool_calls"
            message["tool_calls"] = [_call(call, f"{at}[{n}]") for n, call in enumerate(calls)]
        found.append(message)
    return found


def _title(function: dict[str, Any]) -> str:
    return call_title(function.get("name", "tool"), json_in(function.get("arguments", "")))


def _call(call: dict[str, Any], where: str) -> dict[str, Any]:
    call = fields.shaped(call, known.CALL, where)
    call["function"] = fields.shaped(call.get("function"), known.CALLED, f"{where}.function")
    return call


def _part(part: dict[str, Any], role: str, model: Model, where: str) -> dict[str, Any]:
    kind = fields.one_of(str(part.get("type")), known.PARTS_OF[role], f"{where}.type")
    part = fields.shaped(part, known.PARTS[kind], where)
    if kind == "image_url":
        picture = fields.shaped(part.get("image_url"), known.IMAGE, f"{where}.image_url")
        rules.image(picture.get("url", ""), picture.get("detail", ""), model)
    if kind == "document":
        part["document"] = fields.shaped(part.get("document"), known.DOCUMENT, f"{where}.document")
    return part


def _said(message: dict[str, Any], called: dict[str, str]) -> Said:
    content = message.get("content") or ""
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    call_id = message.get("tool_call_id", "")
    tool = called.get(call_id, "tool")
    return Said(
        role=message["role"],
        text="\n".join(part["text"] for part in parts if part.get("text")),
        calls=tuple(call.get("id", "") for call in message.get("tool_calls") or []),
        passages=tuple(_result(part, f"{call_id}:{n}", tool) for n, part in enumerate(parts))
        if call_id
        else (),
        images=sum(part["type"] == "image_url" for part in parts),
    )


def _result(part: dict[str, Any], source_id: str, tool: str) -> Passage:
    """A piece of what a tool answered."""
    content = part.get("text", "") if part["type"] == "text" else part["document"].get("data", "")
    if isinstance(content, dict):
        return Passage(
            {"type": "tool", "id": source_id, "tool_output": content},
            tool,
            words_of(content),
            content,
        )
    source = {"type": "tool", "id": source_id, "tool_output": {"content": content}}
    return Passage(source, tool, content, json_in(content))


def _documents(value: Any) -> tuple[Passage, ...]:
    found: dict[str, tuple[int, Passage]] = {}
    for index, item in enumerate(fields.items(value, "string|object", "documents")):
        whole = {"data": {"text": item}} if isinstance(item, str) else item
        document = fields.shaped(whole, known.DOCUMENT, f"documents[{index}]")
        data = document.get("data")
        data = {"text": data} if isinstance(data, str) else data
        if not data or not any(data.values()):
            raise invalid(f"document at index {index} cannot be empty")
        name = document.get("id") or f"doc:{index}"
        if name in found:
            raise invalid(f"duplicate document ID {name} at index {index} and {found[name][0]}")
        source = {"type": "document", "id": name, "document": {"id": name, **data}}
        title = str(data.get("title") or name)
        found[name] = (index, Passage(source, title, words_of(data)))
    return tuple(passage for _, passage in found.values())


def _tool(value: Any, index: int) -> Tool:
    where = f"tools[{index}]"
    tool = fields.shaped(value, known.TOOL, where)
    fields.one_of(str(tool.get("type")), ("function",), f"{where}.type")
    function = fields.shaped(tool.get("function"), known.FUNCTION, f"{where}.function")
    parameters = {**(function.get("parameters") or {}), "type": "object"}
    schemas.well_formed(parameters, f"{where}.function.parameters")
    return Tool(function.get("name", ""), function.get("description", ""), parameters)


def _image_tokens(message: dict[str, Any]) -> int:
    content = message.get("content")
    parts = content if isinstance(content, list) else ()
    pictures = [part["image_url"] for part in parts if "image_url" in part]
    return sum(_LOW_IMAGE if one.get("detail") == "low" else _HIGH_IMAGE for one in pictures)
