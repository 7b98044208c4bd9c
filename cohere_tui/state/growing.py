"""How blocks and tool calls grow: pure functions over tuples, the wire's numbers in mind.

The wire numbers blocks and calls, yet a number can be missing, repeated, or make no sense
(API.md 5.6, GAPS 4): then the newest open one is meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from cohere_tui.state.parts import Block, ToolCall
from cohere_tui.state.pieces import Pieces

MOST: Final = 4096
"""Blocks, calls or citations of one answer; what comes beyond goes into the last, or is dropped.

A hostile stream of a million starts would otherwise cost the square of it.
"""

Part = TypeVar("Part", bound=Block | ToolCall)


def place(parts: tuple[Part, ...], index: int | None) -> int:
    """Position of the newest part numbered `index`, or without a number of the newest open one.

    -1 when there is none.
    """
    last = len(parts) - 1
    if last + 1 >= MOST:
        return last
    for at in range(last, -1, -1):
        part = parts[at]
        if part.open if index is None else part.index == index:
            return at
    return -1


def put(parts: tuple[Part, ...], at: int, part: Part) -> tuple[Part, ...]:
    """`parts` with `part` at position `at`."""
    return (*parts[:at], part, *parts[at + 1 :])


def opened(blocks: tuple[Block, ...], index: int | None, kind: str, text: str) -> tuple[Block, ...]:
    """`blocks` with a new one that begins with `text`."""
    if len(blocks) >= MOST:
        return grown(blocks, index, kind, text)
    number = len(blocks) if index is None else index
    return (*blocks, Block(kind, Pieces.of(text), open=True, index=number))


def grown(blocks: tuple[Block, ...], index: int | None, kind: str, text: str) -> tuple[Block, ...]:
    """`blocks` with `text` added to the one that is meant, or to a new one.

    The kind of a block is fixed when it opens; `kind` tells only what a new one is.
    """
    if blocks:
        newest = blocks[-1]
        if newest.open and (newest.index == index or index is None):
            more = Block(newest.kind, newest.text.add(text), True, newest.index)
            return (more,) if len(blocks) == 1 else (*blocks[:-1], more)
    at = place(blocks, index)
    if at < 0:
        return opened(blocks, index, kind, text)
    block = blocks[at]
    if not block.open and block.kind != kind and len(blocks) < MOST:
        return opened(blocks, index, kind, text)
    return put(blocks, at, Block(block.kind, block.text.add(text), block.open, block.index))


def called(
    calls: tuple[ToolCall, ...], index: int | None, id_: str, name: str, arguments: str
) -> tuple[ToolCall, ...]:
    """`calls` with a new one."""
    if len(calls) >= MOST:
        return calls
    number = len(calls) if index is None else index
    return (*calls, ToolCall(id_, name, Pieces.of(arguments), open=True, index=number))


def argued(
    calls: tuple[ToolCall, ...], index: int | None, id_: str, name: str, arguments: str
) -> tuple[ToolCall, ...]:
    """`calls` with `arguments` added to the one that is meant, or to a new one.

    An id and a name fill in what its start left out.
    """
    at = place(calls, index)
    if at < 0:
        return called(calls, index, id_, name, arguments)
    call = calls[at]
    more = ToolCall(
        call.id or id_, call.name or name, call.arguments.add(arguments), call.open, call.index
    )
    return put(calls, at, more)


def closed(parts: tuple[Part, ...], index: int | None) -> tuple[Part, ...]:
    """`parts` with the one that is meant closed."""
    at = place(parts, index)
    if at < 0 or not parts[at].open:
        return parts
    return put(parts, at, replace(parts[at], open=False))


def all_closed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """`parts`, all closed."""
    if not any(part.open for part in parts):
        return parts
    return tuple(replace(part, open=False) if part.open else part for part in parts)
