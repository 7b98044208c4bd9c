"""Examples to fine-tune with, and datasets of them in a sandbox whose clock stands still."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

CHAT = "chat-finetune-input"
LABELS = "single-label-classification-finetune-input"
MULTI_LABELS = "multi-label-classification-finetune-input"
RERANK = "reranker-finetune-input"

BASE_TYPES = {
    CHAT: "BASE_TYPE_CHAT",
    LABELS: "BASE_TYPE_CLASSIFICATION",
    MULTI_LABELS: "BASE_TYPE_CLASSIFICATION",
    RERANK: "BASE_TYPE_RERANK",
}
_WORDS = ("ebb", "flood", "slack", "spring")


def lines(kind: str, count: int) -> bytes:
    """A JSONL file of so many examples."""
    return b"".join(json.dumps(_example(kind, number)).encode() + b"\n" for number in range(count))


def _example(kind: str, number: int) -> dict[str, Any]:
    word = _WORDS[number % len(_WORDS)]
    text = f"At {number} o'clock comes the {word}."
    if kind == CHAT:
        asked = {"role": "User", "content": f"What comes at {number} o'clock?"}
        return {"messages": [asked, {"role": "Chatbot", "content": text}]}
    if kind == RERANK:
        return {"query": f"When is {word} {number}?", "relevant_passages": [text]}
    return {"text": text, "label": [word] if kind == MULTI_LABELS else word}


async def dataset(
    caller: httpx.AsyncClient, sandbox: Sandbox, kind: str = CHAT, count: int = 256
) -> str:
    """The id of a validated dataset of so many examples."""
    answer = await caller.post(
        "/v1/datasets",
        params={"name": "tides", "type": kind},
        files={"data": ("tides.jsonl", lines(kind, count), "application/jsonl")},
    )
    await sandbox.rest()
    sandbox.clock.advance(10)
    dataset_id: str = answer.json()["id"]
    return dataset_id


def request(dataset_id: str, kind: str = CHAT, **hyperparameters: Any) -> dict[str, Any]:
    """The body that begins a training."""
    settings: dict[str, Any] = {
        "base_model": {"base_type": BASE_TYPES[kind]},
        "dataset_id": dataset_id,
    }
    if hyperparameters:
        settings["hyperparameters"] = hyperparameters
    return {"name": "tide-voice", "settings": settings}
