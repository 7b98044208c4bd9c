"""From the body of a request about a fine-tune to its settings, or to a refusal.

This part of the API knows no 422 (API.md 2.2): everything that is wrong is a 400.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.stage import Received

_TOLD = ("id", "creator_id", "organization_id", "status", "created_at", "updated_at")
_REQUEST = {
    "name": "string",
    "settings": "object",
    # What only the server decides on may come back to it; it is not looked at.
    **dict.fromkeys((*_TOLD, "completed_at", "last_used"), "any"),
}
_SETTINGS = {
    "base_model": "object",
    "dataset_id": "string",
    "hyperparameters": "object",
    "multi_label": "any",
    "wandb": "object",
}
_BASE_MODEL = {"name": "string", "version": "any", "base_type": "string", "strategy": "string"}
_WANDB = {"project": "string", "api_key": "string", "entity": "string"}
_HYPERPARAMETERS = {
    "early_stopping_patience": "integer",
    "early_stopping_threshold": "number",
    "train_batch_size": "integer",
    "train_epochs": "integer",
    "learning_rate": "number",
    "lora_alpha": "integer",
    "lora_rank": "integer",
    "lora_target_modules": "string",
}
_BOUNDS = {
    "early_stopping_patience": (0, 10, "0 and 10"),
    "early_stopping_threshold": (0.001, 0.1, "0.001 and 0.1"),
    "train_batch_size": (2, 16, "2 and 16"),
    "train_epochs": (1, 10, "1 and 10"),
    "learning_rate": (0.00005, 0.1, "0.00005 and 0.1"),
    "lora_alpha": (1, 1024, "1 and 1024"),
    "lora_rank": (1, 1024, "1 and 1024"),
}
_DEFAULTS = {
    "early_stopping_patience": 10,
    "early_stopping_threshold": 0.001,
    "train_batch_size": 16,
    "train_epochs": 1,
    "learning_rate": 0.01,
}
_LORA_DEFAULTS = {
    "lora_alpha": 8,
    "lora_rank": 8,
    "lora_target_modules": "LORA_TARGET_MODULES_QKVO_FFN",
}
_MODULES = "LORA_TARGET_MODULES_"
_TARGETS = tuple(f"{_MODULES}{name}" for name in ("UNSPECIFIED", "QV", "QKVO", "QKVO_FFN"))
_STRATEGIES = ("STRATEGY_UNSPECIFIED", "STRATEGY_VANILLA", "STRATEGY_TFEW")
_CHAT = "BASE_TYPE_CHAT"

BASES: dict[str, dict[str, str]] = {
    _CHAT: {
        "command-r-08-2024": "command-r-08-2024",
        "command-r": "command-r-08-2024",
        "command-r7b-12-2024": "command-r7b-12-2024",
    },
    "BASE_TYPE_CLASSIFICATION": {
        "embed-english-v3.0": "embed-english-v3.0",
        "embed-multilingual-v3.0": "embed-multilingual-v3.0",
    },
    "BASE_TYPE_RERANK": {
        "rerank-english-v3.0": "rerank-english-v3.0",
        "english": "rerank-english-v3.0",
        "rerank-multilingual-v3.0": "rerank-multilingual-v3.0",
        "multilingual": "rerank-multilingual-v3.0",
    },
}
"""What can be fine-tuned: by base type, the names and the models of the catalogue they stand for.
The first is taken where a request names none."""


def read_new(received: Received) -> tuple[str, dict[str, Any], dict[str, str]]:
    """The name, the settings with every default, and the headers that warn about other fields."""
    name, settings, headers = read_changes(received)
    if not name:
        raise invalid("name is required.")
    if settings is None:
        raise invalid("settings is required.")
    return name, settings, headers


def read_changes(received: Received) -> tuple[str, dict[str, Any] | None, dict[str, str]]:
    """The same for a PATCH: what is empty or None stays as it is."""
    with _always_400():
        body, headers = fields.lenient(received, _REQUEST)
        if "name" in body and not body["name"].strip():
            raise invalid("name cannot be empty.")
        settings = settings_of(body["settings"]) if "settings" in body else None
        return body.get("name", ""), settings, headers


def settings_of(value: Any) -> dict[str, Any]:
    """The settings of a request with every default, or the refusal."""
    body = fields.shaped(value, _SETTINGS, "settings")
    if "base_model" not in body:
        raise invalid("settings.base_model is required.")
    if not body.get("dataset_id"):
        raise invalid("settings.dataset_id is required.")
    base = _base_model(body["base_model"])
    chat = base["base_type"] == _CHAT
    settings: dict[str, Any] = {
        "base_model": base,
        "dataset_id": body["dataset_id"],
        "hyperparameters": _hyperparameters(body.get("hyperparameters") or {}, chat=chat),
    }
    if "wandb" in body:
        if not chat:
            raise invalid("settings.wandb is only supported for chat models.")
        settings["wandb"] = _wandb(body["wandb"])
    return settings


def _base_model(value: Any) -> dict[str, Any]:
    base = fields.shaped(value, _BASE_MODEL, "settings.base_model")
    kind = fields.one_of(base.get("base_type", ""), tuple(BASES), "settings.base_model.base_type")
    name = base.get("name") or next(iter(BASES[kind]))
    if name not in BASES[kind]:
        allowed = ", ".join(BASES[kind])
        raise invalid(f"base model '{name}' cannot be fine-tuned, use one of {allowed}.")
    usual = "STRATEGY_TFEW" if kind == _CHAT else "STRATEGY_VANILLA"
    strategy = fields.one_of(base.get("strategy"), _STRATEGIES, "settings.base_model.strategy")
    return {
        "name": name,
        "version": "1.0.0",
        "base_type": kind,
        "strategy": usual if strategy in ("", _STRATEGIES[0]) else strategy,
    }


def _hyperparameters(value: Any, *, chat: bool) -> dict[str, Any]:
    given = fields.shaped(value, _HYPERPARAMETERS, "settings.hyperparameters")
    fields.bounded(given, _BOUNDS)
    where = "settings.hyperparameters.lora_target_modules"
    if fields.one_of(given.get("lora_target_modules"), _TARGETS, where) == _TARGETS[0]:
        del given["lora_target_modules"]
    return {**_DEFAULTS, **(_LORA_DEFAULTS if chat else {}), **given}


def _wandb(value: Any) -> dict[str, Any]:
    """What may be told of it: everything but the key."""
    wandb = fields.shaped(value, _WANDB, "settings.wandb")
    for name in ("project", "api_key"):
        if not wandb.get(name):
            raise invalid(f"settings.wandb.{name} is required.")
    return {name: text for name, text in wandb.items() if name != "api_key"}


@contextmanager
def _always_400() -> Iterator[None]:
    try:
        yield
    except RefusedError as refused:
        raise RefusedError(400, refused.message) from refused
