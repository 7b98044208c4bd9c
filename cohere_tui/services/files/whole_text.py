"""A file as one text, every blank and every line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.errors import FileUnusable
from cohere_tui.services.files.entries import BOM
from cohere_tui.services.files.opening import reading, told
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from pathlib import Path


def whole_text(path: Path, most_bytes: int) -> str:
    """The text of a file in UTF-8, without its byte order mark.

    Raises `FileUnusable` where it is longer or no such text. Blocks.
    """
    with reading(path) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise FileUnusable(f"{told(path)} has more than {size(most_bytes)}")
    try:
        return data.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "Save it as UTF-8, and take it again."
        raise FileUnusable(f"{told(path)} is no text in UTF-8: line {line:,}", remedy=remedy) from (
            error
        )
