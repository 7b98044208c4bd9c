"""The models a server offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.answer import Answer
from cohere_tui.errors import AnswerUnreadable, NotOffered, RequestLine
from cohere_tui.models.models import ModelPage
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.models import ModelService
from cohere_tui.services.reading import read

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
