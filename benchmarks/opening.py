"""How long it takes to open a conversation, and what losing and getting the focus costs."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import last_words_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan import Plan
    from benchmarks.pty_run import Program
    from benchmarks.world import World

LONG, SHORT = 1_000, 1
_RECALL, _ENTER = "\x12", "\r"
_FOCUS_OUT, _FOCUS_IN = "\x1b[O", "\x1b[I"
_PAIRS = 20
_SWITCHES = 5
_LEAVE_THE_PROMPT = "\t"


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """A conversation of a thousand messages against one of a single message."""
    long, short = in_turn(
        plan.runs, partial(_open_ms, world, LONG), partial(_open_ms, world, SHORT)
    )
    against, budget = "one message", Budget(most=1.5)
    yield Row(f"opening {LONG:,} messages", long, "ms", against, short, budget)
    long, short = in_turn(
        plan.runs, partial(_focus_ms, world, LONG), partial(_focus_ms, world, SHORT)
    )
    yield Row("CPU of losing and getting the focus", long, "ms", against, short, budget)
    long, short = in_turn(
        plan.runs, partial(_switch_ms, world, LONG), partial(_switch_ms, world, SHORT)
    )
    yield Row("switching screens: back to the chat", long, "ms", against, short, budget)


def open_conversation(program: Program, messages: int) -> float:
    """Recall the conversation of so many messages; the seconds until its end appeared."""
    since = program.written
    program.send(_RECALL)
    program.wait_for("Recall", since)
    program.wait_until_quiet()
    since = program.written
    program.send(title_of(messages))
    program.wait_until_quiet()
    since = program.written
    sent = program.send(_ENTER)
    shown = program.wait_for(last_words_of(messages), since)
    program.wait_until_quiet()
    return shown - sent


def _open_ms(world: World, messages: int) -> float:
    with world.run(messages=messages) as program:
        program.wait_for(title_of(messages))
        program.wait_until_quiet()
        return open_conversation(program, messages) * 1000


def _switch_ms(world: World, messages: int) -> float:
    """Going to another screen and back, a few times: how long until the end is painted again."""
    with world.run(messages=messages) as program:
        program.wait_for(title_of(messages))
        program.wait_until_quiet()
        open_conversation(program, messages)
        program.send(_LEAVE_THE_PROMPT)
        program.wait_until_quiet()
        waits = []
        for _ in range(_SWITCHES):
            program.send("2")
            program.wait_until_quiet()
            since = program.written
            sent = program.send("1")
            waits.append(program.wait_for(last_words_of(messages), since) - sent)
            program.wait_until_quiet()
        return median(waits) * 1000


def _focus_ms(world: World, messages: int) -> float:
    with world.run(messages=messages) as program:
        program.wait_for(title_of(messages))
        program.wait_until_quiet()
        open_conversation(program, messages)
        before = program.cpu()
        for _ in range(_PAIRS):
            for event in (_FOCUS_OUT, _FOCUS_IN):
                program.send(event)
                program.wait_until_quiet(0.05)
        return (program.cpu() - before) * 1000 / _PAIRS
