"""Who may come in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

PATHS = [("GET", "/v1/models"), ("POST", "/v2/chat"), ("POST", "/v1/check-api-key"), ("GET", "/x")]


async def call(sandbox: Sandbox, method: str, path: str, header: str | None) -> httpx.Response:
    headers = {} if header is None else {"authorization": header}
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        return await client.request(method, path, headers=headers)


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic abc", "abc"])
async def test_no_key_no_entry(
    sandbox: Sandbox, method: str, path: str, header: str | None
) -> None:
    answer = await call(sandbox, method, path, header)
    assert answer.status_code == 401
    assert answer.json()["message"] == "no api key supplied"
    assert not sandbox.requests[-1].authorized


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_the_wrong_key_is_refused(sandbox: Sandbox, method: str, path: str) -> None:
    answer = await call(sandbox, method, path, "Bearer invalid")
    assert answer.status_code == 401
    assert answer.json()["message"] == "invalid api token"


async def test_any_other_key_is_right(sandbox: Sandbox) -> None:
    assert (await call(sandbox, "POST", "/v1/check-api-key", "bearer  xyz")).status_code == 200
    assert sandbox.requests[-1].authorized


async def test_the_right_keys_can_be_listed(sandbox: Sandbox) -> None:
    sandbox.knobs = replace(sandbox.knobs, keys=frozenset({"good"}))
    assert (await call(sandbox, "GET", "/v1/models", "Bearer good")).status_code == 200
    assert (await call(sandbox, "GET", "/v1/models", "Bearer other")).status_code == 401


async def test_keys_are_nowhere_kept(sandbox: Sandbox) -> None:
    sandbox.knobs = replace(sandbox.knobs, keys=frozenset({"my-secret-key"}))
    await call(sandbox, "GET", "/v1/models", "Bearer my-secret-key")
    control = await call(sandbox, "GET", "/_sandbox", None)
    assert control.json()["knobs"]["keys"] == 1
    assert "my-secret-key" not in f"{sandbox.requests} {sandbox.knobs} {control.text}"
