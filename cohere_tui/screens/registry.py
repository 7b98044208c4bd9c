"""The one registry of main screens: modes, digits, rail, palette and command line follow from it.

A screen is imported when it is first opened.
"""

from __future__ import annotations

from cohere_tui.screens.playground.registry import PLAYGROUNDS
from cohere_tui.widgets.rail import Place

PLACES = (
    Place(
        "chat",
        "1",
        "Chat",
        "cohere_tui.screens.chat:ChatScreen",
        pane="Conversations",
        prompt="Ask…",
        aliases=("ch",),
    ),
    Place("models", "2", "Models", "cohere_tui.screens.models:ModelsScreen", aliases=("mo",)),
    Place(
        "datasets", "3", "Datasets", "cohere_tui.screens.datasets:DatasetsScreen", aliases=("ds",)
    ),
    Place(
        "connectors",
        "4",
        "Connectors",
        "cohere_tui.screens.connectors:ConnectorsScreen",
        aliases=("co",),
    ),
    Place(
        "finetunes",
        "5",
        "Fine-tunes",
        "cohere_tui.screens.finetunes:FinetunesScreen",
        aliases=("ft",),
    ),
    Place(
        "embed-jobs",
        "6",
        "Embed jobs",
        "cohere_tui.screens.embed_jobs:EmbedJobsScreen",
        aliases=("ej",),
    ),
    Place("batches", "7", "Batches", "cohere_tui.screens.batches:BatchesScreen", aliases=("ba",)),
    Place(
        "playground",
        "8",
        "Playground",
        "cohere_tui.screens.playground.playground:PlaygroundScreen",
        aliases=("pg",),
        parts=tuple((one.name, one.title) for one in PLAYGROUNDS),
    ),
)
