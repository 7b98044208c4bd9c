"""A conversation as the messages of the next v2 chat request (API.md 4.1, 5.6).

What a server would refuse is not sent: empty content, text beside tool calls, calls without
results, results without a call. Citations, ids and numbers of the answer stay at home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.state.turn import Prompt, ToolResult, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.json import JSON
    from cohere_tui.state.conversation import Settings
    from cohere_tui.state.parts import ToolCall
    from cohere_tui.state.turn import Entry

Message: TypeAlias = dict[str, "JSON"]

_NO_OUTPUT: Final = "(no output)"
"""Stands for the empty result of a tool: a call must be answered, and not with nothing."""


def messages(entries: Sequence[Entry], settings: Settings) -> list[Message]:
    """The wire messages of `entries`, oldest first, after the system prompt if there is one.

    A stopped or interrupted answer is sent as far as it came. One that said nothing is left out, so
    two messages of the user may follow each other.
    """
    sent: list[Message] = []
    if settings.system.strip():
        sent.append({"role": "system", "content": settings.system})
    for number, entry in enumerate(entries):
        if isinstance(entry, Prompt):
            if entry.text.strip():
                sent.append({"role": "user", "content": entry.text})
        elif isinstance(entry, Turn):
            sent.extend(_answer(entry, results(entries, number)))
    return sent


def results(entries: Sequence[Entry], turn: int) -> dict[str, str]:
    """What the tools gave back to the turn at position `turn`, by call id; the latest counts."""
    found: dict[str, str] = {}
    for at in range(turn + 1, len(entries)):
        entry = entries[at]
        if isinstance(entry, Turn):
            break
        if isinstance(entry, ToolResult):
            found[entry.call_id] = entry.content
    return found


def _answer(turn: Turn, results: dict[str, str]) -> list[Message]:
    answered = {
        call.id: call for call in turn.calls if call.id and call.name and call.id in results
    }
    if answered:
        gave = [
            Message(role="tool", tool_call_id=id_, content=results[id_] or _NO_OUTPUT)
            for id_ in answered
        ]
        return [_calling(turn, list(answered.values())), *gave]
    text = turn.text
    return [{"role": "assistant", "content": text}] if text.strip() else []


def _calling(turn: Turn, calls: Sequence[ToolCall]) -> Message:
    """The message of an answer that calls tools: its plan or thinking goes with it, never text."""
    message: Message = {
        "role": "assistant",
        "tool_calls": [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": _arguments(call)},
            }
            for call in calls
        ],
    }
    plan, thinking = str(turn.plan) or turn.text, turn.thinking
    if plan.strip():
        message["tool_plan"] = plan
    elif thinking.strip():
        message["content"] = [{"type": "thinking", "thinking": thinking}]
    return message


def _arguments(call: ToolCall) -> str:
    """The arguments as they came; `{}` for the many ways to say that there are none."""
    text = str(call.arguments)
    return "{}" if text.strip() in ("", "null") else text
