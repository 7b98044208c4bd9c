"""Looking for what made a dataset and what uses it: no endpoint says, so their lists are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from cohere_tui.errors import CohereTuiError
from cohere_tui.state.dataset_uses import BATCHES, EMBED_JOBS, FINETUNES, Use, Uses, used_by

if TYPE_CHECKING:
    from cohere_tui.models.batches import Batch
    from cohere_tui.models.datasets import Dataset
    from cohere_tui.models.embed_jobs import EmbedJob
    from cohere_tui.services.bundle import Services
    from cohere_tui.services.paging import Pages

Item = TypeVar("Item")

MOST: Final = 1_000
"""So many things of a place are looked at."""


async def uses_of(services: Services, dataset: Dataset) -> Uses:
    """What has to do with a dataset, as far as the places that fit its type can be asked."""
    search = _Search(services, dataset.id)
    ask = {
        EMBED_JOBS: search.embed_jobs,
        BATCHES: search.batches,
        FINETUNES: search.finetunes,
    }
    failed = []
    for place in used_by(dataset):
        try:
            await ask[place]()
        except CohereTuiError as error:
            failed.append((place, error))
    return Uses(tuple(search.found), tuple(failed), tuple(search.cut))


class _Search:
    """What was found so far."""

    def __init__(self, services: Services, dataset_id: str) -> None:
        self._services = services
        self._id = dataset_id
        self.found: list[Use] = []
        self.cut: list[str] = []

    async def embed_jobs(self) -> None:
        for job in await self._some(EMBED_JOBS, self._services.embed_jobs.list()):
            self._keep(EMBED_JOBS, job, job.job_id)

    async def batches(self) -> None:
        for batch in await self._some(BATCHES, self._services.batches.list()):
            self._keep(BATCHES, batch, batch.id)

    async def finetunes(self) -> None:
        for one in await self._some(FINETUNES, self._services.finetunes.list()):
            if one.settings.dataset_id == self._id:
                use = Use(FINETUNES, one.id, one.name, one.status_word, over=one.over)
                self.found.append(use)

    def _keep(self, place: str, job: EmbedJob | Batch, job_id: str) -> None:
        if self._id in (job.input_dataset_id, job.output_dataset_id):
            made_it = self._id == job.output_dataset_id
            use = Use(place, job_id, job.name, job.status_word, made_it=made_it, over=job.over)
            self.found.append(use)

    async def _some(self, place: str, pages: Pages[Item]) -> tuple[Item, ...]:
        items = await pages.all(MOST)
        if not pages.count.ended:
            self.cut.append(place)
        return items
