"""Checking a key before it is kept (API.md 12.5)."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from cohere_tui.errors import Unauthorized
from cohere_tui.models.keys import KeyCheck
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.client.client import Client


class KeyService:
    """Asks the server whether a key is good; `connect` makes a client for a key."""

    def __init__(self, connect: Callable[[str], Client]) -> None:
        self._connect = connect

    async def check(self, key: str) -> KeyCheck:
        """The server's word on `key`.

        Raises `Unauthorized` for a bad one, which the wire may tell as `valid: false` or as 401,
        and another `RequestError` when the server cannot be asked.
        """
        client = self._connect(key)
        async with aclosing(client):
            answer = await client.post("/v1/check-api-key")
        verdict = read(KeyCheck, answer)
        if not verdict.valid:
            raise Unauthorized(401, "the server does not accept this key")
        return verdict
