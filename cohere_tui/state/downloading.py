"""A download on its way: parts are received, then written as one file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cohere_tui.state.pace import NOTHING_YET, Pace


class DownloadStage(Enum):
    """What is done at the moment; the values are words for a person."""

    RECEIVING = "receiving"
    WRITING = "writing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Download:
    """How far a download is."""

    stage: DownloadStage = DownloadStage.RECEIVING
    pace: Pace = NOTHING_YET
    """Bytes of this stage, over all parts."""
    part: int = 0
    """Which one is at hand, from 1."""
    parts: int = 0
    rows: int = 0
    """Written so far."""
