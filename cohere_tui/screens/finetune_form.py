"""What is asked for when a fine-tune is begun or renamed, and what is sent then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.finetunes import DEFAULTS, FinetuneChanges, FinetuneRequest
from cohere_tui.screens.dataset_options import option, usable
from cohere_tui.screens.finetune_facts import label_of
from cohere_tui.state.code import Request
from cohere_tui.state.curves import short
from cohere_tui.state.form import Faults, Field, Kind, Option, Values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.models.finetunes import FinetunedModel
    from cohere_tui.services.datasets import DatasetService

PATH: Final = "/v1/finetuning/finetuned-models"

_CHAT: Final = "BASE_TYPE_CHAT"
_CLASSIFICATION: Final = "BASE_TYPE_CLASSIFICATION"
_RERANK: Final = "BASE_TYPE_RERANK"
FITTING: Final = {
    _CHAT: ("chat-finetune-input",),
    _CLASSIFICATION: (
        "single-label-classification-finetune-input",
        "multi-label-classification-finetune-input",
    ),
    _RERANK: ("reranker-finetune-input",),
}
"""The types of datasets that a base type is trained on."""

_NAME: Final = "name"
_TYPE: Final = "settings.base_model.base_type"
_BASE: Final = "settings.base_model.name"
_DATASET: Final = "settings.dataset_id"
_HYPER: Final = "settings.hyperparameters"
_WANDB: Final = "settings.wandb"
_FOLLOWED: Final = "wandb"
"""Not a field of the request: whether W&B follows."""
_YOUR_KEY: Final = "YOUR_WANDB_KEY"
_RANGES: Final = {
    "train_epochs": "1 to 10",
    "train_batch_size": "2 to 16",
    "learning_rate": "0.00005 to 0.1",
    "early_stopping_patience": "0 to 10 checks without progress end it",
    "early_stopping_threshold": "a loss 0.001 to 0.1 lower is progress",
}
_TARGETS: Final = (
    Option("", "server's choice"),
    Option("LORA_TARGET_MODULES_QV", "QV"),
    Option("LORA_TARGET_MODULES_QKVO", "QKVO"),
    Option("LORA_TARGET_MODULES_QKVO_FFN", "QKVO FFN"),
)


class FinetuneForm:
    """The fields of a new fine-tune. `given` is the id of a dataset that somebody comes with."""

    def __init__(self, datasets: DatasetService, given: Dataset | None = None) -> None:
        self._datasets = datasets
        self._given = given
        self._types = {given.id: given.dataset_type} if given is not None else {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked for."""
        given = self._given
        fitting = next((base for base, types in FITTING.items() if self._given_is(types)), _CHAT)
        return (
            Field(_NAME, "Name"),
            Field(
                _TYPE,
                "Base type",
                Kind.CHOICE,
                fitting,
                options=(
                    Option(_CHAT, "chat"),
                    Option(_CLASSIFICATION, "classification"),
                    Option(_RERANK, "rerank"),
                ),
            ),
            Field(_BASE, "Base model", hint="left empty: the server's choice"),
            Field(
                _DATASET,
                "Dataset",
                Kind.PICK,
                "" if given is None else given.id,
                hint="a validated one of a fitting type",
                load=self.load,
                empty="No validated dataset fits this base type: upload one under Datasets.",
            ),
            *(_number(name, allowed) for name, allowed in _RANGES.items()),
            Field(f"{_HYPER}.lora_alpha", "LoRA alpha", hint=_LORA_HINT, shown=_is_chat),
            Field(f"{_HYPER}.lora_rank", "LoRA rank", hint=_LORA_HINT, shown=_is_chat),
            Field(
                f"{_HYPER}.lora_target_modules",
                "LoRA targets",
                Kind.CHOICE,
                options=_TARGETS,
                shown=_is_chat,
            ),
            Field(_FOLLOWED, "Follow in W&B", Kind.TOGGLE, shown=_is_chat),
            Field(f"{_WANDB}.project", "W&B project", shown=_is_followed),
            Field(f"{_WANDB}.entity", "W&B entity", hint="left empty: yours", shown=_is_followed),
            Field(
                f"{_WANDB}.api_key",
                "W&B key",
                Kind.SECRET,
                hint="sent once, never shown again",
                shown=_is_followed,
            ),
        )

    def _given_is(self, types: Sequence[str]) -> bool:
        return self._given is not None and self._given.dataset_type in types

    async def load(self, values: Values) -> tuple[Option, ...]:
        """The validated datasets that fit the base type. Raises `CohereTuiError`."""
        types = FITTING.get(values.get(_TYPE, ""), ())
        fitting = await usable(self._datasets, types)
        self._types |= {one.id: one.dataset_type for one in fitting}
        return tuple(option(one, kind=len(types) > 1) for one in fitting)

    def _fits(self, dataset_type: str, values: Values) -> bool:
        return dataset_type in FITTING.get(values.get(_TYPE, ""), ())

    def _dataset_fault(self, values: Values) -> str:
        """What is wrong with the dataset, as far as it is known here."""
        picked, given = values[_DATASET], self._given
        if not picked:
            return "pick one"
        if given is not None and picked == given.id and not given.usable:
            return f"cannot be used: it is {given.status or 'not validated'}"
        known = self._types.get(picked)
        if known and not self._fits(known, values):
            return f"holds {known}, which does not fit this base type"
        return ""

    def check(self, values: Values) -> Faults:
        """What is wrong, by field."""
        faults = FinetuneRequest.faults(request_fields(values))
        if wrong := self._dataset_fault(values):
            faults[_DATASET] = wrong
        if not values[_NAME]:
            faults[_NAME] = "is needed"
        return faults


