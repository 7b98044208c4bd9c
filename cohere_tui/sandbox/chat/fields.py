"""The fields of a v2 chat request: which exist, of which type, within which bounds (API.md 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.fields import Bounds, Fields

REQUEST: Fields = {
    "model": "string", "messages": "array", "stream": "boolean", "tools": "array",
    "strict_tools": "boolean", "tool_choice": "string", "documents": "array",
    "citation_options": "object", "response_format": "object", "safety_mode": "string",
    "max_tokens": "integer", "stop_sequences": "array", "temperature": "number", "seed": "integer",
    "frequency_penalty": "number", "presence_penalty": "number", "k": "integer", "p": "number",
    "logprobs": "boolean", "thinking": "object", "priority": "integer",
}  # fmt: skip
MESSAGES: Mapping[str, Fields] = {
    "system": {"role": "string", "content": "string|array"},
    "user": {"role": "string", "content": "string|array"},
    "assistant": {
        "role": "string", "content": "string|array", "tool_plan": "string", "tool_calls": "array",
        "citations": "array",
    },
    "tool": {"role": "string", "tool_call_id": "string", "content": "string|array"},
}  # fmt: skip
PARTS: Mapping[str, Fields] = {
    "text": {"type": "string", "text": "string"},
    "thinking": {"type": "string", "thinking": "string"},
    "image_url": {"type": "string", "image_url": "object"},
    "document": {"type": "string", "document": "object"},
}
PARTS_OF = {
    "system": ("text",),
    "user": ("text", "image_url"),
    "assistant": ("text", "thinking"),
    "tool": ("text", "document"),
}
IMAGE: Fields = {"url": "string", "detail": "string"}
DOCUMENT: Fields = {"id": "string", "data": "object|string"}
TOOL: Fields = {"type": "string", "function": "object"}
FUNCTION: Fields = {"name": "string", "description": "string", "parameters": "object"}
CALL: Fields = {"id": "string", "type": "string", "function": "object"}
CALLED: Fields = {"name": "string", "arguments": "string"}
CITATIONS: Fields = {"mode": "string"}
FORMAT: Fields = {"type": "string", "json_schema": "any", "schema": "any"}
THINKING: Fields = {"type": "string", "token_budget": "integer"}
BOUNDS: Bounds = {
    "temperature": (0, 1, "0 and 1.0"),
    "frequency_penalty": (0, 1, "0 and 1"),
    "presence_penalty": (0, 1, "0 and 1"),
    "p": (0.01, 0.99, "0.01 and 0.99"),
    "k": (0, 500, "0 and 500"),
    "seed": (0, 2**64 - 1, f"0 and {2**64 - 1}"),
    "priority": (0, 999, "0 and 999"),
}
