"""Fine-tuned models: settings, stages, events and what was measured while they trained (API.md 18).

The ranges and defaults are those of the guides; the server's description states none.
"""

from __future__ import annotations

from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from cohere_tui.models.bounds import FromOne
from cohere_tui.models.messages import Filled
from cohere_tui.models.refusing import broken
from cohere_tui.models.secret import HOLDS_SECRET, Secret
from cohere_tui.models.when import When
from cohere_tui.models.wire import Flag, Many, OrElse, Sent, Whole, Wire, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTS: Final[Mapping[str, int | float]] = MappingProxyType(
    {
        "early_stopping_patience": 10,
        "early_stopping_threshold": 0.001,
        "train_batch_size": 16,
        "train_epochs": 1,
        "learning_rate": 0.01,
    }
)
"""What the server takes for a hyperparameter that is left out; it decides on LoRA by itself."""

_STATUS = "STATUS_"
_BASE_TYPE = "BASE_TYPE_"
_OVER = frozenset({"READY", "FAILED", "DELETED", "PAUSED", "TEMPORARILY_OFFLINE"})


class Hyperparameters(Sent):
    """How to train; what is None is left to the server, see `DEFAULTS`."""

    early_stopping_patience: int | None = Field(
        None, ge=0, le=10, description="a whole number from 0 to 10"
    )
    """After how many evaluations without progress training stops."""
    early_stopping_threshold: float | None = Field(
        None, ge=0.001, le=0.1, allow_inf_nan=False, description="a number from 0.001 to 0.1"
    )
    """By how much the loss must fall to count as progress."""
    train_batch_size: int | None = Field(
        None, ge=2, le=16, description="a whole number from 2 to 16"
    )
    """Examples a step."""
    train_epochs: int | None = Field(None, ge=1, le=10, description="a whole number from 1 to 10")
    """How often every example is used."""
    learning_rate: float | None = Field(
        None, ge=0.00005, le=0.1, allow_inf_nan=False, description="a number from 0.00005 to 0.1"
    )
    lora_alpha: FromOne = None
    lora_rank: FromOne = None
    lora_target_modules: (
        Literal[
            "LORA_TARGET_MODULES_QV",
            "LORA_TARGET_MODULES_QKVO",
            "LORA_TARGET_MODULES_QKVO_FFN",
        ]
        | None
    ) = None


class BaseModelChoice(Sent):
    """What to start from. GENERATIVE and the strategies are deprecated."""

    base_type: Literal[
        "BASE_TYPE_CHAT", "BASE_TYPE_CLASSIFICATION", "BASE_TYPE_RERANK", "BASE_TYPE_GENERATIVE"
    ]
    name: Filled | None = None
    """None: the server's choice."""
    strategy: Literal["STRATEGY_VANILLA", "STRATEGY_TFEW"] | None = None


class WandbAccess(Sent):
    """A project of Weights & Biases that follows the training (chat models only)."""

    project: Filled
    api_key: Secret
    entity: str | None = None


class FinetuneSettings(Sent):
    """What to train, on which validated dataset, and how."""

    base_model: BaseModelChoice
    dataset_id: Filled
    hyperparameters: Hyperparameters | None = None
    wandb: Annotated[WandbAccess | None, HOLDS_SECRET] = None

    @model_validator(mode="after")
    def _wandb_follows_chat(self) -> Self:
        if self.wandb is not None and self.base_model.base_type != "BASE_TYPE_CHAT":
            raise broken("settings.wandb", "can only be set for BASE_TYPE_CHAT")
        return self


class FinetuneRequest(Sent):
    """POST: train and deploy a model."""

    name: Filled
    settings: FinetuneSettings


class FinetuneChanges(Sent):
    """PATCH: what is None stays as it is."""

    name: Filled | None = None
    settings: FinetuneSettings | None = None


Number = Annotated[float | None, OrElse(None)]
"""None when missing or something else."""


class UsedHyperparameters(Wire):
    """How a model was trained, as far as the server tells."""

    early_stopping_patience: Whole = None
    early_stopping_threshold: Number = None
    train_batch_size: Whole = None
    train_epochs: Whole = None
    learning_rate: Number = None
    lora_alpha: Whole = None
    lora_rank: Whole = None
    lora_target_modules: Word = ""


