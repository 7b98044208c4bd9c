"""From a v1 chat request to an `AskV1`, or to the refusal that the API would give (API.md 6.1)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.chat import fields_v1 as known
from cohere_tui.sandbox.chat import rules
from cohere_tui.sandbox.chat.ask import Ask, Passage, Said, Tool
from cohere_tui.sandbox.chat.ask_v1 import AskV1, Document, Wanted, passage_of
from cohere_tui.sandbox.chat.meaning import (
    CITING,
    SHOWN,
    call_title,
    format_of,
    prompt_tokens,
    words_of,
)
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cohere_tui.sandbox.catalogue import Model

DEFAULT_MODEL = "command-a-03-2025"
EXCLUDES = "_excludes"
_LIST = re.compile(r"(?:list|sequence|tuple|set)\b", re.IGNORECASE)
_TYPES = {
    "str": "string", "string": "string", "int": "integer", "integer": "integer",
    "float": "number", "number": "number", "bool": "boolean", "boolean": "boolean",
    "dict": "object", "object": "object",
}  # fmt: skip


def read(
    body: Mapping[str, Any],
    named: Callable[[str], Model],
    kept: Callable[[str], Sequence[Mapping[str, Any]]],
) -> AskV1:
    """The request, checked. `named` looks up models, `kept` the history of a conversation id."""
    fields.bounded(body, known.BOUNDS)
    model = named(body.get("model") or DEFAULT_MODEL)
    if not model.v1:
        raise invalid("this model is not supported with '/v1/chat', please use '/v2/chat' instead")
    if body.get("chat_history") and body.get("conversation_id"):
        raise invalid("cannot specify both conversation_id and chat_history.")
    conversation = body.get("conversation_id", "")
    given = _history(body.get("chat_history"))
    history = (*kept(conversation),) if conversation else given
    connectors = _connectors(body.get("connectors"))
    truncation = body.get("prompt_truncation", "AUTO" if connectors else "OFF").upper()
    room = body.get("max_input_tokens", model.context)
    if room < 1:
        raise invalid("max_input_tokens must be at least 1.")
    model = replace(model, context=min(model.context, room))
    documents = _documents(body.get("documents"))
    new = _new(body)
    return AskV1(
        _ask(body, model, (*history, *new), documents),
        history=history,
        new=new,
        conversation=conversation,
        connectors=connectors,
        queries_only=body.get("search_queries_only", False),
        documents=tuple(document for document, _ in documents),
        truncation=fields.one_of(truncation, known.TRUNCATIONS, "prompt_truncation"),
    )


def _ask(
    body: Mapping[str, Any],
    model: Model,
    past: Sequence[Mapping[str, Any]],
    documents: Sequence[tuple[Document, frozenset[str]]],
) -> Ask:
    preamble = body.get("preamble", "")
    system = (Said("system", preamble),) if preamble else ()
    said = (*system, *(_said(one, number) for number, one in enumerate(past)))
    tools = tuple(_tool(tool, at) for at, tool in enumerate(body.get("tools") or []))
    passages = tuple(passage_of(document, hidden) for document, hidden in documents)
    quality = str(body.get("citation_quality", "")).upper()
    fields.one_of(body.get("safety_mode"), ("CONTEXTUAL", "STRICT", "NONE"), "safety_mode")
    wants_json, schema = format_of(body.get("response_format"))
    if tools and body.get("connectors"):
        raise invalid("connectors cannot be used together with tools.")
    if wants_json and body.get("connectors"):
        raise invalid("response_format is not supported with RAG.")
    return Ask(
        model=model,
        messages=said,
        stream=body.get("stream", False),
        documents=passages,
        tools=tools,
        citing=CITING[fields.one_of(quality, tuple(CITING), "citation_quality")],
        json=wants_json,
        schema=schema,
        max_tokens=body.get("max_tokens"),
        stop_sequences=tuple(fields.items(body.get("stop_sequences"), "string", "stop_sequences")),
        seed=int(body.get("seed", 0)),
        settings={name: body[name] for name in SHOWN if name in body},
        prompt_tokens=prompt_tokens(said, passages, tools),
    )


def check(asked: AskV1) -> None:
    """What must agree between the fields, once documents were found and the prompt was fitted."""
    past = (*asked.history, *asked.new)
    has_calls = any(one.get("tool_calls") or one.get("tool_results") for one in past)
    rules.agreement(asked.ask, strict=False, has_calls=has_calls)


def _new(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What the request adds to the conversation: a message, results, or both (a single step)."""
    message = body.get("message", "")
    results = _results(body.get("tool_results"), "tool_results")
    if not message and not results:
        raise invalid("message must be at least 1 token long or tool results must be specified.")
    if not message and body.get("force_single_step"):
        raise invalid("force_single_step needs the message together with the tool results.")
    said = ({"role": "USER", "message": message},) if message else ()
    if not results:
        return said
    gave = {"role": "TOOL", "tool_results": results}
    if not message:
        return (gave,)
    return (*said, {"role": "CHATBOT", "tool_calls": [one["call"] for one in results]}, gave)


