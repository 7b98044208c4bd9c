"""All of a form written in the person's own editor: what comes back, and what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from cohere_tui.screens.finetunes import FinetunesScreen
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.trouble_line import TroubleLine
from tests.screens.test_connectors import (
    SERVICE,
    bodies,
    dialog,
    form_of,
    made,
    noticed,
    opened,
    said,
)
from tests.screens.training import train
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Sit


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Say what the editor does, in shell, to the file `$1`; a copy of what it was given is there.

    A terminal that can be given away is all that the driver of the tests lacks.
    """
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    tool, seen = tmp_path / "editor", tmp_path / "seen.toml"
    monkeypatch.setenv("VISUAL", str(tool))

    def does(lines: str) -> Path:
        tool.write_text(f"#!/bin/sh\ncp \"$1\" '{seen}'\n{lines}\n")
        tool.chmod(0o755)
        return seen

    return does


async def test_what_is_written_outside_is_in_the_form_and_sent_from_there(
    sit: Sit, editor: Callable[[str], Path]
) -> None:
    async with sit(80, 24) as seat:
        await made(seat, **SERVICE)
        screen = await opened(seat)
        seen = editor("""sed -i 's/^name = .*/name = "Atlas"/; s/^url = .*/url = ""/' "$1" """)
        await seat.pilot.press("E")
        form = await form_of(seat)
        await until(lambda: form.values["name"] == "Atlas")
        await until(lambda: said(form, "url").startswith("! "))
        assert 'name = "Wiki"' in seen.read_text()
        assert "token is written in the form only" in seen.read_text()
        await seat.pilot.press("ctrl+s")
        assert seat.app.screen is form
        assert not bodies(seat, "PATCH")
        form.fields.put("url", "https://atlas.example/search")
        await until(lambda: not said(form, "url").startswith("!"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.app.screen is screen)
        assert bodies(seat, "PATCH") == [{"name": "Atlas", "url": "https://atlas.example/search"}]


async def test_what_cannot_be_read_is_edited_again_or_dropped(
    sit: Sit, editor: Callable[[str], Path]
) -> None:
    async with sit(80, 24) as seat:
        await made(seat)
        screen = await opened(seat)
        editor("true")
        await seat.pilot.press("E")
        await until(lambda: noticed(seat, "Nothing was changed"))
        seen = editor("""printf 'name = mine' > "$1" """)
        await seat.pilot.press("E")
        question = await dialog(seat, Confirm)
        assert "cannot be read: " in question._detail
        # What the editor does now it does to what was written before.
        editor("""sed -i 's/mine/"mine"/' "$1" """)
        await seat.pilot.press("enter")
        form = await form_of(seat)
        assert seen.read_text() == "name = mine"
        assert form.values["name"] == "mine"
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        # What was not sent is what the editor begins with the next time.
        editor("""echo 'nmae = 1' >> "$1"; exit 0""")
        await seat.pilot.press("E")
        question = await dialog(seat, Confirm)
        assert "there is no field nmae" in question._detail
        assert 'name = "mine"' in seen.read_text()
        await seat.pilot.press("y")
        await until(lambda: seat.app.screen is screen)
        editor("exit 3")
        await seat.pilot.press("E")
        await until(lambda: noticed(seat, " ended with 3"))
        assert seat.app.screen is screen


async def test_a_finetune_is_renamed_outside(sit: Sit, editor: Callable[[str], Path]) -> None:
    async with sit(80, 24) as seat:
        await train(seat.sandbox)
        seat.app.action_go("finetunes")
        await until(lambda: isinstance(seat.app.screen, FinetunesScreen))
        screen = seat.app.screen
        assert isinstance(screen, FinetunesScreen)
        await until(lambda: screen.count.ended and screen.table.rows.has_focus)
        editor("""echo 'name = "ebb"' > "$1" """)
        await seat.pilot.press("E")
        await until(lambda: isinstance(seat.app.screen, Form) and seat.app.focused)
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.listing.rows[0].name == "ebb")


async def test_an_editor_that_cannot_be_started_gives_the_terminal_back(
    sit: Sit, editor: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    del editor  # only for a terminal that can be given away
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with sit(80, 24) as seat:
        back: list[object] = []
        seat.app.app_resume_signal.subscribe(seat.app, back.append)
        await seat.type("mine")
        await seat.pilot.press("f4")
        said = "no-such-editor: No such file"
        await until(lambda: any(said in str(one.content) for one in seat.chat.query(TroubleLine)))
        await until(lambda: back)
        assert seat.chat.composer.draft == "mine"
