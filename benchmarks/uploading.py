"""A large file uploaded as a form: how fast, and in how much memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.plan import in_turn
from benchmarks.report import Budget, Row
from benchmarks.world import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan import Plan
    from benchmarks.world import World

_MB = 10**6
_MIB = 2**20
_LINE = b"The tide mill at Carew opened in 1801 and stopped grinding in 1937.\n"


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """The client against curl, to the same server; then against a process that does nothing."""
    size = (100 if plan.quick else 500) * _MB
    with tempfile.TemporaryDirectory(prefix="cohere-tui-benchmarks-") as place, store() as url:
        path = Path(place, "rows.csv")
        _write(path, size)
        curl = shutil.which("curl")
        ours, theirs = in_turn(
            plan.runs,
            partial(_send, world, url, path),
            partial(_curl, world, curl, url, path) if curl else lambda: 0.0,
        )
        what, budget = f"upload of {size // _MB} MB", Budget(least=0.6)
        paces = tuple(pace / _MB for pace, _ in ours)
        if curl:
            yield Row(what, paces, "MB/s", "curl -F", tuple(theirs), budget)
        else:
            yield Row(what, paces, "MB/s", "curl -F", budget=budget, note="curl is not here")
        idle = tuple(_send(world, url, None)[1] / _MIB for _ in range(plan.runs))
        peaks = tuple(peak / _MIB for _, peak in ours)
        against, budget = "idle, the same imports", Budget(most=16)
        yield Row("its peak memory", peaks, "MiB", against, idle, budget, difference=True)


@contextmanager
def store(path: Path | None = None) -> Iterator[str]:
    """The URL of a running `benchmarks.store`, which gives `path`."""
    command = [sys.executable, "-m", "benchmarks.store", *([str(path)] if path else [])]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.communicate()


def figures(world: World, *command: str) -> list[float]:
    """What a program prints: numbers."""
    done = subprocess.run(command, check=True, env=world.environ(), capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def _write(path: Path, size: int) -> None:
    block = _LINE * (_MIB // len(_LINE))
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(block[: size - file.tell()])


def _send(world: World, url: str, path: Path | None) -> tuple[float, float]:
    """Bytes per second, and the peak of the memory in bytes."""
    names = [str(path)] if path else []
    pace, peak = figures(world, sys.executable, "-m", "benchmarks.sending", url, *names)
    return pace, peak


def _curl(world: World, curl: str, url: str, path: Path) -> float:
    options = ("--silent", "--output", "/dev/null", "--write-out", "%{speed_upload}")
    (pace,) = figures(world, curl, *options, "--form", f"data=@{path};type=text/csv", url)
    return pace / _MB
