"""What a world can have in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.chat.conversations import Conversation
from cohere_tui.sandbox.connectors.records import Connector
from cohere_tui.sandbox.datasets.records import Dataset
from cohere_tui.sandbox.finetunes.records import Finetune
from cohere_tui.sandbox.jobs.records import Batch, EmbedJob, Work

if TYPE_CHECKING:
    from cohere_tui.sandbox.world.world import World

_COUNTED: dict[str, type[Any]] = {
    "datasets": Dataset,
    "embed_jobs": EmbedJob,
    "batches": Batch,
    "connectors": Connector,
    "finetuned_models": Finetune,
}


def counts(world: World) -> dict[str, int]:
    """How many of everything there are."""
    return {name: len(world.shelf(kind)) for name, kind in _COUNTED.items()}


def read_all(world: World) -> None:
    """Read now what is kept in the world's folder, and would be read when it is first wanted.

    Raises OSError, or ValueError when it is not what this version has written.
    """
    counts(world)
    for kind in (Work, Conversation):
        world.shelf(kind)
