"""What the whole app is set before: servers, and an environment that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

KEY = "k-0123456789-abcdef"
"""A key that works, and that must never be seen anywhere."""


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Sandbox]:
    """A server that a person with `CO_API_KEY` and `CO_API_URL` has."""
    async with Sandbox() as sandbox:
        monkeypatch.setenv("CO_API_KEY", KEY)
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        yield sandbox
