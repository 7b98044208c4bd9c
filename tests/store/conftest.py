"""A place for a store, and a store in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "conversations.db"


@pytest.fixture
async def store(path: Path) -> AsyncGenerator[Store, None]:
    opened = await Store.open(path)
    yield opened
    await opened.close()
