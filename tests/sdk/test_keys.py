"""Checking a key, which only the SDK's lower client can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from cohere.base_client import AsyncBaseCohere
from cohere.errors import UnauthorizedError

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


async def test_a_right_and_a_wrong_key(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient() as http:
        right = AsyncBaseCohere(base_url=sandbox.url, token="a-key", httpx_client=http)
        assert (await right.check_api_key()).valid
        wrong = AsyncBaseCohere(base_url=sandbox.url, token="invalid", httpx_client=http)
        with pytest.raises(UnauthorizedError):
            await wrong.check_api_key()
