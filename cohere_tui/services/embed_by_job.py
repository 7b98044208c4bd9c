"""Very many texts embedded by a job of the platform, from the texts to a file of vectors."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import CohereTuiError, FileUnusable
from cohere_tui.models.datasets import NewDataset
from cohere_tui.models.embed import EmbedResponse
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.plain import one_line
from cohere_tui.services.files.opening import reading, reason, told
from cohere_tui.state.naming import count
from cohere_tui.state.pace import NOTHING_YET
from cohere_tui.state.playground.by_job import ByJob, JobDone, JobStage
from cohere_tui.state.uploading import UploadStage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.models.embed_jobs import EmbedJob
    from cohere_tui.services.datasets import DatasetService
    from cohere_tui.services.embed_jobs import EmbedJobService
    from cohere_tui.state.downloading import Download
    from cohere_tui.state.uploading import Upload

_INPUT: Final = "embed-input"


@dataclass(frozen=True, slots=True)
class JobPlan:
    """What is to be embedded, and where to."""

    texts: Sequence[str]
    fields: dict[str, Any]
    """Those of an `EmbedJobRequest`, but for the dataset."""
    into: Path
    replace: bool = False
    """Whether a file that is there may be replaced."""

    def request(self, dataset_id: str) -> EmbedJobRequest:
        """The job. Raises `RequestInvalid`."""
        return EmbedJobRequest.of({**self.fields, "dataset_id": dataset_id})


async def embed_by_job(
    datasets: DatasetService,
    jobs: EmbedJobService,
    plan: JobPlan,
    show: Callable[[ByJob], None],
) -> JobDone:
    """Upload the texts, have a job embed them, download what comes of it as JSONL.

    `show` is told each step. Cancelled or failed, it leaves on the server what the last state that
    was shown says (`ByJob.left`), and on the disk nothing. Raises a `CohereTuiError`.
    """
    plan.request("checked before anything is sent")
    return await _Run(datasets, jobs, plan, show).run()


class _Run:
    """One of it, step by step."""

    def __init__(
        self,
        datasets: DatasetService,
        jobs: EmbedJobService,
        plan: JobPlan,
        show: Callable[[ByJob], None],
    ) -> None:
        self._datasets = datasets
        self._jobs = jobs
        self._plan = plan
        self._show = show
        self._state = ByJob()

    async def run(self) -> JobDone:
        """All steps."""
        await self._upload()
        await self._embed()
        self._step(JobStage.DOWNLOADING)
        plan, output_id = self._plan, self._state.output_id
        rows = await self._datasets.download(
            output_id, plan.into, "jsonl", self._received, replace=plan.replace
        )
        return JobDone(rows, told(plan.into), self._state)

    async def _upload(self) -> None:
        self._step(JobStage.WRITING)
        folder = Path(tempfile.mkdtemp(prefix="cohere-tui-"))
        try:
            path = folder / "texts.jsonl"
            await asyncio.to_thread(_write, path, self._plan.texts)
            name = f"playground-{count(len(self._plan.texts), 'text').replace(' ', '-')}"
            new = NewDataset(name=name.replace(",", ""), type=_INPUT)
            dataset = await self._datasets.upload(new, path, None, self._uploaded)
        finally:
            # Shielded: it is removed even when the one who waits for that gives up.
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))
        if not dataset.usable:
            why = one_line(dataset.validation_error) or dataset.status
            raise CohereTuiError(f"The platform refused the texts: {why}", kept=self._state.told)

    async def _embed(self) -> None:
        self._step(JobStage.EMBEDDING)
        created = await self._jobs.create(self._plan.request(self._state.dataset_id))
        self._tell(replace(self._state, job_id=created.job_id))
        async with aclosing(self._jobs.watch(created.job_id)) as looks:
            async for look in looks:
                job = look.value
                self._tell(
                    replace(
                        self._state,
                        next_s=look.next_s,
                        trouble=look.trouble,
                        job_over=job.over,
                        output_id=job.output_dataset_id,
                    )
                )
        self._refuse_unfinished(job)

    def _refuse_unfinished(self, job: EmbedJob) -> None:
        if not job.output_dataset_id:
            what = f"The embed job ended without vectors: it is {job.status_word}"
            raise CohereTuiError(what, kept=self._state.told)

    def _uploaded(self, upload: Upload) -> None:
        """What the upload tells."""
        sent = upload.stage in (UploadStage.CHECKING, UploadStage.SENDING)
        stage = JobStage.UPLOADING if sent else JobStage.VALIDATING
        self._tell(
            replace(
                self._state,
                stage=stage,
                pace=upload.pace,
                next_s=upload.next_s,
                trouble=upload.trouble,
                dataset_id=upload.dataset_id,
            )
        )

    def _received(self, download: Download) -> None:
        self._tell(replace(self._state, pace=download.pace))

    def _step(self, stage: JobStage) -> None:
        self._tell(replace(self._state, stage=stage, pace=NOTHING_YET, next_s=None, trouble=None))

    def _tell(self, state: ByJob) -> None:
        self._state = state
        self._show(state)


def _write(path: Path, texts: Sequence[str]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    except OSError as error:
        raise FileUnusable(f"{told(path)} cannot be written: {reason(error)}") from error


async def first_vectors(path: Path, most: int) -> EmbedResponse:
    """The first vectors in a file that `embed_by_job` wrote. Raises `FileUnusable`."""
    return await asyncio.to_thread(_first, path, most)


def _first(path: Path, most: int) -> EmbedResponse:
    with reading(path) as file:
        rows = [_row(line) for line in islice(file, most)]
    kinds = dict.fromkeys(kind for row in rows for kind, vector in row.items() if vector)
    vectors = {kind: [row.get(kind) for row in rows] for kind in kinds}
    return EmbedResponse.model_validate({"embeddings": vectors, "asked": len(rows)})


def _row(line: bytes) -> dict[str, Any]:
    """The vectors of a line by their kinds; of a line that has none, none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    vectors = found.get("embeddings") if isinstance(found, dict) else None
    return vectors if isinstance(vectors, dict) else {}
