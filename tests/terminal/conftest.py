"""Programs that are to do well are given the time that a slow, busy machine takes for them."""

from __future__ import annotations

import pytest

from cohere_tui.terminal import browser, programs
from tests.until import PATIENCE_S


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PATIENCE_S", PATIENCE_S)
    monkeypatch.setattr(browser, "_PATIENCE_S", PATIENCE_S)
