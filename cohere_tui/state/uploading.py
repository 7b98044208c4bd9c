"""An upload on its way: checked, sent, validated by the platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cohere_tui.state.pace import NOTHING_YET, Pace

if TYPE_CHECKING:
    from cohere_tui.errors import RequestError
    from cohere_tui.models.datasets import Dataset
    from cohere_tui.state.checked import CheckedFile


class UploadStage(Enum):
    """What is done at the moment; the values are words for a person."""

    CHECKING = "checking"
    SENDING = "sending"
    VALIDATING = "validating"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Upload:
    """How far an upload is."""

    stage: UploadStage = UploadStage.CHECKING
    pace: Pace = NOTHING_YET
    """Bytes of this stage; validation has none."""
    checked: tuple[CheckedFile, ...] = ()
    """The data, then the evaluation data, once they are checked."""
    dataset_id: str = ""
    """Once it is there: from then on it stays there, whatever becomes of the upload."""
    dataset: Dataset | None = None
    """As last seen, once it is validated."""
    next_s: float | None = None
    """While validating: seconds until the next look."""
    trouble: RequestError | None = None
    """Why the last look failed; it is tried again."""
