"""What is asked for when a batch is begun, and what is sent then (API.md 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.models.batches import BatchRequest
from cohere_tui.models.dataset_types import UPLOADS
from cohere_tui.screens.dataset_options import option, usable
from cohere_tui.state.code import Request
from cohere_tui.state.form import Faults, Field, Kind, Option, Values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.services.bundle import Services

PATH: Final = "/v2/batches"
INPUTS: Final = tuple(one for one in UPLOADS if one.startswith("batch-"))
"""The types of the datasets that hold requests."""

_EMBEDDERS: Final = ("batch-embed-v4", "batch-embed-v4-a100")
"""The models that the API names for batches of embed requests."""
_DATASET: Final = "input_dataset_id"


class BatchForm:
    """The fields of a new batch. `given` is the id of a dataset that somebody comes with."""

    def __init__(self, services: Services, given: str) -> None:
        self._services = services
        self._given = given
        self._kinds: dict[str, str] = {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked for."""
        return (
            Field("name", "Name"),
            Field(
                _DATASET,
                "Dataset",
                Kind.PICK,
                self._given,
                hint="a validated one of requests: of a type that begins with batch-",
                load=self._datasets,
                empty="There is no validated dataset of requests: upload one under Datasets.",
                free=True,
                given=bool(self._given),
            ),
            Field(
                "model",
                "Model",
                Kind.PICK,
                hint="those that the server lists, or another that is typed",
                load=self._models,
                free=True,
            ),
        )

    def adapt(self, changed: str, values: Values) -> Values:
        """A dataset of embed requests is for one model, as a rule."""
        embeds = "-embed-" in self._kinds.get(values[_DATASET], "")
        return {"model": _EMBEDDERS[0]} if changed == _DATASET and embeds else {}

    async def _datasets(self, _: Values) -> Sequence[Option]:
        found = await usable(self._services.datasets, INPUTS)
        self._kinds |= {one.id: one.dataset_type for one in found}
        return [option(one, kind=True) for one in found]

    async def _models(self, values: Values) -> Sequence[Option]:
        """Those that fit the dataset, where its type is known; else all."""
        kind = await self._kind(values[_DATASET])
        found = []
        if "-chat" not in kind:
            found += [Option(name, name, "embeds") for name in _EMBEDDERS]
        if "-embed-" not in kind:
            chats = await self._services.models.offered("chat")
            found += [Option(one.name, one.name, "chats") for one in chats]
        return found

    async def _kind(self, dataset_id: str) -> str:
        if dataset_id and dataset_id not in self._kinds:
            dataset = await self._services.datasets.get(dataset_id)
            self._kinds[dataset_id] = dataset.dataset_type
        return self._kinds.get(dataset_id, "")


def body(values: Values) -> dict[str, str]:
    """The fields of a `BatchRequest`."""
    return {name: value for name, value in values.items() if value}


def faults(values: Values) -> Faults:
    """What is wrong, by field."""
    return BatchRequest.faults(body(values))


def asked(values: Values) -> BatchRequest:
    """What is sent. Raises `RequestInvalid`."""
    return BatchRequest.of(body(values))


def request(values: Values) -> Request:
    """The same, to be shown as code. Raises `RequestInvalid`."""
    return Request("POST", PATH, body=asked(values).to_wire())
