"""A sandbox on a loop of its own, which plain tests can call many times."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS = {"authorization": "Bearer a-key", "content-type": "application/json"}


class Line:
    """Calls that block: for hypothesis, which repeats plain functions."""

    def __init__(self, runner: asyncio.Runner, caller: httpx.AsyncClient) -> None:
        self._runner = runner
        self._caller = caller

    def post(self, path: str, body: Any) -> httpx.Response:
        """POST JSON as ASCII, which can say half a character too."""
        content = json.dumps(body)
        return self._runner.run(self._caller.post(path, content=content, headers=_HEADERS))


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with asyncio.Runner() as runner:
        sandbox = Sandbox()
        runner.run(sandbox.__aenter__())
        caller = httpx.AsyncClient(base_url=sandbox.url, trust_env=False)
        yield Line(runner, caller)
        runner.run(caller.aclose())
        runner.run(sandbox.__aexit__(None, None, None))
