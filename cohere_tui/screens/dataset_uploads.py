"""Uploads of a session: begun, watched, stopped; they go on whatever the person looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.worker import get_current_worker

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import one_line
from cohere_tui.screens.dataset_pages import DatasetPages
from cohere_tui.screens.dataset_progress import UploadDialog, Wish
from cohere_tui.screens.dataset_upload import TITLE, Agreed, upload_form
from cohere_tui.state.columns import Tone
from cohere_tui.state.datasets import status_of
from cohere_tui.state.sizes import so_far
from cohere_tui.state.uploads import Sending, told
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.state.uploading import Upload

_COUNT_S: Final = 0.5
"""Between two looks at how far uploads are, for the line at the top."""


@dataclass(eq=False)
class Job:
    """One upload that goes on, or whose end nobody has seen yet."""

    agreed: Agreed
    sending: Sending
    worker: Worker[None] | None = None
    watched: bool = False
    """Whether a dialog shows it."""


class DatasetUploads(DatasetPages):
    """Uploads are no matter of the screen that shows them: only quitting ends them, and asks."""

    WRITES: ClassVar[frozenset[str]] = frozenset({"upload"})

    _counting_uploads: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Job] = []
        """What goes on, and what has failed and was not looked at yet."""

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """How far each is."""
        return tuple(job.sending for job in self.jobs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is uploaded there is nothing to watch."""
        if action == "uploads":
            return bool(self.jobs)
        return super().check_action(action, parameters)

    def state_text(self) -> str:
        """How far uploads are, before what goes on besides."""
        words = (told(self.sendings, signs_of(self.app).up), super().state_text())
        return f" {signs_of(self.app).dot} ".join(word for word in words if word)

    def busy_with(self, row: Dataset) -> bool:
        """What is uploaded tells its own end."""
        mine = any(job.sending.state.dataset_id == row.id for job in self.jobs)
        return mine or super().busy_with(row)

    def unfinished(self) -> str:
        """What was sent would be lost."""
        words = (*(sending.loss for sending in self.sendings), super().unfinished())
        return "\n".join(word for word in words if word)

    def stop_running(self) -> bool:
        """Stop what is asked; an upload only after a question."""
        if super().stop_running():
            return True
        job = next((one for one in self.jobs if one.sending.can_be_lost), None)
        if job is not None:
            self._stop(job)
        return job is not None

    # --- described and begun

    def begin(self, given: str) -> None:
        """Somebody needs a dataset: describe one; `given` is the path of its file, if known."""
        self.action_upload(given)

    @work(exclusive=True, group="upload-form")
    async def action_upload(self, data: str = "") -> None:
        """Describe an upload, check its file, begin it."""
        if self.house is None:
            return
        service, base_url = self.services.datasets, self.house.base_url
        form = upload_form(self.app, service, base_url, self.drafts, data)
        agreed = await self.fill_in(form)
        if agreed is not None:
            self._begin_upload(agreed)

    def _begin_upload(self, agreed: Agreed) -> None:
        job = Job(agreed, Sending(agreed.plan.new.name))
        self.jobs.append(job)
        self._keep_unsent()
        self._upload(job)
        self._watch_upload(job)
        if self._counting_uploads is None:
            self._counting_uploads = self.set_interval(_COUNT_S, self.show_state)
        self.refresh_bindings()

    @work(group="uploads")
    async def _upload(self, job: Job) -> None:
        """Send it and watch its validation; whatever comes of it is told."""
        job.worker = get_current_worker()
        plan, datasets = job.agreed.plan, self.services.datasets
        moved = partial(self._moved, job)
        try:
            await datasets.upload(
                plan.new, plan.data, plan.eval_data, moved, checked=job.agreed.checked
            )
        except CohereTuiError as error:
            job.sending = replace(job.sending, error=error)
            if not job.sending.state.dataset_id:
                self.drafts.setdefault(TITLE, plan.values)
        self._tell_upload(job)

    def _moved(self, job: Job, state: Upload) -> None:
        """A step further: what is there by now is in the list, too."""
        is_new = bool(state.dataset_id) and not job.sending.state.dataset_id
        job.sending = job.sending.at(state)
        if is_new:
            self._keep_unsent()
            self.changed_elsewhere()
        elif state.dataset is not None:
            self.renew(state.dataset)

    def _keep_unsent(self) -> None:
        """What is only being sent can be begun again, should the app end before it is there."""
        if TITLE not in self.drafts:
            unsent = (
                job.agreed.plan.values for job in self.jobs if not job.sending.state.dataset_id
            )
            self.drafts.write(TITLE, next(unsent, {}))

    def changed_elsewhere(self) -> None:
        """A dataset came: the list, and what all of them take, are others now."""
        self._load_again()

    def _tell_upload(self, job: Job) -> None:
        """Say how it ended; what nobody has seen to its end stays to be looked at."""
        text, tone = _outcome(job.sending)
        if not job.watched:
            bad = tone in (Tone.FAILED, Tone.WARNING)
            more = " U shows it." if job.sending.error is not None else ""
            self.app.notify(f"{text}{more}", severity="error" if bad else "information", timeout=8)
            if job.sending.error is None:
                self._drop(job)
        self.tell_terminal(text)
        self.show_state()

    def _drop(self, job: Job) -> None:
        if job in self.jobs:
            self.jobs.remove(job)
        if self._counting_uploads is not None and not self.jobs:
            self._counting_uploads.stop()
            self._counting_uploads = None
        self.refresh_bindings()
        self.show_state()

    # --- watched and stopped

    @work(exclusive=True, group="pick-upload")
    async def action_uploads(self) -> None:
        """Watch an upload again; where there are several, pick one."""
        job = self.jobs[0]
        if len(self.jobs) > 1:
            by_id = {str(number): one for number, one in enumerate(self.jobs)}
            choices = [Choice(name, one.sending.short) for name, one in by_id.items()]
            chosen = await self.app.push_screen_wait(Picker("Uploads", choices))
            if chosen is None:
                return
            job = by_id[chosen]
        self._watch_upload(job)

    @work(exclusive=True, group="watch-upload")
    async def _watch_upload(self, job: Job) -> None:
        job.watched = True
        try:
            wish = await self.app.push_screen_wait(UploadDialog(lambda: job.sending))
        finally:
            job.watched = False
        if wish is Wish.STOP:
            self._stop(job)
        elif job.sending.over or wish is Wish.OPEN:
            if job.sending.over:
                self._drop(job)
            self._go_on(job, wish)

    def _go_on(self, job: Job, wish: Wish) -> None:
        match wish:
            case Wish.OPEN:
                self.reveal(job.sending.state.dataset_id)
            case Wish.AGAIN:
                self.drafts.pop(TITLE, None)
                self._begin_upload(job.agreed)
            case Wish.FORM:
                self.action_upload()

    @work(exclusive=True, group="stop-upload")
    async def _stop(self, job: Job) -> None:
        """Stop an upload, after a question; meanwhile it goes on."""
        name = one_line(job.sending.name, 49)
        detail = f"What was sent is lost: {so_far(job.sending.state.pace)}."
        question = Confirm(f"Stop the upload of {name}?", detail, yes="Stop it", no="Go on")
        if not await self.app.push_screen_wait(question):
            return
        if not job.sending.can_be_lost or job.worker is None:
            self.app.notify(f"{name} has been sent by now.", severity="warning")
            return
        job.worker.cancel()
        self.drafts.setdefault(TITLE, job.agreed.plan.values)
        self._drop(job)
        self.app.notify(f"The upload of {name} was stopped. n has what was written.")


def _outcome(sending: Sending) -> tuple[str, Tone]:
    name = one_line(sending.name, 49)
    if sending.error is not None:
        return f"Upload of {name}: {one_line(sending.error.told, 300)}", Tone.FAILED
    dataset = sending.state.dataset
    if dataset is None:
        return f"Upload of {name}: done", Tone.READY
    status = status_of(dataset)
    error = f": {one_line(dataset.validation_error, 200)}" if dataset.failed else ""
    return f"Upload of {name}: {status.text}{error}", status.tone
