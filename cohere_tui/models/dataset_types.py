"""The types a dataset can have, and what may be uploaded as each (API.md 14.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Upload = Literal[
    "embed-input",
    "batch-embed-v2-input",
    "batch-chat-v2-input",
    "batch-chat-input",
    "batch-openai-chat-input",
    "chat-finetune-input",
    "single-label-classification-finetune-input",
    "multi-label-classification-finetune-input",
    "reranker-finetune-input",
]
"""The types that a file can be uploaded as; the platform makes the others."""

UPLOADS: Final[tuple[str, ...]] = get_args(Upload)


@dataclass(frozen=True, slots=True)
class DatasetType:
    """A type, in words for a person."""

    word: str
    """As on the wire."""
    about: str
    """What such datasets are for."""
    formats: tuple[str, ...] = ()
    """What may be uploaded, by the ending of the file's name; none: the platform makes these."""
    columns: str = ""
    """What a row has to hold."""
    evaluated: bool = False
    """Whether a second file, of evaluation data, may come along."""


_BATCH = "custom_id (unique), body (the request, without model)"
_LABELLED = "at least 40 rows, 2 labels, and 5 rows of each"

TYPES: Final = (
    DatasetType("embed-input", "texts for embed jobs", ("csv", "jsonl", "txt"), "text"),
    DatasetType("batch-embed-v2-input", "requests for embed batches", ("jsonl",), _BATCH),
    DatasetType("batch-chat-v2-input", "requests for chat batches", ("jsonl",), _BATCH),
    DatasetType("batch-chat-input", "requests for v1 chat batches", ("jsonl",), _BATCH),
    DatasetType(
        "batch-openai-chat-input", "requests for chat batches, OpenAI style", ("jsonl",), _BATCH
    ),
    DatasetType(
        "chat-finetune-input",
        "conversations to fine-tune a chat model with",
        ("jsonl",),
        "messages: role (System, User, Chatbot) and content; at least 2 conversations",
        evaluated=True,
    ),
    DatasetType(
        "single-label-classification-finetune-input",
        "labelled texts to fine-tune a classifier with",
        ("csv", "jsonl"),
        f"text, label; {_LABELLED}",
        evaluated=True,
    ),
    DatasetType(
        "multi-label-classification-finetune-input",
        "texts with any number of labels to fine-tune a classifier with",
        ("jsonl",),
        f"text, label (a list); {_LABELLED}",
        evaluated=True,
    ),
    DatasetType(
        "reranker-finetune-input",
        "queries and passages to fine-tune a reranker with",
        ("jsonl",),
        "query, relevant_passages, hard_negatives (optional); at least 256 queries",
        evaluated=True,
    ),
    DatasetType("embed-result", "what embed jobs made"),
    DatasetType("batch-embed-v2-output", "what embed batches made"),
    DatasetType("cluster-result", "what cluster jobs made"),
    DatasetType("cluster-outliers", "what cluster jobs left over"),
)

_BY_WORD: Final = {one.word: one for one in TYPES}


def dataset_type(word: str) -> DatasetType:
    """The type with that word; newer words are types too (GAPS 3.17)."""
    return _BY_WORD.get(word) or DatasetType(word, "")
