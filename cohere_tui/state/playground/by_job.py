"""Embedding by a job of the platform: how far it is, and what of it is on the server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Link, Note
from cohere_tui.state.naming import count
from cohere_tui.state.pace import NOTHING_YET, Pace

if TYPE_CHECKING:
    from cohere_tui.errors import RequestError
    from cohere_tui.state.facts import FactLine


class JobStage(Enum):
    """What is done at the moment; the values are words for a person."""

    WRITING = "1 of 5: writing the texts into a file"
    UPLOADING = "2 of 5: uploading the texts"
    VALIDATING = "3 of 5: the platform looks at the texts"
    EMBEDDING = "4 of 5: the job embeds them"
    DOWNLOADING = "5 of 5: downloading the vectors"


@dataclass(frozen=True, slots=True)
class ByJob:
    """How far it is."""

    stage: JobStage = JobStage.WRITING
    pace: Pace = NOTHING_YET
    """Bytes of this stage, where it has some."""
    next_s: float | None = None
    """Seconds until the next look, where something is watched."""
    trouble: RequestError | None = None
    """Why the last look failed; it is tried again."""
    dataset_id: str = ""
    """The texts on the server; empty while they are not there."""
    job_id: str = ""
    job_over: bool = False
    output_id: str = ""
    """The vectors on the server, as a dataset."""

    @property
    def words(self) -> str:
        """What is done, for a person."""
        if self.next_s is None:
            return self.stage.value
        failed = "the last look failed, " if self.trouble is not None else ""
        return f"{self.stage.value}: {failed}next look in {self.next_s:.0f} s"

    @property
    def runs(self) -> bool:
        """Whether a job goes on on the server, whatever we do."""
        return bool(self.job_id) and not self.job_over

    @property
    def left(self) -> tuple[FactLine, ...]:
        """What is on the server by now; nothing where nothing is."""
        found = [
            Fact(label, name, link=Link(place, name))
            for label, name, place in (
                ("texts", self.dataset_id, "datasets"),
                ("embed job", self.job_id, "embed-jobs"),
                ("vectors", self.output_id, "datasets"),
            )
            if name
        ]
        if not found:
            return ()
        kept = Note("Datasets are kept for 30 days, unless they are deleted before.")
        goes_on = Note(
            "The job goes on, and is billed: K under Embed jobs cancels it.", Tone.WARNING
        )
        return (*found, *([goes_on] if self.runs else []), kept)

    @property
    def told(self) -> str:
        """The same in one sentence; empty where nothing is."""
        names = [
            f"{what} ({name})"
            for what, name in (
                ("the texts", self.dataset_id),
                ("the running job" if self.runs else "the job", self.job_id),
                ("the vectors", self.output_id),
            )
            if name
        ]
        return f"On the server: {', '.join(names)}." if names else ""


@dataclass(frozen=True, slots=True)
class JobDone:
    """What came of it."""

    rows: int
    path: str
    """The file they are in."""
    state: ByJob

    def remark(self, shown: int) -> str:
        """What to know of an answer that shows the first vectors only."""
        some = f"the first {shown:,} of " if shown < self.rows else ""
        return f"{some}{count(self.rows, 'vector')}, all in {self.path}"
