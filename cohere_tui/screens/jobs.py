"""What is done in the background, from one dataset to another: embed jobs and batches alike."""

from __future__ import annotations

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
from cohere_tui.screens.job_data import JobData
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.state.jobs import Job, state, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.columns import Tone
    from cohere_tui.state.form import Values
    from cohere_tui.widgets.form.form import Form

Row = TypeVar("Row", bound=Job)

_COST: Final = "What is finished by then is billed, and there is no partial output."


class JobsScreen(JobData[Row]):
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
        # Where there is room for one of them, as beside a detail, it is what is done to this one.
        Binding("K", "cancel_job", "Cancel", id="jobs.cancel"),
        Binding("n", "new", "New", id="jobs.new"),
    ]

    def __init__(self) -> None:
        super().__init__()
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
        return f"{text}\n\n{self.HOW}" if text and self.is_known and not self.read_only else text

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
        deed = Deed(
            "Cancel", "cancelling", self._cancel, _COST + left, grave=True, yes=yes, key="K"
        )
        await self.do(deed, able)

    async def _cancel(self, row: Row) -> None:
        """Cancel one; what the server no longer knows leaves the list, too."""
        try:
            await self.cancel_one(row)
        except NotFound:
            self.gone(self.identify(row))
            raise

    def _why_not(self, rows: Sequence[Row]) -> str:
        names = (f"{one_line(self.name_of(row), 40)} {state(row)}" for row in rows[:3])
        more = f", and {len(rows) - 3} more" if len(rows) > 3 else ""
        return f"{', '.join(names)}{more}: only what is in progress can be cancelled."


def _is_sure(error: RequestError) -> bool:
    """Whether nothing was begun: it was not sent, or refused."""
    if isinstance(error, TransportError):
        return not error.sent
    return isinstance(error, APIError) and not isinstance(error, ServerFailed)
