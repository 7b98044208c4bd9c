"""A conversation as the fields of the next v1 chat request (API.md 6.1).

v1 splits what v2 has in one list: the last prompt is the `message`, what came before it the
`chat_history`, and results that the model shall go on from are `tool_results` without a message.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from cohere_tui.state.transcript import results
from cohere_tui.state.turn import Prompt, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.json import JSON
    from cohere_tui.state.conversation import Settings
    from cohere_tui.state.parts import ToolCall
    from cohere_tui.state.turn import Entry

Fields: TypeAlias = dict[str, "JSON"]


def asked(entries: Sequence[Entry], settings: Settings) -> Fields:
    """`message`, and `chat_history`, `tool_results` and `preamble` where there are any.

    As with v2, what a server would refuse is not sent: calls without results, empty messages.
    """
    history = _history(entries)
    fields: Fields = {"message": ""}
    if history:
        last = history.pop()
        if last["role"] == "USER":
            fields["message"] = last["message"]
        elif last["role"] == "TOOL":
            fields["tool_results"] = last["tool_results"]
        else:
            history.append(last)
    if history:
        fields["chat_history"] = history
    if settings.system.strip():
        fields["preamble"] = settings.system
    return fields


def _history(entries: Sequence[Entry]) -> list[Fields]:
    past: list[Fields] = []
    for number, entry in enumerate(entries):
        if isinstance(entry, Prompt):
            if entry.text.strip():
                past.append({"role": "USER", "message": entry.text})
        elif isinstance(entry, Turn):
            past.extend(_answer(entry, results(entries, number)))
    return past


def _answer(turn: Turn, given: dict[str, str]) -> list[Fields]:
    answered = [call for call in turn.calls if call.id and call.name and call.id in given]
    if not answered:
        return [{"role": "CHATBOT", "message": turn.text}] if turn.text.strip() else []
    plan = str(turn.plan) or turn.text
    said: Fields = {"message": plan} if plan.strip() else {}
    calls = [_call(call) for call in answered]
    outcomes: list[JSON] = [
        {"call": _call(call), "outputs": _outputs(given[call.id])} for call in answered
    ]
    return [
        {"role": "CHATBOT", **said, "tool_calls": calls},
        {"role": "TOOL", "tool_results": outcomes},
    ]


def _call(call: ToolCall) -> Fields:
    parameters = call.parsed
    return {"name": call.name, "parameters": parameters if isinstance(parameters, dict) else {}}


def _outputs(content: str) -> list[JSON]:
    """What a tool gave back as objects, which v1 wants: its own where it is JSON of such."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    found = value if isinstance(value, list) else [value]
    if found and all(isinstance(one, dict) for one in found):
        return found
    return [{"output": content}]
