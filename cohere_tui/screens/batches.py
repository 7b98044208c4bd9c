"""Batches: datasets of requests, answered in the background (API.md 16)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from cohere_tui.errors import Forbidden, Unauthorized
from cohere_tui.screens import batch_form as asking
from cohere_tui.screens.jobs import JobsScreen
from cohere_tui.state.code import Request
from cohere_tui.state.job_facts import batch_facts
from cohere_tui.state.jobs import BATCH_COLUMNS
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from cohere_tui.errors import CohereTuiError
    from cohere_tui.models.batches import Batch
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.columns import Column
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Values

_KEY: Final = (
    "Batches need a production key: a trial key, or one without the permission, cannot use them."
)


class BatchesScreen(JobsScreen["Batch"]):
    """The batches of this key."""

    PLACE = "batches"
    NOUN = "batch"
    NOUNS = "batches"
    EMPTY = (
        "A batch answers a dataset of requests, in the background."
        " It takes a validated dataset of a type that begins with batch-, and makes another of it."
    )
    HOW = "n begins one. It takes a production key."
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = BATCH_COLUMNS
    DATASET = "input_dataset_id"

    BINDING_GROUP_TITLE = "Batches"

    def __init__(self) -> None:
        super().__init__()
        self._refused: dict[str, CohereTuiError] = {}

    def identify(self, row: Batch) -> str:
        """Its id."""
        return row.id

    def request_of(self, row: Batch) -> Request:
        """GET /v2/batches/{id}."""
        return Request("GET", f"{asking.PATH}/{row.id}")

    def pages(self) -> Pages[Batch]:
        """Every batch, newest first."""
        return self.services.batches.list()

    async def fetch(self, row_id: str) -> Batch:
        """One batch."""
        return await self.services.batches.get(row_id)

    def overview(self, row: Batch) -> tuple[FactLine, ...]:
        """Everything that is known of it."""
        return batch_facts(row, time.time())

    def form(self, given: str) -> Form[str]:
        """Asks for a new batch."""
        assert self.house is not None
        form = asking.BatchForm(self.services, given)
        return Form(
            "New batch",
            form.fields,
            check=asking.faults,
            send=self.send,
            verb="Begin",
            request=asking.request,
            base_url=self.house.base_url,
            drafts=self.drafts,
            adapt=form.adapt,
        )

    async def make(self, values: Values) -> str:
        """POST /v2/batches."""
        try:
            return (await self.services.batches.create(asking.asked(values))).id
        except (Forbidden, Unauthorized) as error:
            error.remedy = _KEY
            raise

    async def cancel_one(self, row: Batch) -> None:
        """POST /v2/batches/{id}:cancel."""
        await self.services.batches.cancel(row.id)

    def trouble(self, about: str, error: CohereTuiError | None) -> None:
        """That a key has no batches is no error: it is said calmly."""
        self._refused.pop(about, None)
        if isinstance(error, Forbidden | Unauthorized):
            self._refused[about] = error
            error = None
        super().trouble(about, error)
        said = [f"The server says {one}." for one in self._refused.values()][-1:]
        self.show_banner("\n\n".join([_KEY, *said, "r asks again."]) if said else "")
