"""Fine-tunes on a sandbox whose clock stands still, and a person on their screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from cohere_tui.screens.finetunes import FinetunesScreen
from tests import finetuning
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cohere_tui.sandbox.server import Sandbox
    from tests.screens.conftest import Seat

PATH = "/v1/finetuning/finetuned-models"
QUEUED_S = 10
"""How long a training waits in the sandbox."""


@asynccontextmanager
async def caller(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody else who uses the same server."""
    sandbox.knobs = replace(sandbox.knobs, speed=0)
    headers = {"authorization": "Bearer a-key"}
    async with httpx.AsyncClient(
        base_url=sandbox.url, headers=headers, trust_env=False
    ) as somebody:
        yield somebody


async def dataset(sandbox: Sandbox, kind: str = finetuning.CHAT, count: int = 64) -> str:
    """The id of a validated dataset."""
    async with caller(sandbox) as somebody:
        return await finetuning.dataset(somebody, sandbox, kind, count)


async def train(
    sandbox: Sandbox, name: str = "tide-voice", kind: str = finetuning.CHAT, **hyper: Any
) -> str:
    """The id of a fine-tune that was just begun."""
    async with caller(sandbox) as somebody:
        count = 256 if kind == finetuning.RERANK else 64
        dataset_id = await finetuning.dataset(somebody, sandbox, kind, count)
        body = {**finetuning.request(dataset_id, kind, **hyper), "name": name}
        answer = await somebody.post(PATH, json=body)
        made: str = answer.json()["finetuned_model"]["id"]
        return made


async def finished(sandbox: Sandbox, name: str = "tide-voice", **more: Any) -> str:
    """The id of a fine-tune that is over, one way or the other."""
    made = await train(sandbox, name, **more)
    sandbox.clock.advance(3600)
    return made


async def opened(seat: Seat) -> FinetunesScreen:
    """The screen, once the server has answered."""
    seat.app.action_go("finetunes")
    await until(lambda: isinstance(seat.app.screen, FinetunesScreen))
    screen = seat.app.screen
    assert isinstance(screen, FinetunesScreen)
    await until(lambda: screen.count.ended or screen.is_retired or trouble(screen))
    await until(lambda: not screen.listing.rows or screen.table.cursor_id)
    return screen


def trouble(screen: FinetunesScreen) -> str:
    """What is told to be wrong."""
    return " ".join(str(one.render()) for one in screen.query(".place--trouble"))


def told(seat: Seat, words: str) -> bool:
    """Whether a notice has these words."""
    return any(words in one.message for one in seat.app._notifications)