class BaseModelUsed(Wire):
    """What a model started from."""

    name: Word = ""
    version: Word = ""
    base_type: Word = ""
    """As on the wire, such as BASE_TYPE_CHAT."""
    strategy: Word = ""

    @property
    def kind(self) -> str:
        """The type without its prefix, in small letters: chat, classification, rerank; or empty."""
        kind = self.base_type.upper().removeprefix(_BASE_TYPE).lower()
        return "" if kind == "unspecified" else kind


class WandbUsed(Wire):
    """The project that follows the training; its key is not taken over, not even masked."""

    model_config = ConfigDict(extra="ignore")

    project: Word = ""
    entity: Word = ""


class UsedSettings(Wire):
    """What a model was trained from, on and how."""

    base_model: Annotated[BaseModelUsed, OrElse(BaseModelUsed())] = BaseModelUsed()
    dataset_id: Word = ""
    hyperparameters: Annotated[UsedHyperparameters, OrElse(UsedHyperparameters())] = (
        UsedHyperparameters()
    )
    multi_label: Flag = None
    """Whether a classifier may give several labels."""
    wandb: Annotated[WandbUsed | None, OrElse(None)] = None


def _stage(status: str) -> str:
    stage = status.upper().removeprefix(_STATUS)
    return "" if stage == "UNSPECIFIED" else stage


def _status_word(stage: str) -> str:
    return stage.replace("_", " ").lower() or "unknown"


class FinetunedModel(Wire):
    """A fine-tuned model, as far as it is."""

    id: Word = ""
    name: Word = ""
    creator_id: Word = ""
    organization_id: Word = ""
    settings: Annotated[UsedSettings, OrElse(UsedSettings())] = UsedSettings()
    status: Word = ""
    """As on the wire, such as STATUS_QUEUED."""
    created_at: When = None
    updated_at: When = None
    completed_at: When = None
    last_used: When = None

    @property
    def stage(self) -> str:
        """The status without its prefix: QUEUED, READY; or empty."""
        return _stage(self.status)

    @property
    def status_word(self) -> str:
        """The status for people, such as `deploying api`; `unknown` when the server is silent."""
        return _status_word(self.stage)

    @property
    def over(self) -> bool:
        """Whether it is trained, or never will be. Unknown words are taken for work going on."""
        return self.stage in _OVER

    @property
    def failed(self) -> bool:
        """Whether the training failed."""
        return self.stage == "FAILED"

    @property
    def ready(self) -> bool:
        """Whether it can be used at once; a paused one cannot."""
        return self.stage == "READY"

    @property
    def model_name(self) -> str:
        """What to call it in requests."""
        return f"{self.id}-ft"


class Event(Wire):
    """A change of stage."""

    user_id: Word = ""
    status: Word = ""
    created_at: When = None

    @property
    def stage(self) -> str:
        """The new status without its prefix."""
        return _stage(self.status)

    @property
    def status_word(self) -> str:
        """The new stage for people."""
        return _status_word(self.stage)


def _numbers(value: object) -> object:
    """The finite numbers of an object, also those written as texts (GAPS 7.5)."""
    if not isinstance(value, dict):
        return {}
    found = {}
    for name, number in value.items():
        try:
            found[name] = float("nan" if isinstance(number, bool) else number)
        except (TypeError, ValueError, OverflowError):
            continue
    return {name: number for name, number in found.items() if isfinite(number)}


class StepMetrics(Wire):
    """What was measured at one step of the training."""

    created_at: When = None
    step_number: Whole = None
    metrics: Annotated[dict[str, float], BeforeValidator(_numbers)] = Field({})
    """Names such as loss and accuracy; not every step has all of them."""


class FinetuneAnswer(Wire):
    """One fine-tuned model, as it is wrapped."""

    finetuned_model: FinetunedModel


class FinetunePage(Wire):
    """A page of fine-tuned models."""

    finetuned_models: Many[FinetunedModel] = ()
    next_page_token: Word = ""
    """Empty on the last page."""
    total_size: Whole = None


class EventPage(Wire):
    """A page of events, newest first."""

    events: Many[Event] = ()
    next_page_token: Word = ""
    total_size: Whole = None


class StepMetricsPage(Wire):
    """A page of steps."""

    step_metrics: Many[StepMetrics] = ()
    next_page_token: Word = ""
