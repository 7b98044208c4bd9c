"""Embed jobs: whole datasets as vectors, in the background (API.md 15)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from cohere_tui.screens import embed_job_form as asking
from cohere_tui.screens.jobs import JobsScreen
from cohere_tui.state.code import Request
from cohere_tui.state.job_facts import embed_job_facts
from cohere_tui.state.jobs import EMBED_JOB_COLUMNS
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from cohere_tui.models.embed_jobs import EmbedJob
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.columns import Column
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Values


class EmbedJobsScreen(JobsScreen["EmbedJob"]):
    """The embed jobs of this key."""

    PLACE = "embed-jobs"
    NOUN = "embed job"
    NOUNS = "embed jobs"
    EMPTY = (
        "An embed job makes vectors of all rows of a dataset, in the background."
        f" It takes a validated dataset of the type {asking.INPUT}, and makes another of it."
    )
    HOW = "n begins one."
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = EMBED_JOB_COLUMNS

    BINDING_GROUP_TITLE = "Embed jobs"

    def identify(self, row: EmbedJob) -> str:
        """Its id."""
        return row.job_id

    def raw(self, row: EmbedJob) -> Any:
        """As the server described it."""
        raw = super().raw(row)
        return {**raw, "meta": row.meta.as_sent()} if "meta" in raw else raw

    def request_of(self, row: EmbedJob) -> Request:
        """GET /v1/embed-jobs/{id}."""
        return Request("GET", f"{asking.PATH}/{row.job_id}")

    def pages(self) -> Pages[EmbedJob]:
        """Every job, in one piece."""
        return self.services.embed_jobs.list()

    async def fetch(self, row_id: str) -> EmbedJob:
        """One job."""
        return await self.services.embed_jobs.get(row_id)

    def overview(self, row: EmbedJob) -> tuple[FactLine, ...]:
        """Everything that is known of it."""
        return embed_job_facts(row, time.time())

    def form(self, given: str) -> Form[str]:
        """Asks for a new job."""
        assert self.house is not None
        return Form(
            "New embed job",
            asking.fields(self.services, given),
            check=asking.faults,
            send=self.send,
            verb="Begin",
            request=asking.request,
            base_url=self.house.base_url,
            drafts=self.drafts,
        )

    async def make(self, values: Values) -> str:
        """POST /v1/embed-jobs."""
        created = await self.services.embed_jobs.create(asking.asked(values))
        if created.warning:
            self.app.notify(created.warning, severity="warning", timeout=8)
        return created.job_id

    async def cancel_one(self, row: EmbedJob) -> None:
        """POST /v1/embed-jobs/{id}/cancel."""
        await self.services.embed_jobs.cancel(row.job_id)
