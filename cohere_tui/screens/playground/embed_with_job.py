"""Very many texts of Embed: embedded by a job of the platform, if the person wants that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.playground.embed_offer import MOST_HERE, Wish, offer, without_job
from cohere_tui.screens.playground.embed_pages import EmbedPages
from cohere_tui.services.embed_by_job import embed_by_job, first_vectors
from cohere_tui.state.playground.by_job import ByJob
from cohere_tui.state.playground.run import Outcome
from cohere_tui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from cohere_tui.models.embed import EmbedManyRequest, EmbedResponse
    from cohere_tui.screens.playground.way import Way
    from cohere_tui.services.embed_by_job import JobPlan
    from cohere_tui.state.form import Values


class EmbedWithJob(EmbedPages):
    """Offers a job, watches it, and says what is left of it when it is stopped."""

    @property
    def is_read_only(self) -> bool:
        """Whether nothing may be made on the server."""
        return self.house is not None and self.house.read_only

    async def agreed(self, values: Values, request: EmbedManyRequest) -> JobPlan | None:
        """The job that so many texts are embedded by; None: by requests all the same."""
        if self.is_read_only:
            wish = Wish() if await self.app.push_screen_wait(without_job(request)) else None
        else:
            wish = await self.app.push_screen_wait(offer(values, request))
        if wish is None:  # nothing is sent after all
            self.stop()
            await asyncio.Event().wait()  # until that has stopped us
            return None
        return wish.plan

    async def by_job(self, plan: JobPlan, way: Way[EmbedResponse]) -> Outcome[EmbedResponse]:
        """Have the platform embed the texts; the first vectors are shown."""
        state = ByJob()

        def show(now: ByJob) -> None:
            nonlocal state
            state = now
            way.say(now.words)
            way.show_pace(now.pace)

        services = self.services
        try:
            done = await embed_by_job(services.datasets, services.embed_jobs, plan, show)
        except CohereTuiError as error:
            error.kept = " ".join(word for word in (error.kept, state.told) if word)
            raise
        except asyncio.CancelledError:
            self._say_left(state)
            raise
        answer = await first_vectors(plan.into, MOST_HERE)
        remark = f"{done.remark(answer.asked or 0)}. {done.state.told}"
        return Outcome(answer.model_copy(update={"warning": remark}))

    def _say_left(self, state: ByJob) -> None:
        """It was stopped: say what is on the server all the same."""
        if state.told and self._stopped:  # else it is the app that ends
            self.show_trouble(CohereTuiError("It was stopped", kept=state.told))
            if state.runs:
                self._cancel_job(state.job_id)

    @work(group="cancel-job")
    async def _cancel_job(self, job_id: str) -> None:
        """Ask whether the job is to end, too."""
        question = Confirm(
            "Cancel the embed job, too?",
            f"{job_id} goes on on the server. What it has embedded is billed either way; "
            "a cancelled job gives no vectors.",
            yes="Cancel the job",
            no="Let it go on",
        )
        if await self.app.push_screen_wait(question):
            try:
                await self.services.embed_jobs.cancel(job_id)
            except CohereTuiError as error:
                self.show_trouble(error)
            else:
                self.app.notify(f"The embed job {job_id} is being cancelled.")
