"""Picking tools by their words, and calling them with arguments from the prompt."""

from __future__ import annotations

import hashlib
import json
import re
import string
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.answer import Call
from cohere_tui.sandbox.answers.schema import Filler
from cohere_tui.sandbox.answers.words import listed, stem, stems, words

if TYPE_CHECKING:
    from cohere_tui.sandbox.chat.ask import Ask, Tool

MOST_CALLS = 4
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLAUSE = re.compile(r"[;,.!?]\s+|\band\b")
_VERBS_TEXT = """
    call create do fetch find get list load look lookup make query read run search send set
    show tool
"""
_VERBS = frozenset(_VERBS_TEXT.split())
_DIGITS = string.digits + string.ascii_lowercase


def calls(ask: Ask) -> tuple[Call, ...]:
    """The calls that the prompt asks for; none when no tool fits and none is required."""
    if ask.tool_choice == "NONE" or not ask.tools:
        return ()
    ranked = sorted(ask.tools, key=lambda tool: -_fit(tool, ask.question))
    chosen = [tool for tool in ranked if _fit(tool, ask.question) >= 1]
    if not chosen and ask.tool_choice == "REQUIRED":
        chosen = ranked[:1]
    best = max((_fit(tool, ask.question) for tool in chosen), default=0)
    chosen = [tool for tool in chosen if _fit(tool, ask.question) >= best / 2]
    made = [
        (tool.name, arguments)
        for tool in chosen
        for arguments in _arguments(tool, _part_for(tool, ask.question, len(chosen)))
    ]
    return tuple(
        Call(f"{name}_{_suffix(ask, number)}", name, arguments)
        for number, (name, arguments) in enumerate(made[:MOST_CALLS])
    )


def plan(made: tuple[Call, ...]) -> str:
    """What a model says before it calls."""
    what = [
        f"{call.name} with {listed([str(value) for value in json.loads(call.arguments).values()])}"
        if call.arguments
        else call.name
        for call in made
    ]
    return f"I will call {listed(list(dict.fromkeys(what)))}."


def _part_for(tool: Tool, prompt: str, tools: int) -> str:
    """Where several tools are called, what is said about this one; else everything."""
    clauses = _CLAUSE.split(prompt) if tools > 1 else []
    return " ".join(clause for clause in clauses if _fit(tool, clause) >= 1) or prompt


def _fit(tool: Tool, prompt: str) -> float:
    """How well a tool's words meet the prompt's: its name counts most."""
    said = stems(prompt) | {stem(word) for word in words(prompt)}
    called = {stem(word) for word in _name_words(tool) if word not in _VERBS}
    about = stems(tool.description) - called
    return len(called & said) + len(about & said) / 2


def _name_words(tool: Tool) -> list[str]:
    return words(_CAMEL.sub(" ", tool.name).replace("_", " "))


def _arguments(tool: Tool, prompt: str) -> list[str]:
    """One or several sets of arguments as JSON; `""` for a tool that takes none."""
    if not tool.parameters.get("properties"):
        return [""]
    own = frozenset(stem(word) for word in _name_words(tool)) | _option_stems(tool)
    filler = Filler(prompt, own)
    free = _free(tool)
    several = filler.several(free) if free else []
    if len(several) > 1:
        sets = [{**_filled(tool, Filler(prompt, own)), free: one} for one in several]
    else:
        sets = [_filled(tool, filler)]
    return [json.dumps(one, ensure_ascii=False) for one in sets]


def _option_stems(tool: Tool) -> frozenset[str]:
    """The words of enumerations: said, they are an option and no name."""
    properties = tool.parameters.get("properties", {}).values()
    return frozenset(
        stem(word)
        for schema in properties
        for option in schema.get("enum", ())
        for word in words(str(option))
    )


def _filled(tool: Tool, filler: Filler) -> dict[str, Any]:
    filled = filler.fill(tool.parameters, all_properties=False)
    return filled if isinstance(filled, dict) else {}


def _free(tool: Tool) -> str:
    """The one required string that can be anything: a list of names then means a call for each."""
    properties = tool.parameters.get("properties", {})
    free = [
        name
        for name in tool.parameters.get("required", ())
        if properties.get(name, {}).get("type") == "string"
        and not {"enum", "format", "const"}.intersection(properties[name])
    ]
    return free[0] if len(free) == 1 else ""


def _suffix(ask: Ask, number: int) -> str:
    """Twelve base-36 digits, other ones for every turn of a conversation."""
    heard = "\0".join(f"{said.role}:{said.text}:{said.calls}" for said in ask.messages)
    digest = hashlib.sha256(f"{ask.seed}:{number}:{heard}".encode("utf-8", "replace")).digest()
    value = int.from_bytes(digest[:8])
    digits = []
    for _ in range(12):
        value, digit = divmod(value, 36)
        digits.append(_DIGITS[digit])
    return "".join(digits)
