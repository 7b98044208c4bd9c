"""What other resources do with datasets: make them, read them, ask how they are."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.datasets.parts import PART_BYTES, write_parts
from cohere_tui.sandbox.datasets.records import (
    Dataset,
    Source,
    create_derived,
    dataset_named,
    datasets_of,
    output_id,
    rows_of,
    status,
)
from cohere_tui.sandbox.datasets.schemas import BATCH, embed_result, record
from cohere_tui.sandbox.datasets.validation import validate
from cohere_tui.sandbox.wire import RefusedError
from cohere_tui.sandbox.world.world import World
from tests.conftest import FIXTURES
from tests.sandbox.datasets.uploading import finished, rows, seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    import httpx

    from cohere_tui.sandbox.server import Sandbox

PLAIN = Dataset(id="d", name="d", kind="embed-input", created_at=100.0, size_bytes=1)
EXPECTED = json.loads((FIXTURES / "binary" / "embed_result_part.expected.json").read_text())
INPUT = json.dumps(record("embed_input", {"text": "string", "lang": ["null", "string"]}))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World(seed=7)
    yield world
    await world.close()


@pytest.mark.parametrize(
    ("verdict", "finished_at", "now", "found"),
    [
        ("", 0.0, 100.0, "queued"),
        ("", 0.0, 100.9, "queued"),
        ("", 0.0, 101.0, "processing"),
        ("", 0.0, 9999.0, "processing"),
        ("validated", 103.0, 100.5, "queued"),
        ("validated", 103.0, 102.9, "processing"),
        ("validated", 103.0, 103.0, "validated"),
        ("failed", 140.0, 139.0, "processing"),
        ("failed", 140.0, 140.0, "failed"),
        ("validated", 100.0, 100.0, "validated"),
    ],
)
def test_the_status_follows_from_the_clock(
    verdict: str, finished_at: float, now: float, found: str
) -> None:
    assert status(replace(PLAIN, verdict=verdict, finished_at=finished_at), now) == found


async def test_vectors_are_laid_out_as_they_should_be(world: World) -> None:
    schema = embed_result(INPUT)
    made = await asyncio.to_thread(create_derived, world, "run 0", "embed-result", schema, EXPECTED)
    assert made.id.startswith("run-0-output-")
    assert made.name == "run 0-output"
    assert (status(made, made.created_at), made.rows()) == ("validated", 2)
    unused = {"uint8": None, "binary": None, "ubinary": None, "base64": None}
    assert list(rows_of(world, dataset_named(world, made.id))) == [
        {**row, "embeddings": {**row["embeddings"], **unused}} for row in EXPECTED
    ]


async def test_ids_of_outputs_can_be_made_beforehand(world: World) -> None:
    first, second = output_id(world, "a"), output_id(world, "b")
    for made in (second, first):
        create_derived(world, "b", "batch-chat-v2-output", BATCH, [], dataset_id=made, created_at=5)
    assert {dataset.id for dataset in world.shelf(Dataset)} == {first, second}
    assert World(seed=7).new_slug("a-output") == first


async def test_a_job_that_fails_leaves_no_output(world: World) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield {"custom_id": "a", "body": "{}"}
        raise LookupError("gone")

    with pytest.raises(LookupError):
        create_derived(world, "a", "batch-embed-v2-output", BATCH, broken())
    assert datasets_of(world) == []
    assert not any((world.files / "datasets").iterdir())


async def test_rows_are_read_one_by_one(world: World) -> None:
    numbers = ({"custom_id": str(number), "body": "{}"} for number in range(100_500))
    made = create_derived(world, "a", "batch-embed-v2-output", BATCH, numbers)
    found = rows_of(world, made)
    assert next(found)["custom_id"] == "0"
    assert sum(1 for _ in found) == 100_499
    assert list(rows_of(world, made, "eval_data")) == []


def test_parts_end_when_they_are_large(tmp_path: Path) -> None:
    row = {"text": "x" * 1024 * 1024}
    schema = record("r", {"text": "string"})
    parts = write_parts((row for _ in range(70)), schema, tmp_path, "d", codec="null")
    assert [part["num_rows"] for part in parts] == [64, 6]
    assert parts[0]["size_bytes"] == pytest.approx(PART_BYTES, rel=0.001)


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    schema = record("r", {"text": "string"})
    written = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        (part,) = write_parts([{"text": "Cobh"}], schema, folder, "d")
        written.append((folder / part["file"]).read_bytes())
    assert written[0] == written[1]


async def test_an_output_is_shown_like_any_other(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    source = await finished(sandbox, caller, keep_fields="lang")
    world = sandbox._stage.world
    made = create_derived(
        world, "nightly", "embed-result", embed_result(source["schema"]), EXPECTED[:1]
    )
    shown = await seen(caller, made.id)
    assert shown["validation_status"] == "validated"
    assert shown["dataset_type"] == "embed-result"
    assert shown["required_fields"] == ["text", "lang", "embeddings"]
    (row,) = await rows(shown)
    assert row["embeddings"]["float"] == [0.5, -0.25, 0.125]
    page = await caller.get("/v1/datasets")
    assert [one["id"] for one in page.json()["datasets"]] == [made.id, source["id"]]
    used = (await caller.get("/v1/datasets/usage")).json()["organization_usage"]
    assert used > shown["dataset_parts"][0]["size_bytes"]


async def test_unknown_datasets_are_404(world: World) -> None:
    with pytest.raises(RefusedError) as caught:
        dataset_named(world, "nobody")
    assert caught.value.status == 404


def test_a_validation_that_nobody_wants_leaves_nothing(tmp_path: Path) -> None:
    source = Source(split="data", file="data.txt", format="txt", size_bytes=0)
    (tmp_path / "data.txt").write_text("a\n" * 5000)
    dataset = replace(PLAIN, sources=[source])
    looks = count()
    assert validate(dataset, tmp_path, lambda: next(looks) == 3) is None
    assert [path.name for path in tmp_path.iterdir()] == ["data.txt"]
    outcome = validate(dataset, tmp_path, lambda: False)
    assert outcome is not None
    assert outcome.verdict == "validated"
