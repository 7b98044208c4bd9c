"""The SDK's datasets: uploads of files, lists, waiting, and the download of what became of them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import fastavro
import pytest
from cohere.errors import BadRequestError, NotFoundError
from cohere.utils import async_wait, wait

from tests.sdk.conftest import blocking
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import cohere
    from cohere.types import Dataset

    from cohere_tui.sandbox.server import Sandbox

TEXTS = 'text,lang\nCobh,en\n"Kilmore, Quay",en\n'
ROWS = [{"text": "Cobh", "lang": "en"}, {"text": "Kilmore, Quay", "lang": "en"}]
SOON = 0.01
"""Seconds between two looks; the SDK's own ten would be long for a test."""


def named(content: str, name: str) -> io.BytesIO:
    """A file object with a name, as `open` gives it."""
    file = io.BytesIO(content.encode())
    file.name = name
    return file


def saved_jsonl(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def saved_csv(path: Path) -> list[Any]:
    return list(csv.DictReader(io.StringIO(path.read_text())))


def saved_avro(path: Path) -> list[Any]:
    return list(fastavro.reader(io.BytesIO(path.read_bytes())))


READERS: dict[Literal["jsonl", "csv", "avro"], Callable[[Path], list[Any]]] = {
    "jsonl": saved_jsonl,
    "csv": saved_csv,
    "avro": saved_avro,
}


async def uploaded(sdk: cohere.AsyncClient, **wanted: Any) -> Dataset:
    """A dataset after its validation."""
    data = wanted.pop("data", None) or named(TEXTS, "harbours.csv")
    made = await sdk.datasets.create(
        name="harbours", **{"type": "embed-input", "data": data, **wanted}
    )
    over: Dataset = (await async_wait(sdk, made, timeout=PATIENCE_S, interval=SOON)).dataset
    return over


async def test_a_csv_awaited(sdk: cohere.AsyncClient) -> None:
    start = datetime.now(UTC)
    dataset = await uploaded(sdk, keep_fields=["lang"], keep_original_file=True)
    assert dataset.id.startswith("harbours-")
    assert dataset.validation_status == "validated"
    assert dataset.required_fields == ["text"]
    assert dataset.preserve_fields == ["lang"]
    assert dataset.dataset_parts
    (part,) = dataset.dataset_parts
    assert part.num_rows == 2
    assert part.samples
    assert [json.loads(sample) for sample in part.samples] == ROWS
    assert part.original_url
    await sdk.datasets.create(
        name="other", type="batch-embed-v2-input", data=("b.jsonl", b"{}", "application/jsonl")
    )
    found = (await sdk.datasets.list(dataset_type="embed-input", limit=5, offset=0)).datasets or []
    assert [one.id for one in found] == [dataset.id]
    hence = await sdk.datasets.list(after=start - timedelta(minutes=1), validation_status="failed")
    assert [one.name for one in hence.datasets or []] in ([], ["other"])
    assert (await sdk.datasets.list(before=start - timedelta(minutes=1))).datasets is None
    assert (await sdk.datasets.get_usage()).organization_usage == len(TEXTS) + 2
    assert await sdk.datasets.delete(dataset.id) == {}
    with pytest.raises(NotFoundError):
        await sdk.datasets.get(dataset.id)


async def test_evaluation_data_and_metrics(sdk: cohere.AsyncClient) -> None:
    talk = {"messages": [{"role": "User", "content": "Hi"}, {"role": "Chatbot", "content": "Ho"}]}
    line = json.dumps(talk) + "\n"
    dataset = await uploaded(
        sdk,
        type="chat-finetune-input",
        data=named(line * 3, "train.jsonl"),
        eval_data=named(line, "eval.jsonl"),
    )
    assert dataset.metrics
    metrics = dataset.metrics.finetune_dataset_metrics
    assert metrics
    assert (metrics.train_examples, metrics.eval_examples) == (3, 1)
    assert metrics.chat_data_metrics
    assert metrics.chat_data_metrics.num_train_turns == 3


async def test_options_arrive(sdk: cohere.AsyncClient) -> None:
    dataset = await uploaded(
        sdk,
        data=named("text;a\nCobh;1\n;2\n", "harbours.csv"),
        csv_delimiter=";",
        skip_malformed_input=True,
        optional_fields=["a", "b"],
    )
    assert dataset.parse_info
    assert dataset.parse_info.delimiter == ";"
    assert dataset.validation_warnings == ["line 3 was skipped: field 'text' is empty"]
    dataset = await uploaded(sdk, data=named("a--b", "harbours.txt"), text_separator="--")
    assert dataset.dataset_parts
    assert dataset.dataset_parts[0].num_rows == 2


async def test_a_failure_is_raised_by_waiting(sdk: cohere.AsyncClient) -> None:
    with pytest.raises(Exception, match="failed and error : line 1: the header has no column"):
        await uploaded(sdk, data=named("name\nCobh\n", "harbours.csv"))


async def test_refusals_have_their_classes(sdk: cohere.AsyncClient) -> None:
    with pytest.raises(BadRequestError, match="fewer than 50 characters"):
        await sdk.datasets.create(name="n" * 50, type="embed-input", data=named(TEXTS, "h.csv"))
    with pytest.raises(BadRequestError, match="type must be one of"):
        await sdk.datasets.create(name="n", type="nonsense", data=named(TEXTS, "h.csv"))
    with pytest.raises(NotFoundError):
        await sdk.datasets.delete("nobody")


@pytest.mark.parametrize("form", READERS)
async def test_saved(
    sdk: cohere.AsyncClient, tmp_path: Path, form: Literal["jsonl", "csv", "avro"]
) -> None:
    dataset = await uploaded(sdk, keep_fields=["lang"])
    path = tmp_path / f"harbours.{form}"
    await asyncio.to_thread(sdk.utils.save_dataset, dataset, str(path), form)
    assert READERS[form](path) == ROWS


async def test_blocking(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "harbours.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    def round_trip(client: cohere.Client) -> None:
        with (tmp_path / "harbours.jsonl").open("rb") as file:
            made = client.datasets.create(
                name="harbours", type="embed-input", data=file, optional_fields="lang"
            )
        dataset = wait(client, made, timeout=PATIENCE_S, interval=SOON).dataset
        assert dataset.validation_status == "validated"
        assert [one.id for one in client.datasets.list().datasets or []] == [made.id]
        client.utils.save_dataset(dataset, str(tmp_path / "saved.jsonl"))
        assert saved_jsonl(tmp_path / "saved.jsonl") == ROWS
        assert client.datasets.get_usage().organization_usage
        client.datasets.delete(dataset.id)
        assert client.datasets.list().datasets is None

    await blocking(sandbox, round_trip)


async def test_version_two_has_them_as_well(sdk2: cohere.AsyncClientV2) -> None:
    made = await sdk2.datasets.create(
        name="harbours", type="embed-input", data=named(TEXTS, "harbours.csv")
    )
    assert (await sdk2.datasets.get(made.id or "")).dataset.name == "harbours"
