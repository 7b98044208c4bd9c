"""Where an answer ends before its end: token budgets and stop sequences (API.md 4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.tokens import count, pieces

if TYPE_CHECKING:
    from cohere_tui.sandbox.answers.answer import Reply
    from cohere_tui.sandbox.chat.ask import Ask


def limited(reply: Reply, ask: Ask) -> Reply:
    """`reply` as far as the request lets it go."""
    if ask.token_budget is not None:
        reply = replace(reply, thinking=_first(reply.thinking, ask.token_budget))
    reply = _stopped(reply, ask.stop_sequences)
    return reply if ask.max_tokens is None else _shortened(reply, ask.max_tokens)


def _stopped(reply: Reply, sequences: tuple[str, ...]) -> Reply:
    """Ended before the first stop sequence, which is not part of the answer."""
    places = [reply.text.find(sequence) for sequence in sequences]
    found = [place for place in places if place >= 0]
    return replace(_cut(reply, min(found)), finish="STOP_SEQUENCE") if found else reply


def _shortened(reply: Reply, room: int) -> Reply:
    """At most `room` tokens: thinking, then plan and calls, or text. No call is made by halves."""
    thinking, plan = _first(reply.thinking, room), reply.plan
    short = len(thinking) < len(reply.thinking)
    room -= count(thinking)
    plan = _first(plan, room)
    short |= len(plan) < len(reply.plan)
    room -= count(plan)
    calls = []
    for call in reply.calls:
        room -= count(call.arguments)
        if room >= 0:
            calls.append(call)
    short |= len(calls) < len(reply.calls)
    text = _first(reply.text, max(room, 0))
    short |= len(text) < len(reply.text)
    if not short:
        return reply
    ended = _cut(reply, len(text))
    return replace(ended, thinking=thinking, plan=plan, calls=tuple(calls), finish="MAX_TOKENS")


def _first(text: str, room: int) -> str:
    return "".join(pieces(text)[: max(room, 0)])


def _cut(reply: Reply, length: int) -> Reply:
    """The text ends after `length` characters, and so do the citations."""
    cites = tuple(cite for cite in reply.cites if cite.end <= length)
    return replace(reply, text=reply.text[:length], cites=cites)
