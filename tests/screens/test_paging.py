"""What is read in the app, read in the person's own pager."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.state.conversation import Settings
from cohere_tui.state.facts import Link
from cohere_tui.widgets.detail.json_dialog import JsonDialog
from cohere_tui.widgets.help_panel import Reader
from tests.outer import outer
from tests.pagers import Pager
from tests.screens.datasets import go_to
from tests.screens.datasets import opened as datasets_of
from tests.screens.jobs import shown
from tests.screens.test_connectors import SECRET, SERVICE, made
from tests.screens.test_connectors import opened as connectors_of
from tests.screens.test_models import opened as models_of
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.screens.conftest import Seat, Sit


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox(demo_data=True) as sandbox:
        yield sandbox


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pager:
    return Pager(tmp_path, monkeypatch)


def noticed(seat: Seat, text: str) -> bool:
    return any(text in one.message for one in seat.app._notifications)


async def test_a_conversation_and_a_message_of_it(sit: Sit, pager: Pager) -> None:
    async with sit(80, 24) as seat:
        await seat.pilot.press("f3")
        await until(lambda: noticed(seat, "There is no text here yet"))
        await seat.ask("**Tides** pp")
        text = await pager.reads(seat, "f3")
        assert text.startswith(f"# {seat.chat.talk.title}\n\n## You, ")
        assert "\n\n**Tides** pp\n\n## " in text
        assert text.endswith(f"\n\n{seat.turn.text}\n")
        await seat.pilot.press("tab", "G")
        await until(lambda: seat.chat.log_view.has_focus)
        assert await pager.reads(seat, "p") == f"{seat.turn.text}\n"
        assert await pager.reads(seat, "g", "p") == "**Tides** pp\n"
        assert await pager.reads(seat, "f3") == text


async def test_what_of_a_conversation_is_not_loaded_is_read_too(sit: Sit, pager: Pager) -> None:
    async with sit(80, 24) as seat:
        told = [f"prompt {number}" for number in range(205)]
        conversation = await seat.service.begin(told[0], Settings())
        for prompt in told:
            await seat.service.say(conversation.id, prompt)
        seat.chat.visit(Link("chat", conversation.id))
        await until(lambda: seat.chat.talk.id == conversation.id and seat.chat.talk.more)
        text = await pager.reads(seat, "f3")
        assert [one for one in text.splitlines() if one.startswith("prompt")] == told


async def test_a_list_and_the_pages_of_a_detail(sit: Sit, pager: Pager) -> None:
    async with sit(120, 40) as seat:
        screen = await datasets_of(seat)
        text = await pager.reads(seat, "p")
        assert text.startswith(f"{screen.title_text()}\n\n")
        assert all(row.name in text and row.id in text for row in screen.listing.rows)
        await go_to(seat, screen, "harbours-output")
        assert "harbours-output" in await pager.reads(seat, "p")
        screen.detail.turn_to("Rows")
        page: Any = screen.detail.shown
        await until(lambda: len(page.listing) == 13 and page.table.rows.has_focus)
        text = await pager.reads(seat, "p")
        assert text.startswith("The first 13 of 13 rows")
        rows = json.loads(text.partition("\n\n")[2])
        assert len(rows) == 13
        assert len(rows[0]["embeddings"]["float"]) == 384
        await seat.pilot.press("enter")
        await shown(seat, JsonDialog)
        assert json.loads(await pager.reads(seat, "p")) == rows[0]
        await seat.pilot.press("escape", "l")
        screen.detail.turn_to("JSON")
        await until(lambda: screen.detail.shown.has_focus)
        assert json.loads(await pager.reads(seat, "f3"))["name"] == "harbours-output"


async def test_where_p_means_something_else_f3_is_the_pager(sit: Sit, pager: Pager) -> None:
    async with sit(80, 24) as seat:
        screen = await models_of(seat)
        assert "command-a-03-2025" in await pager.reads(seat, "f3")
        screen.table.rows.go_to("rerank-v3.5")
        await seat.pilot.press("enter")
        await until(lambda: screen.detail.shown.has_focus)
        assert "rerank-v3.5" in await pager.reads(seat, "f3")
        await seat.pilot.press("p")
        await until(lambda: isinstance(seat.app.screen, PlaygroundScreen))


async def test_a_dialog_is_read(sit: Sit, pager: Pager) -> None:
    async with sit(80, 24) as seat:
        await seat.pilot.press("f1")
        await shown(seat, Reader)
        assert "Read in $PAGER" in await pager.reads(seat, "p")


async def test_no_secret_is_read(sit: Sit, pager: Pager) -> None:
    async with sit(120, 40) as seat:
        await made(seat, **SERVICE)
        screen = await connectors_of(seat)
        await seat.pilot.press("enter")
        await until(lambda: screen.detail.shown.has_focus)
        for page in screen.detail.names:
            screen.detail.turn_to(page)
            await until(lambda: screen.detail.shown.has_focus)
            text = await pager.reads(seat, "p")
            assert SECRET not in text
            assert "a-key-that-works" not in text


async def test_what_goes_wrong_is_told_and_the_terminal_is_ours_again(
    sit: Sit, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit(80, 24) as seat:
        back: list[object] = []
        seat.app.app_resume_signal.subscribe(seat.app, back.append)
        await seat.ask("Tides")
        pager.does("exit 3")
        await pager.reads(seat, "f3")
        await until(lambda: noticed(seat, "ended with 3") and len(back) == 1)
        monkeypatch.setenv("PAGER", "no-such-pager")
        await seat.pilot.press("f3")
        await until(lambda: noticed(seat, "no-such-pager: No such file") and len(back) == 2)
        monkeypatch.setattr(HeadlessDriver, "can_suspend", False)
        await seat.pilot.press("f3")
        await until(lambda: noticed(seat, "A pager cannot be opened from here"))


@pytest.mark.pty
async def test_in_a_terminal_it_is_lent_to_the_pager_and_taken_back(tmp_path: Path) -> None:
    tool, seen = tmp_path / "pages", tmp_path / "seen"
    tool.write_text(f"#!/bin/sh\nhead -n 1 > '{seen}'\necho the pager was here\n")
    tool.chmod(0o755)
    environ = {**os.environ, "PAGER": str(tool)}
    words = (sys.executable, "-m", "cohere_tui", "--sandbox", "--screen", "models")
    async with outer(words, environ) as terminal:
        await terminal.sees(b"command-a-03-2025")
        terminal.type(b"\x1bOR")
        await terminal.sees(b"the pager was here\r\n\r\n(enter goes back)")
        assert terminal.seen.rindex(b"\x1b[?1049l") > terminal.seen.rindex(b"\x1b[?1049h")
        assert "name" not in seen.read_text()
        del terminal.seen[:]
        terminal.type(b"\r")
        await terminal.sees(b"command-a-03-2025")
        assert terminal.seen.index(b"\x1b[?1049h") >= 0
        terminal.type(b"\x11")
        assert await terminal.ends() == 0
