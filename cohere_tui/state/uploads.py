"""Uploads that go on while the person does something else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cohere_tui.plain import one_line
from cohere_tui.state.naming import duration
from cohere_tui.state.uploading import Upload, UploadStage

if TYPE_CHECKING:
    from cohere_tui.errors import CohereTuiError

_LOSABLE = (UploadStage.CHECKING, UploadStage.SENDING)
_NOT_BEGUN = Upload()


@dataclass(frozen=True, slots=True)
class Sending:
    """One upload: how far it is, and why it ended, if it did not end well."""

    name: str
    """Of the dataset."""
    state: Upload = _NOT_BEGUN
    error: CohereTuiError | None = None

    def at(self, state: Upload) -> Sending:
        """A step further."""
        return replace(self, state=state)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.error is not None or self.state.stage is UploadStage.DONE

    @property
    def can_be_lost(self) -> bool:
        """Whether it would all be for nothing if the app ended now."""
        return not self.over and self.state.stage in _LOSABLE

    @property
    def short(self) -> str:
        """In a few words: `harbours 43%, 12 s left`."""
        name = one_line(self.name, 30)
        if self.error is not None:
            return f"{name} failed"
        share = self.state.pace.share
        if self.state.stage is not UploadStage.SENDING or share is None:
            return f"{name} {self.state.stage.value}"
        left = self.state.pace.seconds_left
        behind = f", {duration(left)} left" if left else ""
        return f"{name} {int(share * 100)}%{behind}"

    @property
    def loss(self) -> str:
        """What is lost by ending it now, as a sentence; empty when nothing is."""
        if not self.can_be_lost:
            return ""
        return f"The upload of {one_line(self.name, 49)} is not done: what was sent is lost."


def told(uploads: tuple[Sending, ...], up: str) -> str:
    """All uploads in a few words: `↑ harbours 43%`, `↑ 3 uploads, harbours 43%`."""
    if not uploads:
        return ""
    first = next((one for one in uploads if not one.over), uploads[0])
    many = f"{len(uploads)} uploads, " if len(uploads) > 1 else ""
    return f"{up} {many}{first.short}"
