"""An answer: who, how fast, thoughts, plan, text, tool calls, sources, and how it ended."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Final

from cohere_tui.errors import AGAIN_KEY, with_key
from cohere_tui.state.naming import count, duration, model_name
from cohere_tui.state.turn import Phase, Turn
from cohere_tui.widgets.log.cards import Card
from cohere_tui.widgets.log.flow import Flow
from cohere_tui.widgets.log.parts import Page, Part
from cohere_tui.widgets.log.plain_flow import PlainFlow
from cohere_tui.widgets.log.plain_lines import bounded_lines, plain_lines
from cohere_tui.widgets.log.rows import folded, head
from cohere_tui.widgets.log.searches import search_rows, told
from cohere_tui.widgets.log.sources import marks_of, numbered, source_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.pieces import Pieces
    from cohere_tui.state.turn import Block, Entry, ToolCall
    from cohere_tui.widgets.markdown.line import Line
    from cohere_tui.widgets.themes import Signs

_KEPT: Final = f"What had come is kept; {AGAIN_KEY} asks again."


class TurnCard(Card):
    """An answer of a model. What streams costs the same however long the answer is."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self.turn = turn
        self._flows: dict[int, Flow] = {}
        self._plain: dict[str, PlainFlow] = {}

    @property
    def copy(self) -> str:
        """The answer as Markdown, as the model wrote it."""
        return self.turn.text or str(self.turn.plan) or self.turn.thinking

    def estimate(self, page: Page) -> int:
        """Head, wrapped text, blank lines between paragraphs."""
        text = self.turn.text
        return 3 + len(text) * 10 // (page.width * 9) + text.count("\n")

    def forget(self) -> None:
        """Drop the lines and what was parsed for them."""
        super().forget()
        self._flows.clear()
        self._plain.clear()

    def grow(self, entry: Entry) -> int:
        """Take a newer state. When only the last text grew, nothing before its end is looked at."""
        before, self.turn = self.turn, entry if isinstance(entry, Turn) else self.turn
        number = len(self.turn.blocks) - 1
        begin = self.number_of(f"text.{number}.0")
        if self._page is None or begin is None or not _only_text_grew(before, self.turn):
            return super().grow(entry)
        self.entry = entry
        flow, block = self._flows[number], self.turn.blocks[number]
        first = flow.take(block)
        marks = marks_of(self.turn, number)
        parts = chain(flow.parts(self._page, marks, self.part, first), self._after(self._page))
        return self._stack(begin + first, parts)

    def compose(self, page: Page) -> Iterator[Part]:
        """Every part, from the head on."""
        yield self._head(page)
        if self.turn.retrieved.queries or self.turn.retrieved.searches:
            yield self._searches(page)
        if self.turn.plan:
            yield self._plan(page)
        for number, block in enumerate(self.turn.blocks):
            if block.kind == "thinking":
                yield self._thought(page, number, block)
            else:
                yield from self._text(page, number, block)
        yield from self._after(page)

    def _text(self, page: Page, number: int, block: Block) -> Iterator[Part]:
        flow = self._flows.setdefault(number, Flow(f"text.{number}"))
        flow.take(block)
        yield from flow.parts(page, marks_of(self.turn, number), self.part)

    def _head(self, page: Page) -> Part:
        turn = self.turn
        made_of = (turn.model, stats(turn))
        return self.kept("head", made_of) or Part(
            "head",
            "head",
            [head(model_name(turn.model) or "Answer", stats(turn), page)],
            made_of,
            self.copy,
        )

    def _searches(self, page: Page) -> Part:
        retrieved = self.turn.retrieved
        made_of = (retrieved.queries, retrieved.searches)
        said = "\n".join(text for text, _ in told(retrieved))
        return self.kept("searches", made_of) or Part(
            "searches", "searches", search_rows(retrieved, page), made_of, said
        )

    def _plan(self, page: Page) -> Part:
        plan, is_open = self.turn.plan, not self.turn.phase.over
        made_of = (len(plan), is_open)
        return self.kept("plan", made_of) or Part(
            "plan", "plan", self._plain_lines("plan", plan, page, is_open=is_open), made_of, plan
        )

    def _plain_lines(self, key: str, text: Pieces, page: Page, *, is_open: bool) -> list[Line]:
        flow = self._plain.setdefault(key, PlainFlow(page.width, "thinking"))
        return flow.lines(text, is_open=is_open)

    def _thought(self, page: Page, number: int, block: Block) -> Part:
        key = f"thinking.{number}"
        # Open while it is all there is to see; closed once the answer begins.
        habit = block.open and number == len(self.turn.blocks) - 1
        opened = self.is_open(key, habit=habit)
        seconds = self.turn.timing.thought_s
        made_of = (opened, len(block.text), block.open, seconds)
        return self.kept(key, made_of) or self._thought_part(key, page, block, opened, made_of)

    def _thought_part(
        self, key: str, page: Page, block: Block, opened: bool, made_of: object
    ) -> Part:
        seconds = self.turn.timing.thought_s
        how_long = f" for {duration(seconds)}" if seconds is not None else ""
        what = "Thinking…" if block.open else f"Thought{how_long}"
        size = f" · {count(len(block.text), 'character')}" if not block.open else ""
        lines = [folded(opened, what + size, page)]
        if opened:
            lines += self._plain_lines(key, block.text, page, is_open=block.open)
        return Part(key, "thinking", lines, made_of, block.text, folds=True, opened=opened)

    def _after(self, page: Page) -> Iterator[Part]:
        for number, call in enumerate(self.turn.calls):
            yield self._call(page, number, call)
        if self.turn.citations:
            yield self._sources(page)
        foot = foot_of(self.turn, page.signs)
        if foot:
            yield self.kept("foot", foot) or self._foot(page, foot)

    def _sources(self, page: Page) -> Part:
        sources = numbered(self.turn.citations)
        made_of = tuple(sources)
        said = "\n".join(
            f"[{number}] {source.title or source.id}" for number, source in sources.values()
        )
        return self.kept("sources", made_of) or Part(
            "sources", "sources", source_rows(sources, page), made_of, said, gap=True
        )

    def _call(self, page: Page, number: int, call: ToolCall) -> Part:
        key = f"call.{number}"
        opened = self.is_open(key, habit=False)
        made_of = (call, opened)
        return self.kept(key, made_of) or self._call_part(key, page, call, opened)

    def _call_part(self, key: str, page: Page, call: ToolCall, opened: bool) -> Part:
        brief = _json(call, None)
        lines = [folded(opened, f"{call.name} {brief}", page)]
        if opened:
            lines += bounded_lines(_json(call, 2), page.width, "fence")
        said = f"{call.name}({brief})"
        return Part(key, "call", lines, (call, opened), said, folds=True, opened=opened)

    def _foot(self, page: Page, foot: tuple[tuple[str, str], ...]) -> Part:
        lines = [line for text, style in foot for line in plain_lines(text, page.width, style)]
        return Part("foot", "foot", lines, foot, "\n".join(text for text, _ in foot), gap=True)


