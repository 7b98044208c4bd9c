"""What the house makes of the settings, behind the screens."""

from __future__ import annotations

import os
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.requests import RequestLog
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.errors import ReadOnly
from cohere_tui.sandbox.knobs import Fault, Knobs
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.wiring import build

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cohere_tui.client.retrying import Wait


@asynccontextmanager
async def running() -> AsyncGenerator[str]:
    async with Sandbox() as sandbox:
        yield sandbox.url


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_read_only_start_makes_read_only_connections(*, read_only: bool) -> None:
    start = Start(Options(sandbox=True, read_only=read_only), Paths.of(os.environ), sandbox=running)
    house = build(start)
    await house.open()
    try:
        client: Client = house.services.models._client
        assert client.endpoint.read_only == read_only
    finally:
        await house.close()


async def test_a_read_only_profile_of_the_file_counts() -> None:
    paths = Paths.of(os.environ)
    paths.config_file.parent.mkdir(parents=True)
    paths.config_file.write_text('profile = "look"\n[profiles.look]\nread_only = true\n')
    house = build(Start(Options(), paths))
    client = Client(house._endpoint("key-0123456789", "http://127.0.0.1:9"), RequestLog())
    async with aclosing(client):
        with pytest.raises(ReadOnly):
            await client.delete("/v1/datasets/d")


async def test_what_is_retired_is_remembered_for_its_profile_in_our_own_file() -> None:
    paths = Paths.of(os.environ)
    paths.config_file.parent.mkdir(parents=True)
    theirs = 'profile = "prod"\n[profiles.prod]\n[profiles.other]\n'
    paths.config_file.write_text(theirs)
    house = build(Start(Options(), paths))
    assert house.retired == set()
    house.keep_retired("connectors", retired=True)
    house.keep_retired("finetunes", retired=True)
    house.keep_retired("finetunes", retired=False)
    assert house.retired == {"connectors"}
    assert build(Start(Options(), paths)).retired == {"connectors"}
    assert build(Start(Options(profile="other"), paths)).retired == set()
    assert build(Start(Options(sandbox=True), paths)).retired == set()
    assert paths.config_file.read_text() == theirs
    assert paths.settings_file.read_text().endswith("[retired.prod]\nconnectors = true\n")


async def test_a_sandbox_is_asked_anew_each_time() -> None:
    paths = Paths.of(os.environ)
    house = build(Start(Options(sandbox=True), paths, sandbox=running))
    house.keep_retired("connectors", retired=True)
    assert house.retired == {"connectors"}
    assert not paths.settings_file.exists()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("retired = 3", "retired"),
        ("[retired]\ndefault = true", "retired.default"),
        ('[retired.default]\nconnectors = "yes"\nfinetunes = true', "retired.default.connectors"),
    ],
)
async def test_what_is_wrong_about_it_is_told_and_left_out(written: str, told: str) -> None:
    paths = Paths.of(os.environ)
    paths.settings_file.parent.mkdir(parents=True)
    paths.settings_file.write_text(written)
    house = build(Start(Options(), paths))
    assert any(told in str(problem) for problem in house.problems)
    assert "connectors" not in house.retired
    assert ("finetunes" in house.retired) is ("finetunes" in written)


async def test_pauses_before_another_try_are_heard_until_nobody_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knobs = Knobs(faults=(Fault.minute_limit("/v1/models", times=1, wait="0.1"),))
    async with Sandbox(knobs) as sandbox:
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
        house = build(Start(Options(), Paths.of(os.environ)))
        heard: list[Wait] = []
        deaf = house.on_wait(heard.append)
        await house.open()
        try:
            assert await house.services.models.list().all()
            assert [(one.attempt, one.attempts) for one in heard] == [(2, 3)]
            deaf()
            sandbox.knobs = replace(knobs)
            assert await house.services.models.list().all()
            assert len(heard) == 1
        finally:
            await house.close()


async def test_prices_come_from_the_settings() -> None:
    paths = Paths.of(os.environ)
    paths.config_file.parent.mkdir(parents=True)
    paths.config_file.write_text('[prices."command-a-03-2025"]\ninput = 2.5\n')
    house = build(Start(Options(), paths))
    price = house.prices["command-a-03-2025"]
    assert (price.input, price.output) == (2.5, None)
