"""What there is to say about a fine-tune: its cells, its settings, its stages, why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.models.finetunes import DEFAULTS
from cohere_tui.plain import one_line
from cohere_tui.state.columns import Cell, Tone
from cohere_tui.state.curves import lower_is_better, short
from cohere_tui.state.facts import Fact, FactLine, Heading, Link, Note
from cohere_tui.state.moments import dated
from cohere_tui.state.naming import duration
from cohere_tui.state.timeline import stays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.models.finetunes import Event, FinetunedModel, UsedHyperparameters
    from cohere_tui.state.timeline import Stay
    from cohere_tui.state.training import Training

_TONES: Final = {
    "QUEUED": Tone.WAITING,
    "READY": Tone.READY,
    "PAUSED": Tone.WAITING,
    "FAILED": Tone.FAILED,
    "DELETED": Tone.WARNING,
    "TEMPORARILY_OFFLINE": Tone.WARNING,
}
_LORA: Final = ("lora_alpha", "lora_rank", "lora_target_modules")
_TARGETS: Final = "LORA_TARGET_MODULES_"
_REASONS: Final = ("error", "reason", "message")
_RISEN: Final = 1.5
"""A loss that ends so many times as high as it began has got away."""


def tone_of(stage: str) -> Tone:
    """How good a stage is; unknown ones are taken for work going on."""
    return _TONES.get(stage, Tone.WORKING)


def label_of(name: str) -> str:
    """A hyperparameter as a person says it: `train_epochs` are epochs."""
    return name.removeprefix("early_stopping_").removeprefix("train_").replace("_", " ")


# --- cells


def status(model: FinetunedModel, _: float) -> Cell:
    """Its status, with a sign."""
    return Cell(model.status_word, tone_of(model.stage))


def model_name(model: FinetunedModel) -> str:
    """What it is called in requests; empty where that is not known."""
    return model.model_name if model.id else ""


def strategy(model: FinetunedModel, _: float) -> Cell:
    """How it was trained, as the server calls it."""
    word = model.settings.base_model.strategy.removeprefix("STRATEGY_").lower()
    return Cell("" if word == "unspecified" else word, Tone.QUIET)


def hyperparameters(model: FinetunedModel, _: float) -> Cell:
    """Those that differ from their defaults."""
    used = model.settings.hyperparameters
    values = {name: getattr(used, name) for name in DEFAULTS}
    changed = [
        f"{label_of(name)} {short(value)}"
        for name, value in values.items()
        if value is not None and value != DEFAULTS[name]
    ]
    return Cell(", ".join(changed) or "defaults", Tone.PLAIN if changed else Tone.QUIET)


# --- the overview


def overview(model: FinetunedModel, training: Training | None) -> tuple[FactLine, ...]:
    """Settings, hyperparameters against their defaults, W&B without its key."""
    settings = model.settings
    base = settings.base_model
    dataset = settings.dataset_id
    several = {True: "several a text", False: "one a text", None: ""}[settings.multi_label]
    facts = (
        Fact("name", model.name),
        Fact("status", model.status_word, tone_of(model.stage)),
        Fact("base type", base.kind or "not said"),
        Fact("base model", " ".join(filter(None, (base.name, base.version))) or "not said"),
        Fact("strategy", strategy(model, 0).text),
        Fact("labels", several if base.kind == "classification" else ""),
        Fact("dataset", dataset, link=Link("datasets", dataset) if dataset else None),
        Fact("model", model.model_name if model.id else ""),
        Fact("created", dated(model.created_at, unknown="")),
        Fact("updated", dated(model.updated_at, unknown="")),
        Fact("completed", _completed(model)),
        Fact("last used", dated(model.last_used, unknown="")),
        Fact("id", model.id),
        Fact("creator", model.creator_id),
        Fact("organization", model.organization_id),
    )
    return (
        *why_failed(model, training),
        *(fact for fact in facts if fact.value),
        *_hyperparameters(settings.hyperparameters),
        *_wandb(model),
    )


def _hyperparameters(used: UsedHyperparameters) -> Iterator[FactLine]:
    yield Heading("Hyperparameters")
    for name, default in DEFAULTS.items():
        value = getattr(used, name)
        if value is None:
            yield Fact(label_of(name), f"not said (default {short(default)})", Tone.QUIET)
        elif value == default:
            yield Fact(label_of(name), f"{short(value)} (default)", Tone.QUIET)
        else:
            yield Fact(label_of(name), f"{short(value)} (default {short(default)})")
    for name in _LORA:
        value = getattr(used, name)
        if value:
            told = value.removeprefix(_TARGETS) if isinstance(value, str) else short(value)
            yield Fact(label_of(name), told)


def _wandb(model: FinetunedModel) -> tuple[FactLine, ...]:
    wandb = model.settings.wandb
    if wandb is None:
        return ()
    return (
        Heading("Weights & Biases"),
        Fact("project", wandb.project or "not said"),
        Fact("entity", wandb.entity or "not said"),
        Fact("key", "never shown", Tone.QUIET, copied="never shown"),
    )


def _completed(model: FinetunedModel) -> str:
    if model.completed_at is None:
        return ""
    text = dated(model.completed_at)
    if model.created_at is None:
        return text
    took = (model.completed_at - model.created_at).total_seconds()
    return f"{text}, {duration(took)} after it was created" if took >= 0 else text


def why_failed(model: FinetunedModel, training: Training | None) -> tuple[Note, ...]:
    """Why it failed, as far as the server tells and the measurements show; else nothing."""
    if not model.failed:
        return ()
    told = [
        one_line(text, 400)
        for name, text in (model.model_extra or {}).items()
        if isinstance(text, str) and text and any(word in name for word in _REASONS)
    ]
    said = f"The training failed: {' '.join(told)}" if told else ""
    notes = [Note(said or "The training failed. The server does not say why.", Tone.FAILED)]
    if training is not None and not training.curves:
        notes.append(Note("Nothing was measured: it failed before its first step."))
    elif training is not None:
        notes += _measured(training)
    return tuple(notes)


def _measured(training: Training) -> Iterator[Note]:
    """What the curves of a failed training show."""
    yield Note(f"It came as far as step {training.last_step:,}.")
    for name, points in training.curves.items():
        first, last = points[0], points[-1]
        if lower_is_better(name) and last.value > _RISEN * first.value > 0:
            yield Note(
                f"The {one_line(name, 40)} rose from {short(first.value)} to {short(last.value)}:"
                " a lower learning rate, or larger batches, may help."
            )


# --- the timeline


def timeline(model: FinetunedModel, training: Training, now: float) -> tuple[FactLine, ...]:
    """The stages one after the other, with their durations."""
    told = stays(training.events, now, over=model.over)
    if not told:
        return (Note("The server tells no events."),)
    lines: list[FactLine] = [_stage(stay, here=stay is told[-1]) for stay in told]
    first, last = told[0].event.created_at, told[-1].event.created_at
    if model.over and first is not None and last is not None and last > first:
        lines.append(
            Note(f"{duration((last - first).total_seconds())} from the first to the last.")
        )
    why = why_failed(model, training)
    return (*why, Heading("Stages"), *lines) if why else tuple(lines)


def _stage(stay: Stay, *, here: bool) -> Fact:
    """A stage; only the one it is in has a sign, the words stand below each other."""
    event: Event = stay.event
    since = dated(event.created_at, unknown="at no known time")
    text = event.status_word if here else f"  {event.status_word}"
    if stay.seconds is not None:
        text = f"{text}, {duration(stay.seconds)}{' so far' if stay.lasts else ''}"
    tone = tone_of(event.stage) if here else Tone.PLAIN
    return Fact(since, text, tone, copied=f"{since} {event.status}")
