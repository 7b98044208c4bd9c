"""The playgrounds side by side: the one in sight is always among those that are named."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from cohere_tui.widgets.playground.tab_line import TabLine

NAMES = ["Embed", "Rerank", "Classify", "Tokenize", "Generate", "Summarize", "Parse", "Transcribe"]


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.tabs = TabLine(tuple((name.lower(), name) for name in NAMES))

    def compose(self) -> ComposeResult:
        yield self.tabs


@pytest.mark.parametrize("width", [12, 40, 80])
async def test_the_shown_one_is_named_however_narrow_it_is(width: int) -> None:
    page = Page()
    async with page.run_test(size=(width, 5)):
        for name in NAMES:
            page.tabs.shown = name.lower()
            line = str(page.tabs.render())
            assert name in line
            assert len(line) <= width - 2
