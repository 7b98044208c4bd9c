"""Texts embedded by a job of the platform: in one go, and what is left when it is broken off."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import BadRequest, CohereTuiError, FileRefused, RequestInvalid
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.datasets import DatasetService
from cohere_tui.services.embed_by_job import JobPlan, embed_by_job, first_vectors
from cohere_tui.services.embed_jobs import EmbedJobService
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.by_job import ByJob, JobDone, JobStage
from tests.services.jobs import Pauses
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.services.conftest import Bench

THERE = {
    JobStage.UPLOADING: 0,
    JobStage.VALIDATING: 1,
    JobStage.EMBEDDING: 1,
    JobStage.DOWNLOADING: 3,
}
"""How many things are on the server when a step begins."""
FIELDS = {"model": "embed-english-light-v3.0", "input_type": "clustering"}
TEXTS = ("tide", "a text\nof two lines", 'with "quotes"')


def planned(into: Path, *texts: str, **fields: Any) -> JobPlan:
    return JobPlan(texts or TEXTS, {**FIELDS, **fields}, into)


async def done(
    bench: Bench, plan: JobPlan, show: Callable[[ByJob], None], go_on: asyncio.Event | None = None
) -> JobDone:
    """What comes of a plan; the time of its job stands still until it is to `go_on`."""
    pauses = Pauses(bench.sandbox)

    async def held(seconds: float) -> None:
        if go_on is not None:
            await go_on.wait()
        await pauses(seconds)

    datasets = DatasetService(bench.client, pause=pauses)
    return await embed_by_job(datasets, EmbedJobService(bench.client, pause=held), plan, show)


def left(state: ByJob) -> dict[str, str]:
    return {one.label: one.value for one in state.left if isinstance(one, Fact)}


async def test_from_texts_to_a_file_of_vectors(bench: Bench, tmp_path: Path) -> None:
    seen: list[ByJob] = []
    into = tmp_path / "vectors.jsonl"
    plan = planned(into, embedding_types=("float", "int8"))
    found = await done(bench, plan, seen.append)
    assert found.rows == 3
    assert list(dict.fromkeys(one.stage for one in seen)) == list(JobStage)
    assert any("next look in" in one.words for one in seen)
    vectors = await first_vectors(into, 10)
    assert vectors.kinds == ("float", "int8")
    assert vectors.matches
    assert vectors.asked == 3
    assert (await first_vectors(into, 2)).asked == 2
    assert found.remark(3) == f"3 vectors, all in {into}"
    assert found.remark(2) == f"the first 2 of 3 vectors, all in {into}"
    assert set(left(found.state)) == {"texts", "embed job", "vectors"}
    assert not found.state.runs
    assert seen[0].left == ()
    assert seen[0].told == ""


@pytest.mark.parametrize("stage", list(JobStage)[1:])
async def test_it_is_broken_off_at_any_step(bench: Bench, tmp_path: Path, stage: JobStage) -> None:
    seen: list[ByJob] = []
    into = tmp_path / "vectors.jsonl"

    def show(state: ByJob) -> None:
        seen.append(state)
        if state.stage is stage:
            task.cancel()

    task = asyncio.ensure_future(done(bench, planned(into), show))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not into.exists()
    names = list(left(seen[-1]))
    assert names == ["texts", "embed job", "vectors"][: THERE[stage]]
    assert not seen[-1].runs


async def test_what_cannot_be_embedded_is_refused_before_anything_is_sent(
    bench: Bench, tmp_path: Path
) -> None:
    seen: list[ByJob] = []
    into = tmp_path / "vectors.jsonl"
    with pytest.raises(RequestInvalid, match="input_type"):
        await done(bench, planned(into, input_type="nothing"), seen.append)
    with pytest.raises(FileRefused, match="line 2"):
        await done(bench, planned(into, "tide", "", "mill"), seen.append)
    assert bench.sandbox.requests == []


async def test_a_refused_job_says_what_is_there(bench: Bench, tmp_path: Path) -> None:
    seen: list[ByJob] = []
    refusal = Fault("/v1/embed-jobs", 400, "no more today", method="POST")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(refusal,))
    with pytest.raises(BadRequest, match="no more today"):
        await done(bench, planned(tmp_path / "vectors.jsonl"), seen.append)
    assert list(left(seen[-1])) == ["texts"]
    assert seen[-1].dataset_id in seen[-1].told


async def test_a_job_that_somebody_cancels_gives_no_vectors(bench: Bench, tmp_path: Path) -> None:
    seen: list[ByJob] = []
    go_on = asyncio.Event()
    plan = planned(tmp_path / "vectors.jsonl")
    task = asyncio.ensure_future(done(bench, plan, seen.append, go_on))
    await until(lambda: bool(seen and seen[-1].job_id))
    assert seen[-1].runs
    assert "running job" in seen[-1].told
    await EmbedJobService(bench.client).cancel(seen[-1].job_id)
    go_on.set()
    with pytest.raises(CohereTuiError, match="without vectors: it is cancelled"):
        await task
    assert not seen[-1].runs


async def test_lines_without_vectors_are_gaps(tmp_path: Path) -> None:
    path = tmp_path / "vectors.jsonl"
    path.write_text('{"embeddings": {"float": [1, 2], "int8": null}}\n{}\nno json\n[]\n')
    found = await first_vectors(path, 10)
    assert found.kinds == ("float",)
    assert found.missing == (1, 2, 3)
