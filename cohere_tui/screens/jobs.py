"""What is done in the background, from one dataset to another: embed jobs and batches alike."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import (
    APIError,
    CohereTuiError,
    NotFound,
    RequestError,
    ServerFailed,
    TransportError,
)
from cohere_tui.plain import one_line
from cohere_tui.screens.downloading import download
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.screens.resource.looking import RELATED
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.state.facts import Link
from cohere_tui.state.job_facts import dataset_words, related_to
from cohere_tui.state.jobs import Job, state, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.columns import Tone
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Values
    from cohere_tui.widgets.form.form import Form

Row = TypeVar("Row", bound=Job)

_COST: Final = "What is finished by then is billed, and there is no partial output."


class JobsScreen(ResourceScreen[Row]):
    """Begun, watched, cancelled; the output is downloaded, or gone to.

    Subclasses give the form of a new one, and how it is made and cancelled: `form`, `make`,
    `cancel_one`.
    """

    DATASET: ClassVar[str] = "dataset_id"
    """The field of the form that takes the input."""
    HOW: ClassVar[str] = ""
    """The key that begins, for where nothing is yet; not said to whom it is forbidden."""
    WRITES: ClassVar[frozenset[str]] = frozenset({"new", "cancel_job"})

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="jobs.new"),
        Binding("K", "cancel_job", "Cancel", id="jobs.cancel"),
        Binding("u", "use", "Go to the output", id="jobs.use", show=False),
        Binding("d", "download", "Download the output", id="jobs.download", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._about: dict[str, str] = {}
        self._unsure = False

    def form(self, given: str) -> Form[str]:
        """Asks for a new one, of a dataset that somebody comes with, if any; answers its id."""
        raise NotImplementedError

    async def make(self, values: Values) -> str:
        """Begin one; its id. Raises `CohereTuiError`."""
        raise NotImplementedError

    async def cancel_one(self, row: Row) -> None:
        """Ask the server to end one. Raises `CohereTuiError`."""
        raise NotImplementedError

    # --- what a job is

    def name_of(self, row: Row) -> str:
        """Its name, or its id."""
        return row.name or self.identify(row)

    def raw(self, row: Row) -> Any:
        """As the server described it."""
        assert hasattr(row, "model_dump")
        return row.model_dump(mode="json", exclude_unset=True)

    def in_progress(self, row: Row) -> bool:
        """Until it is over."""
        return not row.over

    def outcome(self, row: Row) -> tuple[str, Tone]:
        """Its last status."""
        return row.status_word, status(row).tone

    def empty_text(self) -> str:
        """What the place is for, and the key that begins."""
        text = super().empty_text()
        return f"{text}\n\n{self.HOW}" if text and not self.read_only else text

    # --- what belongs to it

    def related(self, row: Row) -> tuple[FactLine, ...]:
        """Its datasets, with what is known of them, and its model."""
        return related_to(row, self._about)

    def fill_page(self, name: str, row: Row) -> None:
        """What the datasets are is asked for when somebody looks."""
        super().fill_page(name, row)
        if name == RELATED and self.house is not None:
            wanted = (row.input_dataset_id, row.output_dataset_id)
            missing = [one for one in wanted if one and one not in self._about]
            if missing:
                self._about |= dict.fromkeys(missing, "…")
                self._ask_about(missing)

    @work(group="related")
    async def _ask_about(self, dataset_ids: Sequence[str]) -> None:
        for dataset_id in dataset_ids:
            try:
                dataset = await self.services.datasets.get(dataset_id)
            except NotFound:
                self._about[dataset_id] = "no longer there"
            except CohereTuiError as error:
                self._about[dataset_id] = one_line(str(error), 100)
            else:
                self._about[dataset_id] = dataset_words(dataset, time.time())
        if self.row is not None and self.detail.page == RELATED:
            self.fill_page(RELATED, self.row)

    def action_reload(self) -> None:
        """Ask for everything again, also for what belongs to it."""
        self._about.clear()
        super().action_reload()

    # --- a new one

    def begin(self, given: str) -> None:
        """Make one of a dataset."""
        self._new(given)

    def action_new(self) -> None:
        """Ask for a new one, and begin it."""
        if self.house is not None:
            self._new("")

    @work(group="new")
    async def _new(self, given: str) -> None:
        if given:
            # What was written before stays, but for the dataset.
            for title, draft in self.drafts.items():
                kept = {name: value for name, value in draft.items() if name != self.DATASET}
                self.drafts[title] = kept
        form = self.form(given)
        self._unsure = False
        made = await self.fill_in(form)
        if made is not None:
            self.app.notify(f"The {self.NOUN} is begun.")
            self.action_reload()
            self.reveal(made)
        elif self._unsure:
            self.action_reload()

    async def send(self, values: Values) -> str:
        """Begin one. Where it may have been begun although the line broke, look whether it was."""
        known = set(self.listing.places)
        self._unsure = True
        try:
            return await self.make(values)
        except RequestError as error:
            if _is_sure(error):
                self._unsure = False
            elif self.is_known:
                await self._look_for(error, values, known)
            raise

    async def _look_for(self, error: RequestError, values: Values, known: set[str]) -> None:
        """Add to an error whether what was asked for is in the list by now."""
        try:
            rows = await anext(self.pages(), ())
        except CohereTuiError:
            return
        for row in rows:
            same = row.name == values["name"] and row.model == values["model"]
            same = same and row.input_dataset_id == values[self.DATASET]
            if same and self.identify(row) not in known:
                error.kept = f"It was begun all the same: {self.identify(row)} is in the list."
                error.remedy = "esc leaves this form."
                return
        error.kept = "It is not in the list by now."

    # --- cancelling

    @work(group="cancel")
    async def action_cancel_job(self) -> None:
        """Cancel what is chosen and can be, after a question that says what it costs."""
        rows = self.chosen
        able = [row for row in rows if row.cancellable]
        others = [row for row in rows if not row.cancellable]
        if rows and not able:
            self.app.notify(self._why_not(others), severity="warning")
            return
        left = f"\n\nLeft out: {self._why_not(others)}" if others else ""
        yes = f"Cancel the {self.NOUN}"
        deed = Deed("Cancel", "cancelling", self.cancel_one, _COST + left, grave=True, yes=yes)
        await self.do(deed, able)

    def _why_not(self, rows: Sequence[Row]) -> str:
        names = (f"{one_line(self.name_of(row), 40)} {state(row)}" for row in rows[:3])
        more = f", and {len(rows) - 3} more" if len(rows) > 3 else ""
        return f"{', '.join(names)}{more}: only what is in progress can be cancelled."

    # --- the output

    def action_use(self) -> None:
        """Go to the dataset that came of it."""
        if self.pointed is None:
            return
        if self.pointed.output_dataset_id:
            self.go_to(Link("datasets", self.pointed.output_dataset_id))
        else:
            self._tell_no_output(self.pointed)

    @work(group="download")
    async def action_download(self) -> None:
        """Write the rows that came of it into a file."""
        row = self.pointed
        if row is None or self.house is None:
            return
        if row.output_dataset_id:
            name = row.name or row.output_dataset_id
            await download(self.app, self.services.datasets, row.output_dataset_id, name)
        else:
            self._tell_no_output(row)

    def _tell_no_output(self, row: Row) -> None:
        when = "" if row.over else " yet"
        text = f"{one_line(self.name_of(row), 60)} {state(row)}: there is no output{when}."
        self.app.notify(text, severity="warning")


def _is_sure(error: RequestError) -> bool:
    """Whether nothing was begun: it was not sent, or refused."""
    if isinstance(error, TransportError):
        return not error.sent
    return isinstance(error, APIError) and not isinstance(error, ServerFailed)
