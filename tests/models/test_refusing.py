"""Faults are told where they are, in the names that were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.chat import ChatRequest
from cohere_tui.models.chat_v1 import ChatRequestV1
from cohere_tui.models.connectors import NewConnector
from cohere_tui.models.embed import EmbedRequest
from cohere_tui.models.finetunes import FinetuneRequest
from cohere_tui.models.rerank import RerankRequestV1

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent

USER = {"role": "user", "content": "x"}
LINK = "https://a.example/search"
_UNKNOWN = "is not a field of this request"
_MISSING = "is missing, and cannot be left out"


def chat(**fields: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [USER], **fields}


def said(*content: Any, role: str = "user", **more: Any) -> dict[str, Any]:
    return chat(messages=[USER, {"role": role, "content": list(content), **more}])


def embed(part: dict[str, Any]) -> dict[str, Any]:
    return {"model": "m", "input_type": "image", "inputs": [{"content": [part]}]}


CASES: list[tuple[type[Sent], dict[str, Any], str, str]] = [
    (NewConnector, {"name": "n", "url": LINK, "oauth": {"clientId": "a"}},
     "oauth.clientId", _UNKNOWN),
    (NewConnector, {"name": "n", "url": LINK, "Secret": 1}, "Secret", f"{_UNKNOWN}; allowed: "),
    (EmbedRequest, embed({"type": "image_url", "image_url": {"x": 1, "url": "u"}}),
     "inputs.0.content.0.image_url.x", _UNKNOWN),
    (EmbedRequest, embed({"type": "text", "text": 5}), "inputs.0.content.0.text", "found 5; "),
    (EmbedRequest, embed({"type": "film"}), "inputs.0.content.0", "found {'type': 'film'}"),
    (ChatRequest, said({"type": "text", "text": 5}), "messages.1.content.0.text", "found 5; "),
    (ChatRequest, said({"type": "image_url"}), "messages.1.content.0.image_url", _MISSING),
    (ChatRequest, said({"type": "image_url", "image_url": {}}),
     "messages.1.content.0.image_url.url", _MISSING),
    (ChatRequest, said({"type": "document", "document": {}}, role="tool", tool_call_id="a"),
     "messages.1.content.0.document.data", _MISSING),
    (ChatRequest, chat(documents=["a", {"data": 5}]), "documents.1.data", "found 5; "),
    (ChatRequest, chat(response_format={"type": "json_object", "jsonSchema": 3}),
     "response_format.jsonSchema", _UNKNOWN),
    (ChatRequest, chat(messages=[{"role": "pirate", "content": "a"}]), "messages.0", "found "),
    (ChatRequest, chat(messages=[]), "messages", "found []; allowed: at least 1"),
    (ChatRequestV1, {"message": "m", "response_format": {"type": "json_object", "schema": 5}},
     "response_format.schema", "found 5; "),
    (FinetuneRequest, {"name": "n", "settings": {"hyperparameters": {"train_epochs": "99"}}},
     "settings.hyperparameters.train_epochs", "found '99'; allowed: a whole number from 1 to 10"),
    (RerankRequestV1, {"query": "q", "documents": [5]}, "documents.0", "found 5; "),
]  # fmt: skip


@pytest.mark.parametrize(("model", "fields", "where", "what"), CASES)
def test_a_fault_is_told_where_it_is(
    model: type[Sent], fields: dict[str, Any], where: str, what: str
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        model.of(fields)
    assert refused.value.field == where
    assert str(refused.value).startswith(f"{where}: {what}")
    assert model.faults(fields)[where].startswith(what)


def test_only_what_is_wrong_is_told() -> None:
    """A list is not too short because what is in it is wrong."""
    faults = ChatRequest.faults(said({"type": "text", "text": 5}) | {"p": 7, "Model": "m"})
    assert sorted(faults) == ["Model", "messages.1.content.0.text", "p"]


def test_a_list_may_be_given_as_what_it_comes_from() -> None:
    fields = {"model": "m", "messages": iter(())}
    assert list(ChatRequest.faults(fields)) == ["messages"]
