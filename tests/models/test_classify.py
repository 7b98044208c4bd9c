"""Classify: requests within their bounds, answers of any kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.classify import Classification, ClassifyManyRequest, ClassifyRequest
from cohere_tui.models.classify import ClassifyResponse as Response
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

BODY = "paths/~1v1~1classify/post/requestBody/content/application~1json/schema"
EXAMPLES = [
    {"text": "Where is it?", "label": "shipping"},
    {"text": "It is late", "label": "shipping"},
    {"text": "Money back", "label": "refund"},
    {"text": "Refund me", "label": "refund"},
]
LEAST = {"inputs": ["Where is my parcel?"], "examples": EXAMPLES}


def response(name: str) -> Response:
    return Response.read((FIXTURES / "responses" / f"v1_classify.{name}.json").read_bytes())


def test_one_label_to_a_text() -> None:
    read = response("single")
    (one,) = read.classifications
    assert (one.input, one.best, one.prediction) == ("Where is my parcel?", "shipping", "shipping")
    assert one.labels == {"shipping": 0.87, "refund": 0.13}
    assert (one.sureness, one.confidence, one.confidences) == (0.87, 0.87, (0.87,))
    assert one.classification_type == "single-label"
    assert (read.meta.version, read.meta.billed.classifications) == ("1", 1)
    assert read.id == "de04cece-83e9-40e4-9c51-e692dc1729ca"


def test_several_labels_to_a_text() -> None:
    (one,) = response("multi").classifications
    assert (one.predictions, one.confidences) == (("shipping", "damage"), (0.81, 0.77))
    assert (one.best, one.sureness, one.prediction, one.confidence) == ("shipping", 0.81, "", None)
    assert one.classification_type == "multi-label"


@pytest.mark.parametrize(
    ("body", "best", "sureness"),
    [
        ({}, "", None),
        ({"prediction": "a", "confidence": 0.5}, "a", 0.5),
        ({"predictions": ["a"], "labels": {"a": {"confidence": "x"}}, "confidences": [1]}, "a", 1),
        ({"predictions": ["a"], "labels": {"a": 0.25}, "confidences": "x"}, "a", 0.25),
        ({"predictions": ["a"], "labels": {"a": {"confidence": 10**400}}}, "a", None),
        ({"labels": [1], "confidence": True}, "", 1.0),
    ],
)
def test_odd_answers(body: dict[str, Any], best: str, sureness: float | None) -> None:
    read = Classification.model_validate(body)
    assert (read.best, read.sureness) == (best, sureness)


@settings(max_examples=25)
@given(objects(names_in(Response) | {"confidence"}))
def test_anything_is_an_answer_or_refused(value: dict[str, Any]) -> None:
    read = read_or_refuse(Response, value)
    for one in read.classifications if read else ():
        assert all(0 <= share <= 1 for share in one.labels.values())
        assert isinstance(one.best, str)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inputs": []}, "inputs: found []; allowed: 1 to 96 texts"),
        ({"inputs": ["a"] * 97}, "inputs: found ['a', "),
        (
            {"examples": [{"text": "\ud800", "label": "a"}]},
            "examples.0.text: found '\\ud800'; allowed: a text of whole characters",
        ),
        ({"examples": None}, "examples: are missing, and only a fine-tuned model"),
        ({"examples": []}, "examples: are missing, and only a fine-tuned model"),
        ({"examples": EXAMPLES[:3]}, "examples: the label 'refund' has 1; allowed: at least 2"),
        ({"examples": EXAMPLES * 700}, "examples: found "),
        ({"examples": [{"text": "", "label": "a"}]}, "examples.0.text: found ''; allowed: a text"),
        ({"truncate": "MIDDLE"}, "truncate: found 'MIDDLE'; allowed: NONE, START or END"),
        ({"labels": []}, "labels: is not a field of this request; allowed: inputs, "),
    ],
)
def test_what_cannot_be_sent(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        ClassifyRequest.of({**LEAST, **change})
    assert str(caught.value).startswith(said)
    assert caught.value.field == said.partition(":")[0]


def test_many_inputs_have_the_rules_of_a_few() -> None:
    many = ClassifyManyRequest.of({**LEAST, "inputs": ["a"] * 1_000})
    assert len(many.inputs) == 1_000
    with pytest.raises(RequestInvalid, match="at least 2"):
        ClassifyManyRequest.of({**LEAST, "examples": EXAMPLES[:1]})


@needs_description
@pytest.mark.parametrize(
    "more",
    [{}, {"model": "embed-english-v3.0", "truncate": "NONE"}, {"preset": "p", "model": "m"}],
)
def test_requests_are_as_described(more: dict[str, Any]) -> None:
    sent = ClassifyRequest.of({**LEAST, **more}).to_wire()
    assert sent == {**LEAST, **more}
    assert faults(BODY, sent) == []
    alone = ClassifyRequest.of({"inputs": ["a"], "model": "my-ft"}).to_wire()
    assert alone == {"inputs": ["a"], "model": "my-ft"}
