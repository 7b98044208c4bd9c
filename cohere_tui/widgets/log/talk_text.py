"""A conversation as one Markdown text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.ago import date_and_time
from cohere_tui.state.turn import Phase, Prompt, ToolResult
from cohere_tui.widgets.log.sources import marks_of, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohere_tui.state.turn import Block, Entry, Turn

_BROKEN_OFF: Final = {
    Phase.STOPPED: "Stopped.",
    Phase.INTERRUPTED: "Interrupted before its end.",
}


def talk_text(title: str, entries: Iterable[Entry]) -> str:
    """Everything that was said, oldest first, under a heading each; thoughts are quoted."""
    return "\n\n".join([f"# {title}", *(text for entry in entries for text in _told(entry))])


def _told(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Prompt):
        yield _heading("You", entry.at)
        yield entry.text
    elif isinstance(entry, ToolResult):
        yield _heading("Tool", entry.at)
        yield entry.content
    else:
        yield _heading(entry.model or "Answer", entry.timing.started)
        yield from _answer(entry)


def _heading(who: str, at: float | None) -> str:
    return f"## {who}, {date_and_time(at)}" if at else f"## {who}"


def _answer(turn: Turn) -> Iterator[str]:
    """In the order of the log: plan, thoughts and text, tools, sources, how it ended."""
    yield from filter(None, [str(turn.plan)])
    for number, block in enumerate(turn.blocks):
        yield from filter(None, [_block(turn, number, block)])
    for call in turn.calls:
        yield f"Calls `{call.name}`:\n\n```json\n{call.arguments}\n```"
    sources = [
        f"[{number}] {source.title or source.text or source.id}"
        for number, source in numbered(turn.citations).values()
    ]
    yield from filter(None, ["\n".join(sources)])
    if turn.failure is not None:
        yield f"*{turn.failure.reason}*"
    elif turn.phase in _BROKEN_OFF:
        yield f"*{_BROKEN_OFF[turn.phase]}*"


def _block(turn: Turn, number: int, block: Block) -> str:
    text = str(block.text)
    if block.kind == "thinking":
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""
    for mark in sorted(marks_of(turn, number), key=lambda one: one.end, reverse=True):
        text = f"{text[: mark.end]}{mark.label}{text[mark.end :]}"
    return text
