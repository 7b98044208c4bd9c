"""The data of recorded streams, read the simplest way: the real framing has tests of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def data_of(path: Path) -> list[str]:
    """The data of every frame with data in a stream's file, in order, `[DONE]` included."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".ndjson":
        return lines
    data = [line.removeprefix("data:").strip() for line in lines if line.startswith("data:")]
    return [one for one in data if one]
