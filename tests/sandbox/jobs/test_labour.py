"""Any request in a batch is answered or refused; neither stops the batch."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.sandbox.jobs.answering import LABOURS
from cohere_tui.sandbox.jobs.records import Batch
from cohere_tui.sandbox.wire import RefusedError
from cohere_tui.sandbox.world.world import World
from tests.models.junk import objects

MODELS = {"batch-embed-v2-input": "batch-embed-v4", "batch-chat-v2-input": "command-a-03-2025"}
GOOD: dict[str, dict[str, Any]] = {
    "batch-embed-v2-input": {"texts": ["sea"], "input_type": "clustering"},
    "batch-chat-v2-input": {"messages": [{"role": "user", "content": "Say sea"}]},
}
NAMES = (
    "messages", "role", "content", "type", "text", "documents", "tools", "response_format",
    "schema", "texts", "inputs", "images", "input_type", "embedding_types", "truncate",
    "output_dimension", "stream", "thinking", "max_tokens", "temperature", "stop_sequences",
    "image_url", "data",
)  # fmt: skip


def batch(kind: str) -> Batch:
    return Batch(
        id="b", name="n", model=MODELS[kind], input_dataset_id="i", output_dataset_id="o",
        created_at=0.0, starts_at=0.0, ends_at=1.0, rows=1, input_kind=kind,
    )  # fmt: skip


@pytest.mark.parametrize("kind", LABOURS)
@settings(max_examples=50)
@given(body=objects(NAMES))
def test_anything_is_answered_or_refused(kind: str, body: dict[str, Any]) -> None:
    labour = LABOURS[kind](World(), batch(kind))
    row = {"custom_id": "row", "body": json.dumps({**GOOD[kind], **body})}
    try:
        tokens = labour.tokens(row)
    except RefusedError:
        tokens = -1
    answer, output = labour.answer(0, row)
    told = json.loads(answer["body"])
    assert answer["custom_id"] == "row"
    assert (tokens == -1) == ("error" in told)
    assert output >= 0
