"""The JSON of a thing: open, folded and not wrapped, small and wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.screens.models import ModelsScreen
from cohere_tui.widgets.detail.json_view import JsonView
from tests.looks.seen import SIZES, seen_when, shown
from tests.looks.test_places import STATES, opened, painted, visited
from tests.until import until

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_look(
    size: tuple[int, int], look: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = STATES["full"]
    async with opened(state, size, monkeypatch) as app:
        await visited(app, "models", state)
        screen = app.screen
        assert isinstance(screen, ModelsScreen)
        screen.action_look("JSON")
        view = screen.detail.shown
        assert isinstance(view, JsonView)
        await until(lambda: view.has_focus and view.laid.shown and painted(view))
        assert await seen_when(lambda: "f fold" in shown(app), app) == look(name="open")
        view.action_fold_all()
        assert await seen_when(lambda: "{…}" in shown(app), app) == look(name="folded")
        view.action_wrap()
        # The keys that go sideways do not turn the page any more.
        assert await seen_when(lambda: "shift+→" in shown(app), app) == look(name="not wrapped")
