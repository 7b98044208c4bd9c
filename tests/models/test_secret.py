"""Secrets of a request: on the wire, and nowhere else."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.connectors import ConnectorChanges, NewConnector
from cohere_tui.models.finetunes import FinetuneChanges, FinetuneRequest

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent

SECRET = "s3cret-0123456789"
PLAIN = {"name": "wiki", "url": "https://wiki.example/search"}
BASE = {"base_model": {"base_type": "BASE_TYPE_CHAT"}, "dataset_id": "d"}
OAUTH = {"client_id": "abc", "client_secret": SECRET}
SERVICE = {"type": "bearer", "token": SECRET}
WANDB = {"project": "tides", "api_key": SECRET}

HOLDERS: list[tuple[type[Sent], dict[str, Any]]] = [
    (NewConnector, {**PLAIN, "oauth": OAUTH}),
    (NewConnector, {**PLAIN, "service_auth": SERVICE}),
    (ConnectorChanges, {"oauth": OAUTH}),
    (ConnectorChanges, {"service_auth": SERVICE}),
    (FinetuneRequest, {"name": "voice", "settings": {**BASE, "wandb": WANDB}}),
    (FinetuneChanges, {"settings": {**BASE, "wandb": WANDB}}),
]


@pytest.mark.parametrize(("model", "fields"), HOLDERS)
def test_only_the_wire_sees_it(model: type[Sent], fields: dict[str, Any]) -> None:
    request = model.of(fields)
    assert request.to_wire() == fields
    assert model.of(request.to_wire()) == request
    shown = f"{request!r} {request} {request.model_dump()} {request.model_dump_json()}"
    shown += json.dumps(request.model_dump(mode="json"))
    assert SECRET not in shown
    assert "•••" in shown


def misplaced(fields: Any) -> list[Any]:
    """The same with something wrong about each part that holds the secret, or beside it."""
    found: list[Any] = []
    for name, value in fields.items():
        if value == SECRET:
            found += [{**fields, name: wrong} for wrong in (5, "", [SECRET], {"x": SECRET})]
        elif isinstance(value, dict):
            found += [{**fields, name: wrong} for wrong in misplaced(value)]
            if SECRET in json.dumps(value):
                found += [{**fields, name: {**value, "colour": SECRET}}]
                if SECRET in value.values():
                    found += [{**fields, name: SECRET}, {**fields, name: [SECRET]}]
    return found


@pytest.mark.parametrize(("model", "fields"), HOLDERS)
def test_no_fault_quotes_it(model: type[Sent], fields: dict[str, Any]) -> None:
    every = misplaced(fields)
    assert len(every) >= 7
    for wrong in [*every, {**fields, "name": 5}]:
        with pytest.raises(RequestInvalid) as caught:
            model.of(wrong)
        told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
        assert SECRET not in told, wrong
        assert caught.value.field
