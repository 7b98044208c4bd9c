"""What a streamed answer costs: processor time, bytes to the terminal, and the wait of a typist."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from typing import TYPE_CHECKING

from benchmarks.document import BEGIN, END
from benchmarks.opening import open_conversation
from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import APP, NEWEST, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.plan import Plan
    from benchmarks.pty_run import Program
    from benchmarks.world import World

PLAIN = reference("plain_lines")
MARKDOWN = reference("markdown_stream")
_LETTERS = "БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯбгджзийлпфцчшщъыьэюяΓΔΘΛΞΠΣΦΨΩαβγδεζηθλμξπρσφψω"
"""Letters the streamed text does not have: one that is written is an echo."""
_FULL_SPEED = 0


@dataclass(frozen=True, slots=True)
class Streamed:
    """One answer received, from the first of its words painted to the last."""

    cpu_us: float
    """Processor microseconds per token."""
    bytes: float
    """Bytes to the terminal per token."""
    seconds: float
    growth: float
    """Processor time of the last quarter as it stands to that of the first."""
    echoes_ms: tuple[float, ...] = ()


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """The budgets at 300 per second, then other rates, lengths and histories."""
    yield from _budgets(world, plan)
    yield from _growth(world, plan)
    yield from _histories(world, plan)
    if not plan.quick:
        yield from _rates(world)


def _budgets(world: World, plan: Plan) -> Iterator[Row]:
    run = partial(stream, world, count=2_000, rate=300, types=True)
    quiet = partial(stream, world, count=2_000, rate=300)
    ours, plain = in_turn(plan.runs, quiet, partial(quiet, PLAIN))
    yield Row(
        "CPU per token, 2,000 at 300/s",
        _of(ours, "cpu_us"),
        "µs",
        "plain lines",
        _of(plain, "cpu_us"),
        Budget(most=1.6),
    )
    markdown = [quiet(MARKDOWN) for _ in range(max(1, plan.runs // 2))]
    yield Row(
        "bytes to the terminal per token",
        _of(ours, "bytes"),
        "B",
        "Markdown.get_stream()",
        _of(markdown, "bytes"),
        Budget(most=0.3),
        note="theirs falls behind on a busy machine and then paints less: measure on a quiet one",
    )
    typed, plainly_typed = in_turn(plan.runs, run, partial(run, PLAIN))
    yield Row(
        "key to echo while streaming, p95",
        tuple(_p95(one.echoes_ms) for one in typed),
        "ms",
        "plain lines",
        tuple(_p95(one.echoes_ms) for one in plainly_typed),
        Budget(most=1.5),
    )


def _growth(world: World, plan: Plan) -> Iterator[Row]:
    rate = 1_000 if plan.quick else 300
    runs = [stream(world, count=20_000, rate=rate) for _ in range(1 if plan.quick else 3)]
    yield Row(
        f"CPU of the last quarter of 20,000 at {rate:,}/s, against the first",
        _of(runs, "growth"),
        "×",
        budget=Budget(most=1.2),
    )
    yield Row("CPU per token of those", _of(runs, "cpu_us"), "µs")


def _histories(world: World, plan: Plan) -> Iterator[Row]:
    sizes = (1_000,) if plan.quick else (10, 100, 1_000)
    run = partial(stream, world, count=2_000, rate=1_000)
    for messages in sizes:
        ours, none = in_turn(max(1, plan.runs // 2), partial(run, messages=messages), run)
        yield Row(
            f"CPU per token with {messages:,} earlier messages",
            _of(ours, "cpu_us"),
            "µs",
            "with none",
            _of(none, "cpu_us"),
            Budget(most=1.15) if messages == max(sizes) else Budget(),
        )


def _rates(world: World) -> Iterator[Row]:
    for rate in (100, 1_000, _FULL_SPEED):
        name = f"{rate:,}/s" if rate else "full speed"
        ours, plain, markdown = (
            [stream(world, command, count=2_000, rate=rate)] for command in (APP, PLAIN, MARKDOWN)
        )
        for what, field, unit in (("CPU", "cpu_us", "µs"), ("bytes", "bytes", "B")):
            for against, theirs in (("plain lines", plain), ("get_stream()", markdown)):
                what_for = f"{what} per token at {name}"
                yield Row(what_for, _of(ours, field), unit, against, _of(theirs, field))


def stream(
    world: World,
    command: Sequence[str] = APP,
    *,
    count: int,
    rate: int,
    messages: int = 0,
    types: bool = False,
) -> Streamed:
    """Let a program receive an answer, and a person type meanwhile if asked to."""
    with world.run(command, messages=messages) as program:
        program.wait_for(NEWEST if command == APP else "readytotype")
        program.wait_until_quiet()
        if messages:
            open_conversation(program, messages)
        asked_at = program.written
        asked = program.send(f"{count}@{rate}\r")
        # At full speed the beginning has scrolled away before it could be painted.
        begun = program.wait_for(BEGIN, asked_at) if rate else asked
        echoes = _type(program, count / rate) if types else ()
        ended = program.wait_for(END, asked_at)
        program.wait_until_quiet()
        return Streamed(
            cpu_us=(program.cpu_at(ended) - program.cpu_at(begun)) / count * 1e6,
            bytes=(program.bytes_at(ended) - program.bytes_at(begun)) / count,
            seconds=ended - begun,
            growth=_growth_of(program, asked_at, begun, ended) if rate else 1.0,
            echoes_ms=echoes,
        )


def _growth_of(program: Program, since: int, begun: float, ended: float) -> float:
    first, last = (program.wait_for(f"quartermark{number}", since) for number in (1, 3))
    used = program.cpu_at
    return (used(ended) - used(last)) / (used(first) - used(begun))


def _type(program: Program, seconds: float) -> tuple[float, ...]:
    """Type for most of the stream; how long each letter took to appear."""
    end = time.perf_counter() + seconds * 0.8
    pause = seconds * 0.8 / len(_LETTERS)
    waits = []
    for letter in _LETTERS:
        if time.perf_counter() > end:
            break
        since = program.written
        sent = program.send(letter)
        waits.append((program.wait_for(letter, since) - sent) * 1000)
        # Never in step with the thirty frames a second.
        program.read_until(sent + pause * (0.7 + 0.6 * (len(waits) * 0.618 % 1)))
    return tuple(waits)


def _p95(figures: Sequence[float]) -> float:
    return quantiles(figures, n=20)[-1]


def _of(results: Sequence[Streamed], name: str) -> tuple[float, ...]:
    return tuple(getattr(result, name) for result in results)
