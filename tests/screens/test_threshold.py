"""The frame that is painted first keeps every key, and shows what they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste
from textual.widgets import Static

from cohere_tui.screens.threshold import Threshold
from cohere_tui.widgets.rail import Place
from cohere_tui.widgets.shell import Shell
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("chat", "1", "Chat", "nowhere:Nothing", pane="Conversations", prompt="Ask…")


class Waiting(Shell):
    """Never gets further than the threshold."""

    PLACES = (PLACE,)

    def get_default_screen(self) -> Threshold:
        return Threshold(PLACE)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ([], "▌Ask…"),
        (["a", "b", "space", "question_mark"], "▌ab ? "),
        (["a", "b", "backspace"], "▌a "),
        (["a", "backspace"], "▌Ask…"),
        (["a", "ctrl+j", "b"], "▌b "),
        (["a", "enter"], "▌Ask…"),
        (["a", "f5", "left"], "▌a "),
        (["x"] * 99, f"▌{'x' * 38}… ".replace("…", "x")),
    ],
)
async def test_what_is_written_is_seen(tmp_path: Path, keys: list[str], shown: str) -> None:
    app = Waiting(copied=tmp_path)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press(*keys)
        prompt = app.screen.query_one(".threshold--prompt", Static)
        assert str(prompt.render()) == shown
        assert isinstance(app.screen, Threshold)
        assert len(app.screen._kept) == len(keys)


async def test_a_paste_is_seen_harmlessly_and_kept_whole(tmp_path: Path) -> None:
    app = Waiting(copied=tmp_path)
    async with app.run_test(size=(40, 20)):
        threshold = app.screen
        assert isinstance(threshold, Threshold)
        app.post_message(Paste("one\n[/] two\x1b[31m"))
        await until(lambda: threshold._kept)
        prompt = threshold.query_one(".threshold--prompt", Static)
        assert str(prompt.render()) == "▌[/] two␛[31m "
        (kept,) = threshold._kept
        assert isinstance(kept, Paste)
        assert kept.text == "one\n[/] two\x1b[31m"
