"""What is on the screen, as text that does not differ from run to run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.app import CohereTui

SIZES: Final = ((80, 24), (120, 40))

_MOVING: Final = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "YEAR-MM-DD"),
    (re.compile(r"\b\d\d:\d\d(:\d\d)?\b"), "TIME"),
    (re.compile(r"\d+ ms\b"), "N ms"),
    (re.compile(r"\b\d+/_sandbox"), "NN/_sandbox"),
    (re.compile(r"\b\d:\d\d\b"), "M:SS"),
    (re.compile(r"\b(\d+ min )?\d+(\.\d+)? s\b"), "N s"),
    (re.compile(r"\((now|\d+[mhdwy])\)"), "(AGE)"),
    (re.compile(r"next refresh \d+s ?"), "next refresh Ns "),
    (re.compile(r"[◐◓◑◒]"), "◐"),
)
"""What differs from run to run."""

_SCROLL_BARS: Final = str.maketrans("▁▂▃▄▅▆▇", "       ")
"""The ends of scroll bars, eighths of a line."""


class Text(SingleFileSnapshotExtension):
    """A text file for each look."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"
    _file_extension = "txt"


def shown(app: CohereTui) -> str:
    """The text of the screen, without what differs from run to run."""
    lines = app.screen._compositor.render_strips()
    text = "\n".join(strip.text.translate(_SCROLL_BARS).rstrip() for strip in lines) + "\n"
    for pattern, words in _MOVING:
        text = pattern.sub(words, text)
    return text


async def seen_when(still: Callable[[], bool], app: CohereTui) -> str:
    """The text of the screen when nothing is on its way any more, and `still` says so too."""
    before, now = "", ""
    while not now or now != before:
        await until(still)
        await wait_for_paint(app)
        before, now = now, shown(app) if still() else ""
    return now


async def wait_for_paint(app: CohereTui) -> None:
    """Return when what is on its way to the screen is there."""
    painted: list[bool] = []
    app.screen.call_after_refresh(painted.append, True)
    await until(lambda: painted)
