"""Judged by the API's own description: uploads, datasets in every state, and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.openapi import faults, judge, needs_description
from tests.sandbox.datasets.test_types import QUERIES, SINGLE, TALK, labelled
from tests.sandbox.datasets.uploading import TEXTS, jsonl, send

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

pytestmark = needs_description

UPLOADS = {
    "embed-input": ("d.csv", TEXTS),
    "failing": ("d.csv", b"nothing"),
    "batch-embed-v2-input": ("d.jsonl", jsonl({"custom_id": "a", "body": {}})),
    "batch-openai-chat-input": ("d.jsonl", b"{}"),
    "chat-finetune-input": ("d.jsonl", jsonl(TALK, TALK)),
    "reranker-finetune-input": ("d.jsonl", jsonl(*[QUERIES] * 256)),
    SINGLE: ("d.jsonl", jsonl(*labelled("a", "b"))),
}


@pytest.mark.parametrize("kind", UPLOADS)
async def test_datasets(sandbox: Sandbox, caller: httpx.AsyncClient, kind: str) -> None:
    file, content = UPLOADS[kind]
    answer = await send(
        caller,
        content,
        file=file,
        type="embed-input" if kind == "failing" else kind,
        keep_original_file=True,
        skip_malformed_input=False,
        optional_fields=["lang", "note"],
    )
    judge(answer)
    for seconds in (0, 2, 10):
        sandbox.clock.advance(seconds)
        await sandbox.rest()
        shown = await caller.get(f"/v1/datasets/{answer.json()['id']}")
        judge(shown)
        assert faults("components/schemas/Dataset", shown.json()["dataset"]) == []
    judge(await caller.get("/v1/datasets?limit=5&offset=0&validationStatus=validated"))
    judge(await caller.get("/v1/datasets/usage"))
    judge(await caller.delete(f"/v1/datasets/{answer.json()['id']}"))
    judge(await caller.get(f"/v1/datasets/{answer.json()['id']}"))
