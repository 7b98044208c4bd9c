"""Following a training on servers with habits of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from cohere_tui.errors import BadRequest, Disconnected
from cohere_tui.models.finetunes import Event, FinetunedModel, StepMetrics
from cohere_tui.services.following import Follower
from cohere_tui.services.paging import Page


@dataclass
class Server:
    """Measurements in pages of two, by tokens that are offsets."""

    steps: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refuses: str = ""
    """A token it does not know any more."""
    fails: bool = False

    async def model(self) -> FinetunedModel:
        return FinetunedModel(status="STATUS_FINETUNING")

    async def events(self, token: str) -> Page[Event]:
        return Page(())

    async def metrics(self, token: str) -> Page[StepMetrics]:
        self.asked.append(token)
        if self.fails:
            raise Disconnected("gone")
        if token and token == self.refuses:
            raise BadRequest(400, "page_token is not valid.")
        start = int(token or 0)
        page = self.steps[start : start + 2]
        found = tuple(StepMetrics(step_number=step, metrics={"loss": 1 / step}) for step in page)
        return Page(found, str(start + 2) if start + 2 < len(self.steps) else "")

    def follower(self) -> Follower:
        return Follower(self.model, self.events, self.metrics)


async def known(follower: Follower) -> list[int]:
    training = await follower.look()
    return [point.step for point in training.curves.get("loss", ())]


async def test_reading_goes_on_at_the_last_page() -> None:
    server = Server()
    follower = server.follower()
    assert await known(follower) == []
    for count in (1, 3, 3, 7):
        server.steps = list(range(1, count + 1))
        assert await known(follower) == server.steps
    assert server.asked == ["", "", "", "2", "2", "2", "4", "6"]


async def test_where_the_newest_come_first_all_is_asked_for() -> None:
    server = Server([3, 2, 1])
    follower = server.follower()
    assert await known(follower) == [1, 2, 3]
    server.steps = [5, 4, 3, 2, 1]
    assert await known(follower) == [1, 2, 3, 4, 5]
    assert server.asked == ["", "2", "", "2", "4"]


async def test_a_token_that_is_forgotten_is_done_without() -> None:
    server = Server([1, 2, 3])
    follower = server.follower()
    await follower.look()
    server.steps, server.refuses = [1, 2, 3, 4, 5], "2"
    with pytest.raises(BadRequest):
        await follower.look()  # it refuses its own token: that is no forgetting
    server.refuses = ""
    assert await known(follower) == [1, 2, 3, 4, 5]


async def test_tokens_that_begin_anew_are_followed() -> None:
    server = Server([1, 2, 3])
    follower = server.follower()
    await follower.look()
    server.steps, server.refuses = [7, 8], "2"
    assert await known(follower) == [1, 2, 3, 7, 8]
    assert server.asked[-2:] == ["2", ""]


async def test_a_look_that_fails_loses_nothing() -> None:
    server = Server([1, 2, 3])
    follower = server.follower()
    await follower.look()
    server.steps, server.fails = [1, 2, 3, 4, 5], True
    with pytest.raises(Disconnected):
        await follower.look()
    server.fails = False
    assert await known(follower) == [1, 2, 3, 4, 5]


async def test_a_server_that_turns_in_a_circle_is_left() -> None:
    server = Server([1, 2])

    async def circle(token: str) -> Page[StepMetrics]:
        page = await server.metrics("")
        return Page(page.items, "again")

    follower = Follower(server.model, server.events, circle)
    assert await known(follower) == [1, 2]
    assert await known(follower) == [1, 2]
    assert len(server.asked) < 6
