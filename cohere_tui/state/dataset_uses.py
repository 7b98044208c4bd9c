"""What made a dataset, and what uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.plain import one_line
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, FactLine, Heading, Link, Note
from cohere_tui.state.naming import count

if TYPE_CHECKING:
    from cohere_tui.errors import CohereTuiError
    from cohere_tui.models.datasets import Dataset

EMBED_JOBS: Final = "embed-jobs"
BATCHES: Final = "batches"
FINETUNES: Final = "finetunes"

ONE: Final = {EMBED_JOBS: "embed job", BATCHES: "batch", FINETUNES: "fine-tune"}
"""Places, and what one thing in each is called."""
MANY: Final = {EMBED_JOBS: "embed jobs", BATCHES: "batches", FINETUNES: "fine-tunes"}

_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Use:
    """A thing in another place that has to do with a dataset."""

    place: str
    id: str
    name: str
    status: str
    made_it: bool = False
    """Whether the dataset came of it; else it reads the dataset."""
    over: bool = True
    """Whether nothing more happens there."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What was found out about one dataset."""

    found: tuple[Use, ...] = ()
    failed: tuple[tuple[str, CohereTuiError], ...] = ()
    """Places that could not be asked, and why."""
    cut: tuple[str, ...] = ()
    """Places with so many things that only the first were looked at."""


def used_by(dataset: Dataset) -> tuple[str, ...]:
    """The places whose things may read or have made it; all of them for a type we do not know."""
    kind = dataset.dataset_type
    if kind.startswith("embed-"):
        return (EMBED_JOBS,)
    if kind.startswith("batch-"):
        return (BATCHES,)
    if kind.endswith("-finetune-input"):
        return (FINETUNES,)
    return (EMBED_JOBS, BATCHES, FINETUNES)


def fits(dataset: Dataset) -> str:
    """The place where something can be made of it; empty when nothing can."""
    kind = dataset.dataset_type
    if kind == "embed-input":
        return EMBED_JOBS
    if kind.startswith("batch-") and kind.endswith("-input"):
        return BATCHES
    return FINETUNES if kind.endswith("-finetune-input") else ""


def use_facts(uses: Uses) -> tuple[FactLine, ...]:
    """What made it and what reads it, to go there."""
    lines: list[FactLine] = []
    for title, made_it in (("Made by", True), ("Used by", False)):
        some = [_fact(use) for use in uses.found if use.made_it is made_it]
        lines += [Heading(title), *some] if some else []
    if not lines and not uses.failed:
        lines.append(Note("Nothing uses it."))
    for place, error in uses.failed:
        text = f"The {MANY[place]} could not be asked: {one_line(error.told, 300)}"
        lines.append(Note(text, Tone.WARNING))
    lines += [Note(f"Only the newest {MANY[place]} were looked at.") for place in uses.cut]
    return tuple(lines)


def warning(name: str, uses: Uses) -> str:
    """What deleting a dataset of that name would break, as a sentence; empty when nothing."""
    reading = [use for use in uses.found if not use.made_it and not use.over]
    if not reading:
        return ""
    listed = [f"the {ONE[use.place]} {one_line(use.name, 40)}" for use in reading[:_MOST_NAMES]]
    if len(reading) > _MOST_NAMES:
        listed.append(count(len(reading) - _MOST_NAMES, "other"))
    return f"{one_line(name, 60)} is in use by {', '.join(listed)}."


def _fact(use: Use) -> Fact:
    return Fact(
        ONE[use.place],
        f"{use.name or use.id} ({use.status})",
        link=Link(use.place, use.id),
        copied=use.id,
    )