def _json(call: ToolCall, indent: int | None) -> str:
    """The arguments of a call, tidied when they are JSON."""
    parsed = call.parsed
    if parsed is not None:
        with suppress(RecursionError):  # what just could be read may be too deep to be written
            return json.dumps(parsed, indent=indent, ensure_ascii=False)
    return str(call.arguments)


def stats(turn: Turn) -> str:
    """How an answer went: `1.2 s · 41 tok/s · 212 tokens`; empty while it grows."""
    if not turn.phase.over:
        return ""
    told: list[str] = []
    elapsed, first, tokens = turn.timing.elapsed_s, turn.timing.first_token_s, turn.tokens_out
    if elapsed is not None:
        told.append(duration(elapsed))
    if tokens:
        if elapsed is not None and first is not None and elapsed > first:
            told.append(f"{tokens / (elapsed - first):,.0f} tok/s")
        told.append(count(tokens, "token"))
    return " · ".join(told)


def foot_of(turn: Turn, signs: Signs) -> tuple[tuple[str, str], ...]:
    """What is said below an answer that did not simply end: lines of text and their style."""
    told: list[tuple[str, str]] = []
    failure = turn.failure
    if turn.phase is Phase.FAILED and failure is not None:
        status = f"{failure.status}: " if failure.status else ""
        told.append((f"{signs.failed} {status}{failure.reason}", "error"))
        if failure.remedy:
            told.append((with_key(failure.remedy, AGAIN_KEY), "dim"))
        if failure.trace_id:
            told.append((f"trace id {failure.trace_id}", "dim"))
    elif turn.phase is Phase.STOPPED:
        told.append((f"{signs.warning} Stopped. {_KEPT}", "warning"))
    elif turn.phase is Phase.INTERRUPTED:
        told.append((f"{signs.warning} Interrupted before its end. {_KEPT}", "warning"))
    elif turn.finish == "MAX_TOKENS":
        told.append((f"{signs.warning} Cut at the most tokens allowed.", "warning"))
    if turn.phase.over and turn.skipped:
        told.append(
            (
                f"{signs.warning} {count(turn.skipped, 'event')} of the stream could not be read.",
                "warning",
            )
        )
    return tuple(told)


def _only_text_grew(before: Turn, after: Turn) -> bool:
    """Whether nothing but the last block's text differs, as with nearly every event of a stream."""
    return (
        before.phase is after.phase
        and len(before.blocks) == len(after.blocks)
        and before.citations is after.citations
        and before.calls is after.calls
        and before.plan is after.plan
        and before.retrieved is after.retrieved
        and all(a is b for a, b in zip(before.blocks[:-1], after.blocks[:-1], strict=True))
    )
