"""The JSON of a thing, by keyboard, where the app shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cohere_tui.screens.models import ModelsScreen
from cohere_tui.widgets.detail.json_view import JsonView
from tests.until import until

if TYPE_CHECKING:
    import pytest

    from tests.screens.conftest import Sit


async def test_json_is_folded_stays_so_and_is_copied_whole(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with sit(80, 24) as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        seat.app.action_go("models")
        await until(lambda: isinstance(seat.app.screen, ModelsScreen))
        screen = seat.app.screen
        assert isinstance(screen, ModelsScreen)
        await until(lambda: screen.count.ended)
        await until(lambda: screen.table.rows.has_focus)
        await seat.pilot.press("v")
        await until(lambda: isinstance(screen.detail.shown, JsonView))
        view = screen.detail.shown
        assert isinstance(view, JsonView)
        await until(lambda: view.has_focus and view.laid.shown)
        whole = view.laid.height
        await seat.pilot.press("F", "j", "j", "f")
        await until(lambda: len(view.laid.folded) == 2)
        assert isinstance(seat.app.screen, ModelsScreen)  # here, f does not ask for an ability
        folded = view.laid.shown
        assert len(folded) < whole
        asked = len(seat.sandbox.requests)
        await seat.pilot.press("r")
        await until(lambda: len(seat.sandbox.requests) > asked and not screen.busy)
        assert view.laid.shown == folded
        await seat.pilot.press("Y")
        await until(lambda: copied)
        assert json.loads(copied[0]) == view.value
        await seat.pilot.press("w", "l")
        await until(lambda: not view.wrapped and view.max_scroll_x > 0)
        assert screen.detail.page == "JSON"
        await seat.pilot.press("w", "escape", "j", "v")
        await until(lambda: view.value["name"] == screen.table.cursor_id)
        await until(lambda: not view.laid.folded)
        await seat.pilot.press("l")
        await until(lambda: screen.detail.page == "Related")
