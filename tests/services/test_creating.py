"""What makes something is sent once; where nobody knows whether it was made, that is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import RequestError
from cohere_tui.models.batches import BatchRequest
from cohere_tui.models.connectors import NewConnector
from cohere_tui.models.datasets import NewDataset
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.models.finetunes import FinetuneRequest
from cohere_tui.services.batches import BatchService
from cohere_tui.services.connectors import ConnectorService
from cohere_tui.services.datasets import DatasetService
from cohere_tui.services.embed_jobs import EmbedJobService
from cohere_tui.services.finetunes import FinetuneService
from tests.client.wire import Reply, Wire, answer, raw
from tests.services.wired import client_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from cohere_tui.client.client import Client

JOB = {"model": "m", "dataset_id": "d", "input_type": "search_document"}
BATCH = {"name": "n", "model": "m", "input_dataset_id": "d"}
CONNECTOR = {"name": "n", "url": "https://wiki.example/search"}
TUNE = {
    "name": "n",
    "settings": {"base_model": {"base_type": "BASE_TYPE_CHAT"}, "dataset_id": "d"},
}
DATASET = {"name": "n", "type": "embed-input"}

CREATORS: dict[str, Callable[[Client, Path], Callable[[], Awaitable[Any]]]] = {
    "embed job": lambda client, _: partial(EmbedJobService(client).create, EmbedJobRequest.of(JOB)),
    "batch": lambda client, _: partial(BatchService(client).create, BatchRequest.of(BATCH)),
    "connector": lambda client, _: partial(
        ConnectorService(client).create, NewConnector.of(CONNECTOR)
    ),
    "fine-tune": lambda client, _: partial(
        FinetuneService(client).create, FinetuneRequest.of(TUNE)
    ),
    "dataset": lambda client, path: partial(
        DatasetService(client).create, NewDataset.of(DATASET), path
    ),
}
JSON = {"content-type": "application/json"}
ENDS = {
    "no answer": raw(b""),
    "half an answer": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"),
    "a failure": answer(503, {"message": "later"}),
    "a failure of a gateway": answer(504, b"<h1>Gateway Timeout</h1>"),
    "broken JSON": answer(200, b'{"id', JSON),
    "nothing of it": answer(200, {}),
    "a page": answer(200, b"<h1>Welcome</h1>", {"content-type": "text/html"}),
    "broken compression": answer(200, b"{}", {**JSON, "content-encoding": "gzip"}),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("creator", CREATORS.values(), ids=CREATORS)
async def test_it_is_sent_once_and_may_have_been_made(
    creator: Callable[[Client, Path], Callable[[], Awaitable[Any]]], end: Reply, tmp_path: Path
) -> None:
    path = tmp_path / "harbours.csv"
    path.write_text("text\nCobh\n")
    async with Wire(end) as wire, client_of(wire) as client:
        with pytest.raises(RequestError) as caught:
            await creator(client, path)()
        assert "may have acted all the same" in caught.value.told
        assert len(wire.requests) == 1