_LORA_HINT: Final = "a whole number from 1 on; left empty: the server decides"


def _is_chat(values: Values) -> bool:
    return values[_TYPE] == _CHAT


def _is_followed(values: Values) -> bool:
    return _is_chat(values) and bool(values[_FOLLOWED])


def _number(name: str, allowed: str) -> Field:
    label = label_of(name)
    hint = f"{allowed}; left empty: {short(DEFAULTS[name])}"
    return Field(f"{_HYPER}.{name}", label[:1].upper() + label[1:], hint=hint)


def request_fields(values: Values) -> dict[str, Any]:
    """What is sent: nothing that was left empty, nor what is the server's default anyway."""
    settings: dict[str, Any] = {
        "base_model": {"base_type": values[_TYPE]},
        "dataset_id": values[_DATASET],
    }
    if values[_BASE]:
        settings["base_model"]["name"] = values[_BASE]
    hyper = _given(values, _HYPER)
    changed = {name: text for name, text in hyper.items() if not _is_default(name, text)}
    if changed:
        settings["hyperparameters"] = changed
    if values.get(_FOLLOWED):
        settings["wandb"] = {"project": "", "api_key": "", **_given(values, _WANDB)}
    return {"name": values[_NAME], "settings": settings}


def _given(values: Values, group: str) -> dict[str, str]:
    """The fields of a group that are not empty, without the group's name."""
    return {
        name.removeprefix(f"{group}."): text
        for name, text in values.items()
        if name.startswith(f"{group}.") and text
    }


def _is_default(name: str, text: str) -> bool:
    try:
        return name in DEFAULTS and float(text) == DEFAULTS[name]
    except ValueError:
        return False


def creation(values: Values) -> Request:
    """The request as it would be sent, without the key. Raises `RequestInvalid`."""
    body = FinetuneRequest.of(request_fields(values)).to_wire()
    if "wandb" in body["settings"]:
        body["settings"]["wandb"]["api_key"] = _YOUR_KEY
    return Request("POST", PATH, body=body)


# --- another name


def name_fields(model: FinetunedModel) -> tuple[Field, ...]:
    """What a fine-tune is called."""
    return (Field(_NAME, "Name", value=model.name),)


def name_faults(values: Values) -> Faults:
    """What is wrong with a name."""
    return {} if values[_NAME] else {_NAME: "is needed"}


def renaming(model: FinetunedModel, values: Values) -> Request:
    """The request that gives it another name. Raises `RequestInvalid`."""
    changes = FinetuneChanges.of({"name": values[_NAME]})
    return Request("PATCH", f"{PATH}/{model.id}", body=changes.to_wire())