def _history(value: Any) -> tuple[Mapping[str, Any], ...]:
    past = []
    for index, item in enumerate(fields.items(value, "object", "chat_history")):
        where = f"chat_history[{index}]"
        one = known.within(item, known.PAST, where)
        one["role"] = fields.one_of(str(one.get("role")).upper(), known.ROLES, f"{where}.role")
        if one.get("tool_calls"):
            one["tool_calls"] = _calls(one["tool_calls"], f"{where}.tool_calls")
        if one["role"] == "TOOL":
            one["tool_results"] = _results(one.get("tool_results"), f"{where}.tool_results")
        elif not one.get("message") and not one.get("tool_calls"):
            raise invalid("all elements in history must have a message.")
        past.append(one)
    return tuple(past)


def _calls(value: Any, where: str) -> list[dict[str, Any]]:
    return [
        {"name": "", "parameters": None, **known.within(call, known.CALL, f"{where}[{number}]")}
        for number, call in enumerate(fields.items(value, "object", where))
    ]


def _results(value: Any, where: str) -> list[dict[str, Any]]:
    results = []
    for number, item in enumerate(fields.items(value, "object", where)):
        at = f"{where}[{number}]"
        result = known.within(item, known.RESULT, at)
        if "call" not in result:
            raise invalid(f"{at} must have the call that it answers.")
        (call,) = _calls([result["call"]], f"{at}.call")
        outputs = fields.items(result.get("outputs"), "object", f"{at}.outputs")
        results.append({"call": call, "outputs": outputs})
    return results


def _said(one: Mapping[str, Any], number: int) -> Said:
    roles = {"USER": "user", "CHATBOT": "assistant", "SYSTEM": "system", "TOOL": "tool"}
    return Said(
        role=roles[one["role"]],
        text=one.get("message", ""),
        calls=tuple(call["name"] for call in one.get("tool_calls") or ()),
        passages=tuple(passage for _, passage in outputs_of(one, number)),
    )


def outputs_of(one: Mapping[str, Any], number: int) -> list[tuple[dict[str, Any], Passage]]:
    """The outputs of tools in message `number` as documents to tell, and as passages to quote."""
    found = []
    for at, result in enumerate(one.get("tool_results") or ()):
        call = result["call"]
        for index, output in enumerate(result["outputs"]):
            name = f"{call['name']}:{at}:{number}:{index}"
            document = {"id": name, **_texts(output), "tool_name": call["name"]}
            title = call_title(call["name"], call["parameters"])
            found.append((document, Passage({"id": name}, title, words_of(output), output)))
    return found


def _texts(value: Mapping[str, Any]) -> Document:
    """An object as a document: whatever is no text is written as JSON."""
    return {
        key: one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
        for key, one in value.items()
    }


def _documents(value: Any) -> list[tuple[Document, frozenset[str]]]:
    found: dict[str, tuple[Document, frozenset[str]]] = {}
    for index, item in enumerate(fields.items(value, "object", "documents")):
        hidden = fields.items(item.get(EXCLUDES), "string", f"documents[{index}].{EXCLUDES}")
        told = {key: one for key, one in item.items() if key != EXCLUDES}
        if not any(told.values()):
            raise invalid(f"document at index {index} cannot be empty")
        document = {"id": f"doc_{index}", **_texts(told)}
        if document["id"] in found:
            raise invalid(f"duplicate document ID {document['id']} at index {index}")
        found[document["id"]] = (document, frozenset(hidden))
    return list(found.values())


def _connectors(value: Any) -> tuple[Wanted, ...]:
    found = []
    for index, item in enumerate(fields.items(value, "object", "connectors")):
        one = known.within(item, known.CONNECTOR, f"connectors[{index}]")
        if not one.get("id"):
            raise invalid(f"connectors[{index}] must have an id.")
        found.append(
            Wanted(
                one["id"],
                one.get("user_access_token", ""),
                one.get("continue_on_failure", False),
            )
        )
    return tuple(found)


def _tool(value: Any, index: int) -> Tool:
    where = f"tools[{index}]"
    tool = known.within(value, known.TOOL, where)
    properties = {}
    required = []
    for name, definition in tool.get("parameter_definitions", {}).items():
        one = known.within(definition, known.PARAMETER, f"{where}.parameter_definitions.{name}")
        properties[name] = {"description": one.get("description", ""), **_schema(one)}
        if one.get("required"):
            required.append(name)
    parameters = {"type": "object", "properties": properties, "required": required}
    return Tool(tool.get("name", ""), tool.get("description", ""), parameters)


def _schema(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A Python type's name as JSON schema: `int`, `List[str]`; what is unknown is a text."""
    name = str(parameter.get("type", "str")).strip()
    if _LIST.match(name.removeprefix("typing.")):
        inner = name.partition("[")[2].rstrip("]")
        return {"type": "array", "items": _schema({"type": inner or "str"})}
    word = re.split(r"[\[ |]", name.lower(), maxsplit=1)[0]
    return {"type": _TYPES.get(word, "string")}
