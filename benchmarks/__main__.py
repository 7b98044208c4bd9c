"""`python -m benchmarks [--quick] [--runs N] [GROUP …]`: measure, and print the table."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import (
    downloading,
    embedding,
    lists,
    memory,
    opening,
    parsing,
    reranking,
    start,
    streaming,
    uploading,
)
from benchmarks.plan import Plan
from benchmarks.pty_run import NotSeenError
from benchmarks.report import Row, summary, table
from benchmarks.world import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks.world import World

GROUPS: Mapping[str, Callable[[World, Plan], Iterator[Row]]] = {
    "start": start.measure,
    "streaming": streaming.measure,
    "opening": opening.measure,
    "memory": memory.measure,
    "lists": lists.measure,
    "reranking": reranking.measure,
    "embedding": embedding.measure,
    "parsing": parsing.measure,
    "uploading": uploading.measure,
    "downloading": downloading.measure,
}


def main() -> int:
    """Measure the groups that are asked for; 1 when a budget was missed or a program got stuck."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--quick", action="store_true", help="fewer runs, faster streams")
    parser.add_argument("--runs", type=int, help="runs of each comparison (5; quick: 2)")
    options = parser.parse_args()
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    plan = Plan(runs=options.runs or (2 if options.quick else 5), quick=options.quick)
    print(f"Python {platform.python_version()} on {platform.machine()}, median of several runs\n")
    rows: list[Row] = []
    stuck = False
    with opened() as world:
        for name in options.groups or GROUPS:
            began = time.perf_counter()
            found, trouble = _measured(GROUPS[name], world, plan)
            stuck = stuck or trouble
            rows += found
            print(table(f"{name} ({time.perf_counter() - began:.0f} s)", found), flush=True)
            print()
    print(summary(rows))
    return int(stuck or any(row.verdict == "MISSED" for row in rows))


def _measured(
    group: Callable[[World, Plan], Iterator[Row]], world: World, plan: Plan
) -> tuple[list[Row], bool]:
    """The rows of a group, as far as it came."""
    rows: list[Row] = []
    try:
        for row in group(world, plan):
            rows.append(row)
            print(f"… {row.what}", file=sys.stderr, flush=True)
    except NotSeenError as error:
        rows.append(Row("the rest of this group", (), note=str(error)))
        return rows, True
    return rows, False


if __name__ == "__main__":
    sys.exit(main())
