"""The models a server offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.answer import Answer
from cohere_tui.errors import AnswerUnreadable, NotFound, NotOffered, RequestInvalid, RequestLine
from cohere_tui.models.models import ModelPage
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.models import ModelService
from cohere_tui.services.reading import read
from tests.openapi import judge_request, needs_description

if TYPE_CHECKING:
    from tests.services.conftest import Bench


async def test_chat_models_come_by_name_and_are_remembered(bench: Bench) -> None:
    models = ModelService(bench.client)
    assert models.known("chat") == ()
    offered = await models.offered("chat")
    names = [model.name for model in offered]
    assert "command-a-03-2025" in names
    assert names == sorted(names)
    assert all("chat" in (model.endpoints or ()) for model in offered)
    assert models.known("chat") == offered


async def test_every_page_is_asked_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await ModelService(bench.client).offered("chat")
    monkeypatch.setattr("cohere_tui.services.models._PAGE_SIZE", 2)
    asked = len(bench.sandbox.requests)
    assert await ModelService(bench.client).offered("chat") == whole
    assert len(bench.sandbox.requests) - asked == -(-len(whole) // 2)


async def test_an_endless_list_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cohere_tui.services.models._PAGE_SIZE", 1)
    monkeypatch.setattr("cohere_tui.services.models._MOST_PAGES", 3)
    service = ModelService(bench.client)
    with pytest.raises(AnswerUnreadable, match="more than 3 pages"):
        await service.offered("chat")
    assert len(bench.sandbox.requests) == 3
    assert service.known("chat") == ()


async def test_pages_come_when_they_are_wanted(bench: Bench) -> None:
    pages = ModelService(bench.client).list(page_size=20)
    assert bench.sandbox.requests == []
    first = await anext(pages)
    assert len(first) == 20
    assert str(pages.count) == "first 20, more below"
    rest = await pages.all()
    assert pages.count.ended
    names = [model.name for model in (*first, *rest)]
    assert len(set(names)) == len(names) == pages.count.known > 30


async def test_the_filters_are_sent(bench: Bench) -> None:
    service = ModelService(bench.client)
    assert len(await anext(service.list())) == 20
    assert bench.sandbox.requests[-1].query == {}
    (default,) = await service.list(endpoint="chat", default_only=True).all()
    assert default.default_endpoints == ("chat",)
    query = {"endpoint": ["chat"], "default_only": ["true"]}
    assert bench.sandbox.requests[-1].query == query
    await service.list(endpoint="chat", page_size=9).all()
    assert sorted(bench.sandbox.requests[-1].query) == ["endpoint", "page_size", "page_token"]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"default_only": True}, "default_only: needs an endpoint"),
        ({"page_size": 0}, "page_size: found 0; allowed: a whole number from 1 to 1,000"),
        ({"page_size": 1_001}, "page_size: found 1001; allowed: a whole number from 1 to 1,000"),
    ],
)
async def test_filters_that_make_no_sense(bench: Bench, filters: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid, match=said):
        ModelService(bench.client).list(**filters)


async def test_one_model(bench: Bench) -> None:
    service = ModelService(bench.client)
    model = await service.get("command-a-03-2025")
    assert (model.name, model.can("tools"), model.context_length) == (
        "command-a-03-2025",
        True,
        288_000,
    )
    with pytest.raises(NotFound, match="was removed on September 15, 2025"):
        await service.get("command")
    with pytest.raises(NotFound):
        await service.get("a b/c?d")
    assert bench.sandbox.requests[-1].path == "/v1/models/a b/c?d"
    with pytest.raises(RequestInvalid):
        await service.get("../v1/datasets")


@needs_description
async def test_requests_are_as_described(bench: Bench) -> None:
    service = ModelService(bench.client)
    await service.list(endpoint="chat", default_only=True, page_size=5).all()
    await service.get("embed-v4.0")
    for received in bench.sandbox.requests:
        judge_request(received)


async def test_a_refusal_is_an_error_of_the_tree(bench: Bench) -> None:
    fault = Fault("/v1/models", 501, "not here")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    with pytest.raises(NotOffered, match="not here"):
        await ModelService(bench.client).offered("chat")


@pytest.mark.parametrize("body", [b"[1, 2]", b"null", b"<html>", b"", b'{"models": '])
def test_an_answer_that_is_no_object_is_told(body: bytes) -> None:
    answer = Answer(200, {}, body, RequestLine("GET", "http://127.0.0.1/v1/models"))
    with pytest.raises(AnswerUnreadable):
        read(ModelPage, answer)
