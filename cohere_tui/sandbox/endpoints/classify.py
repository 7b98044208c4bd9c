"""POST /v1/classify (API.md 12.1)."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.nearest import Classifier, Example
from cohere_tui.sandbox.answers.tokens import cut
from cohere_tui.sandbox.catalogue import MODELS, Model
from cohere_tui.sandbox.datasets.records import dataset_named, rows_of
from cohere_tui.sandbox.finetunes.models import trained_as, use_model
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.answers.nearest import Verdict
    from cohere_tui.sandbox.datasets.records import Dataset
    from cohere_tui.sandbox.finetunes.records import Finetune
    from cohere_tui.sandbox.world.world import World

_MOST_INPUTS = 96
_MOST_EXAMPLES = 2_500
_LEAST_PER_LABEL = 2
_FIELDS: fields.Fields = {
    "inputs": "array", "examples": "array", "model": "string", "preset": "string",
    "truncate": "string",
}  # fmt: skip
_TRUNCATE = ("NONE", "START", "END")


async def classify(request: Request) -> Response:
    """Each text is given the label of the examples that are most like it.

    The examples are those of the request, and those that a fine-tuned model was trained on.
    """
    received, world = received_of(request), stage_of(request).world
    body, headers = fields.lenient(received, _FIELDS)
    if body.get("preset"):
        raise RefusedError(404, f"preset '{body['preset']}' not found")
    model, finetune = _model(world, body.get("model", ""))
    data = dataset_named(world, finetune.settings["dataset_id"]) if finetune else None
    several = finetune is not None and finetune.multi_label

    def work() -> list[dict[str, Any]]:
        inputs = _inputs(body, model)
        given = _examples(body, needed=finetune is None)
        learned = _learned(world, data) if data else []
        classifier = Classifier([*learned, *given], several=several)
        tell = _several if several else _single
        return [tell(classifier.classify(text)) for text in inputs]

    verdicts = await asyncio.to_thread(work)
    answer_id = received.answer_id()
    told = [
        {"id": str(uuid5(NAMESPACE_OID, f"{answer_id}:{at}")), "input": text, **verdict}
        for at, (text, verdict) in enumerate(zip(body["inputs"], verdicts, strict=True))
    ]
    meta = {"api_version": {"version": "1"}, "billed_units": {"classifications": len(told)}}
    return Answer({"id": answer_id, "classifications": told, "meta": meta}, headers=headers)


def _model(world: World, name: str) -> tuple[Model, Finetune | None]:
    """The model, and how it was trained if it was."""
    if not name:
        return next(model for model in MODELS if "classify" in model.endpoints), None
    model, finetune = use_model(world, name), trained_as(world, name)
    if "classify" not in model.endpoints:
        raise invalid(f"model '{model.name}' is not supported by the classify API")
    return model, finetune


def _inputs(body: Mapping[str, Any], model: Model) -> list[str]:
    """The texts, each as much of it as the model takes."""
    side = fields.one_of(body.get("truncate", "END"), _TRUNCATE, "truncate")
    inputs: list[str] = fields.items(body.get("inputs"), "string", "inputs")
    if not inputs:
        raise invalid("inputs must hold at least 1 element.")
    if len(inputs) > _MOST_INPUTS:
        raise _too_many("inputs", _MOST_INPUTS, len(inputs))
    if "" in inputs:
        raise invalid(f"inputs[{inputs.index('')}] is an empty string.")
    return [_cut(text, model, side, f"inputs[{at}]") for at, text in enumerate(inputs)]


def _cut(text: str, model: Model, side: str, where: str) -> str:
    shorter, _, over = cut(text, model.context, from_start=side == "START")
    if over and side == "NONE":
        limit = f"{where} is {over} tokens longer than the limit of {model.context}."
        raise RefusedError(400, f"too many tokens: {limit}", error_type="TOO_MANY_TOKENS")
    return shorter


def _examples(body: Mapping[str, Any], *, needed: bool) -> list[Example]:
    values = fields.items(body.get("examples"), "object", "examples")
    if needed and not values:
        raise invalid("examples must be provided unless a fine-tuned model is used.")
    if len(values) > _MOST_EXAMPLES:
        raise _too_many("examples", _MOST_EXAMPLES, len(values))
    examples = [_example(value, f"examples[{at}]") for at, value in enumerate(values)]
    counts = Counter(label for one in examples for label in one.labels)
    few = [label for label, count in counts.items() if count < _LEAST_PER_LABEL]
    if few:
        raise invalid(
            f"each unique label must have at least {_LEAST_PER_LABEL} examples. "
            f"Not enough examples for: {', '.join(few)}"
        )
    return examples


def _example(value: Mapping[str, Any], where: str) -> Example:
    known = {name: value.get(name) for name in ("text", "label")}
    example = fields.shaped(known, {"text": "string", "label": "string"}, where)
    for name in known:
        if not example.get(name):
            raise invalid(f"{where}.{name} must be a string that is not empty.")
    return Example(example["text"], (example["label"],))


def _learned(world: World, data: Dataset) -> list[Example]:
    """What a model was trained on, the beginning of it. The sandbox keeps no other weights."""
    return [
        Example(row["text"], (row["label"],) if isinstance(row["label"], str) else row["label"])
        for row in islice(rows_of(world, data), _MOST_EXAMPLES)
    ]


def _single(verdict: Verdict) -> dict[str, Any]:
    (label,) = verdict.predictions
    best = {"prediction": label, "confidence": verdict.labels[label]}
    return {**best, **_told(verdict), "classification_type": "single-label"}


def _several(verdict: Verdict) -> dict[str, Any]:
    return {**_told(verdict), "classification_type": "multi-label"}


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "predictions": list(verdict.predictions),
        "confidences": [verdict.labels[label] for label in verdict.predictions],
        "labels": {label: {"confidence": share} for label, share in verdict.labels.items()},
    }


def _too_many(name: str, most: int, found: int) -> RefusedError:
    return invalid(f"total number of {name} must be at most {most} - received {found}.")


ROUTES = (Route("/v1/classify", classify, methods=["POST"]),)
