"""A sandbox whose clock is moved by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(replace(FAIR, speed=0)) as running:
        yield running
