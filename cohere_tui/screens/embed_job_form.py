"""What is asked for when an embed job is begun, and what is sent then (API.md 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from cohere_tui.models.embed import EmbeddingType, InputType
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.screens.dataset_options import option, usable
from cohere_tui.state.code import Request
from cohere_tui.state.form import Faults, Field, Kind, Option, Values, chosen_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.services.bundle import Services

PATH: Final = "/v1/embed-jobs"
INPUT: Final = "embed-input"
"""The type of the datasets that can be embedded."""

_KINDS: Final = tuple(Option(one, one) for one in get_args(EmbeddingType))
_INPUTS: Final = tuple(Option(one, one.replace("_", " ")) for one in get_args(InputType))
_ENDS: Final = (
    Option("", "server's choice (end)"),
    Option("END", "at the end"),
    Option("START", "at the start"),
)


def fields(services: Services, dataset_id: str) -> tuple[Field, ...]:
    """What a new job needs; `dataset_id` is that of a dataset somebody comes with, or empty."""

    async def datasets(_: Values) -> Sequence[Option]:
        return [option(one) for one in await usable(services.datasets, (INPUT,))]

    async def models(_: Values) -> Sequence[Option]:
        found = await services.models.offered("embed")
        return [Option(one.name, one.name, _window(one.context_length)) for one in found]

    return (
        Field(
            "dataset_id",
            "Dataset",
            Kind.PICK,
            dataset_id,
            hint=f"a validated one of the type {INPUT}",
            load=datasets,
            empty=f"There is no validated dataset of the type {INPUT}: upload one under Datasets.",
            free=True,
            given=bool(dataset_id),
        ),
        Field(
            "model",
            "Model",
            Kind.PICK,
            hint="the guide names the v3 models",
            load=models,
            empty="This server offers no model that embeds.",
            free=True,
        ),
        Field("input_type", "Input type", Kind.CHOICE, "search_document", options=_INPUTS),
        Field(
            "embedding_types",
            "Vectors",
            Kind.CHOICES,
            options=_KINDS,
            hint="none taken: float",
        ),
        Field("truncate", "Cut long texts", Kind.CHOICE, options=_ENDS),
        Field("name", "Name", hint="may be left empty"),
    )


def body(values: Values) -> dict[str, Any]:
    """The fields of an `EmbedJobRequest`: what was left empty is left out."""
    sent: dict[str, Any] = {name: value for name, value in values.items() if value}
    if kinds := chosen_in(values["embedding_types"]):
        sent["embedding_types"] = kinds
    return sent


def faults(values: Values) -> Faults:
    """What is wrong, by field."""
    return EmbedJobRequest.faults(body(values))


def asked(values: Values) -> EmbedJobRequest:
    """What is sent. Raises `RequestInvalid`."""
    return EmbedJobRequest.of(body(values))


def request(values: Values) -> Request:
    """The same, to be shown as code. Raises `RequestInvalid`."""
    return Request("POST", PATH, body=asked(values).to_wire())


def _window(tokens: int | None) -> str:
    return "" if tokens is None else f"{tokens:,} tokens"
