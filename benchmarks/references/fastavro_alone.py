"""`… PART JSONL`: an Avro file read by fastavro and written by `json.dumps`: rows per second."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import fastavro


def convert(part: Path, into: Path) -> float:
    """The rows per second."""
    rows, started = 0, time.perf_counter()
    with part.open("rb") as source, into.open("w", encoding="utf-8") as target:
        for row in fastavro.reader(source):
            target.write(json.dumps(row, ensure_ascii=False) + "\n")
            rows += 1
    return rows / (time.perf_counter() - started)


if __name__ == "__main__":
    print(convert(Path(sys.argv[1]), Path(sys.argv[2])))
