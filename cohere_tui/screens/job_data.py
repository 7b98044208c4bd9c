"""The datasets of a job: what is known of them, going to the output, downloading it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.plain import one_line
from cohere_tui.screens.downloading import download
from cohere_tui.screens.resource.looking import RELATED
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.state.facts import Link
from cohere_tui.state.job_facts import dataset_words, related_to
from cohere_tui.state.jobs import Job, state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.facts import FactLine

Row = TypeVar("Row", bound=Job)


class JobData(ResourceScreen[Row]):
    """Jobs make one dataset of another: both are one key away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "use", "Go to the output", id="jobs.use", show=False),
        Binding("d", "download", "Download the output", id="jobs.download", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._about: dict[str, str] = {}

    def name_of(self, row: Row) -> str:
        """Its name, or its id."""
        return row.name or self.identify(row)

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
