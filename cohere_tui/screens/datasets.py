"""Datasets: uploaded, watched, looked into, downloaded, used, deleted (API.md 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound, NotOffered
from cohere_tui.models.datasets import QUOTA_BYTES
from cohere_tui.plain import one_line
from cohere_tui.screens.dataset_uploads import DatasetUploads
from cohere_tui.screens.downloading import download
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.screens.resource.resource import NEW
from cohere_tui.state.dataset_uses import ONE, fits, warning
from cohere_tui.state.datasets import COLUMNS, status_of, usage_words
from cohere_tui.state.facts import Link
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.datasets import Dataset, Usage
    from cohere_tui.screens.house import House
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.columns import Column, Tone

_WHAT: Final = (
    "A dataset is a file on the platform: texts for embed jobs, requests for batches,"
    " examples for fine-tunes. It is kept for 30 days."
)
_FOR_GOOD: Final = "Its rows are gone for good; a job that still reads it fails."
_DOWNLOAD: Final = "download"


class DatasetsScreen(DatasetUploads):
    """The files on the platform, and how much room they take."""

    PLACE = "datasets"
    NOUN = "dataset"
    NOUNS = "datasets"
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = COLUMNS
    GROUPS: ClassVar[tuple[str, ...]] = (*DatasetUploads.GROUPS, "usage")

    BINDING_GROUP_TITLE = "Datasets"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "upload", "Upload", id="datasets.upload"),
        Binding("U", "uploads", "Uploads", id="datasets.uploads"),
        Binding("u", "use", "Use it", id="datasets.use"),
        Binding("d", "download", "Download", id="datasets.download"),
    ]

    _usage: Usage | None = None

    # --- the list

    def identify(self, row: Dataset) -> str:
        """Its id, a slug."""
        return row.id

    def name_of(self, row: Dataset) -> str:
        """Its name."""
        return row.name or row.id

    def pages(self) -> Pages[Dataset]:
        """All datasets, newest first."""
        return self.services.datasets.list()

    async def fetch(self, row_id: str) -> Dataset:
        """One dataset."""
        return await self.services.datasets.get(row_id)

    def in_progress(self, row: Dataset) -> bool:
        """Whether it is still to be validated."""
        return not row.over

    def outcome(self, row: Dataset) -> tuple[str, Tone]:
        """What came of its validation."""
        status = status_of(row)
        return status.text, status.tone

    def empty_text(self) -> str:
        """What the place is for, and the key that begins."""
        if not super().empty_text():
            return ""
        return _WHAT if self.read_only else f"{_WHAT}\n\nn uploads one."

    EMPTY = _WHAT

    # --- the room that all of them take

    def title_text(self) -> str:
        """How many there are, and how much of the quota they take."""
        signs = signs_of(self.app)
        room = ""
        if self._usage is not None:
            used, marks = self._usage.organization_usage, (signs.full, signs.hollow, signs.warning)
            room = usage_words(used, QUOTA_BYTES, marks)
        words = (super().title_text(), room)
        return f" {signs.dot} ".join(word for word in words if word)

    def furnish(self, house: House) -> None:
        """Ask for the list, and for the room beside it."""
        super().furnish(house)
        self._ask_usage()

    def action_reload(self) -> None:
        """Ask for everything again."""
        super().action_reload()
        if self.house is not None:
            self._ask_usage()

    def changed_elsewhere(self) -> None:
        """A dataset came."""
        super().changed_elsewhere()
        self._ask_usage()

    @work(exclusive=True, group="usage")
    async def _ask_usage(self) -> None:
        """How much of the quota is used; a server that does not count is not asked about it."""
        try:
            self._usage = await self.services.datasets.usage()
        except (NotFound, NotOffered):
            self._usage = None
        except CohereTuiError as error:
            self.trouble("usage", error)
            return
        self.trouble("usage", None)
        self.show_state()

    # --- what is done with one

    def deletion(self) -> Deed[Dataset]:
        """For good; what is known to read one of them is named."""
        known = [
            warning(self.name_of(row), self.uses[row.id])
            for row in self.chosen
            if row.id in self.uses
        ]
        return Deed(
            "Delete",
            "deleted",
            lambda row: self.services.datasets.delete(row.id),
            " ".join(word for word in (*known, _FOR_GOOD) if word),
            removes=True,
        )

    async def do(self, deed: Deed[Dataset], rows: Sequence[Dataset]) -> None:
        """Do it; afterwards there may be more room."""
        await super().do(deed, rows)
        if self.house is not None:
            self._ask_usage()

    @work(exclusive=True, group="use")
    async def action_use(self) -> None:
        """Make something of it, of what fits its type."""
        row = self.pointed
        if row is None:
            return
        place = fits(row)
        choices = [Choice(_DOWNLOAD, "Download its rows")]
        if place and not self.read_only:
            title = f"New {ONE[place]} with it"
            choices.insert(0, Choice(place, title, "" if row.usable else status_of(row).text))
        title = f"Use {one_line(self.name_of(row), 50)}"
        chosen = await self.app.push_screen_wait(Picker(title, choices))
        if chosen == _DOWNLOAD:
            await self._download(row)
        elif chosen is not None and not row.usable:
            text = f"{self.name_of(row)} is {status_of(row).text}: only a validated one can be used"
            self.app.notify(text, severity="warning")
        elif chosen is not None:
            self.go_to(Link(chosen, row.id, what=NEW))

    @work(exclusive=True, group="download")
    async def action_download(self) -> None:
        """Write its rows into a file."""
        if self.pointed is not None and self.house is not None:
            await self._download(self.pointed)

    async def _download(self, row: Dataset) -> None:
        await download(self.app, self.services.datasets, row.id, self.name_of(row))
