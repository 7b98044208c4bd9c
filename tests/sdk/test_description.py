"""The published description judges every method: what our services send, what a sandbox answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from openapi_core.validation.response.exceptions import InvalidData

from cohere_tui.errors import APIError
from cohere_tui.sandbox.knobs import FAIR, Fault
from tests.openapi import faults, judge_exchange, needs_description, openapi
from tests.sdk.every import CALLS
from tests.sdk.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.exchanges import Exchange
    from tests.sdk.calls import Caller
    from tests.sdk.every import Seen


EVENTS: Final = {
    "/v1/chat": "components/schemas/StreamedChatResponse",
    "/v2/chat": "components/schemas/StreamedChatResponseV2",
    "/v1/generate": "components/schemas/GenerateStreamedResponse",
}


_SPACED = re.compile(rb'"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{6})\+00:00"')

DEVIATIONS: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "3.9: queries alone have no text": (
        "chat",
        lambda answer: answer.replace(b'"text":""', b'"text":"-"'),
    ),
    "3.17: a type of dataset that the enumeration lacks": (
        "datasets.list",
        lambda answer: answer.replace(b'"batch-embed-v2-output"', b'"embed-result"'),
    ),
    "3.19: the times of fine-tunes have a space": (
        "finetuning.get_finetuned_model",
        lambda answer: _SPACED.sub(rb'"\1T\2Z"', answer),
    ),
}
"""Where servers differ from their description (GAPS): who meets it, and how it would be right."""

_KNOWN = "the server knows it (GAPS 2.7)"
_ENOUGH = "the server's own size will do, and the demo data fits into one page"
_PRESET = "a sandbox has none"

LEFT_OUT: Final[dict[str, dict[str, str]]] = {
    "generate": {"preset": _PRESET},
    "generate_stream": {"preset": _PRESET, "return_likelihoods": "no stream has any"},
    "classify": {"preset": _PRESET},
    "batches.create": dict.fromkeys(
        (
            "created_at", "creator_id", "id", "input_tokens", "num_failed_records", "num_records",
            "num_successful_records", "org_id", "output_dataset_id", "output_tokens", "status",
            "status_reason", "updated_at",
        ),
        _KNOWN,
    ),
    "finetuning.list_finetuned_models": {"page_size": _ENOUGH, "page_token": _ENOUGH},
    "finetuning.create_finetuned_model": dict.fromkeys(
        (
            "completed_at", "created_at", "creator_id", "id", "last_used", "organization_id",
            "status", "updated_at",
        ),
        _KNOWN,
    ),
    "finetuning.update_finetuned_model": {
        **dict.fromkeys(
            (
                "completed_at", "created_at", "creator_id", "last_used", "organization_id",
                "status", "updated_at",
            ),
            _KNOWN,
        ),
        "settings": "they are refused once the training has begun",
    },
    "finetuning.list_events": {
        "page_size": _ENOUGH, "page_token": _ENOUGH, "order_by": "the newest come first",
    },
    "finetuning.list_training_step_metrics": {"page_size": _ENOUGH},
}  # fmt: skip
"""What is described and never sent, by method, and why."""


def mended(exchange: Exchange, *gaps: str) -> bytes:
    """The answer without what is known to deviate."""
    answer = exchange.answer
    for gap in gaps or DEVIATIONS:
        answer = DEVIATIONS[gap][1](answer)
    return answer


def test_no_method_is_forgotten() -> None:
    assert CALLS.keys() == METHODS.keys()


@needs_description
@pytest.mark.parametrize("name", CALLS)
async def test_it_is_as_described(caller: Caller, seen: Seen, name: str) -> None:
    """And every field is sent that there is, or left out for a reason."""
    await CALLS[name](caller)
    for told in seen.recorder.exchanges:
        assert told.status == 200, told
        exchange = replace(told, answer=mended(told))
        judge_exchange(exchange)
        for event in exchange.events() if exchange.streams else ():
            assert faults(EVENTS[exchange.path], event) == [], event
    own, operation = seen.sent(name), _operation(name)
    assert own
    queries = {key for exchange in own for key, _ in exchange.query}
    bodies = {key for exchange in own for key in _fields(exchange)}
    assert (queries - operation.query, bodies - operation.body) == (set(), set())
    left_out = (operation.query - queries) | (operation.body - bodies)
    assert left_out == LEFT_OUT.get(name, {}).keys()


@needs_description
async def test_refusals_are_as_described(caller: Caller, seen: Seen) -> None:
    for refusing in ({"keys": frozenset({"b-key"})}, {"faults": (Fault(status=500),)}):
        caller.sandbox.knobs = replace(FAIR, speed=0, **refusing)
        for call in CALLS.values():
            with pytest.raises(APIError):
                await call(caller)
    assert {exchange.status for exchange in seen.recorder.exchanges} == {401, 500}
    asked = {(exchange.method, exchange.path) for exchange in seen.recorder.exchanges}
    assert len(asked) >= 30
    for exchange in seen.recorder.exchanges:
        judge_exchange(exchange)


@needs_description
@pytest.mark.parametrize("gap", DEVIATIONS)
async def test_deviations_are_real(caller: Caller, seen: Seen, gap: str) -> None:
    """Each is met, and the description refuses it: a list of exceptions must not outlive them."""
    name, _ = DEVIATIONS[gap]
    await CALLS[name](caller)
    refused = 0
    for exchange in seen.recorder.exchanges:
        if exchange.answer != mended(exchange, gap):
            with pytest.raises(InvalidData):
                judge_exchange(exchange)
            refused += 1
    assert refused


class Operation(NamedTuple):
    """What the description says can be sent."""

    query: set[str]
    body: set[str]


def _fields(exchange: Exchange) -> set[str]:
    if exchange.content_type.startswith("multipart/"):
        return set(exchange.form())
    return set(json.loads(exchange.body or b"{}"))


def _operation(name: str) -> Operation:
    method, path, _ = METHODS[name]
    described = openapi().spec.read_value()
    paths = [
        one
        for one in described["paths"]
        if re.fullmatch(re.sub(r"{\w+}", "[^/:]+", one), path)
        and method.lower() in described["paths"][one]
    ]
    found = described["paths"][min(paths, key=lambda one: one.count("{"))][method.lower()]
    parameters = [_resolved(one, described) for one in found.get("parameters", ())]
    bodies = [one["schema"] for one in found.get("requestBody", {}).get("content", {}).values()]
    return Operation(
        {one["name"] for one in parameters if one["in"] == "query"},
        {name for body in bodies for name in _properties(body, described)},
    )


def _resolved(part: Any, described: Any) -> Any:
    while "$ref" in part:
        part = reduce(lambda within, step: within[step], part["$ref"].split("/")[1:], described)
    return part


def _properties(part: Any, described: Any) -> set[str]:
    part = _resolved(part, described)
    arms = [arm for kind in ("oneOf", "anyOf", "allOf") for arm in part.get(kind, ())]
    return set(part.get("properties", {})).union(*(_properties(arm, described) for arm in arms))
