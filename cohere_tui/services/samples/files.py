"""The sample files on the disk, where they are made when they are wanted."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.atomic import write_private
from cohere_tui.config.paths import cache_dir
from cohere_tui.errors import FileUnusable
from cohere_tui.services.files.opening import reason, told
from cohere_tui.services.samples.page import sample_page
from cohere_tui.services.samples.recording import sample_recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that the app can make."""

    name: str
    make: Callable[[], bytes]

    @property
    def path(self) -> Path:
        """Where it is, or will be."""
        return cache_dir(os.environ) / self.name

    async def provide(self, path: Path) -> None:
        """Make it, when `path` is its own and nothing is there. Raises `FileUnusable`."""
        if path == self.path:
            await asyncio.to_thread(self._provide)

    def _provide(self) -> None:
        try:
            if not self.path.exists():
                write_private(self.path, self.make())
        except OSError as error:
            what = f"The sample {told(self.path)} cannot be written: {reason(error)}"
            raise FileUnusable(what, remedy="Choose a file of your own.") from error


PAGE: Final = Sample("sample-page.png", sample_page)
"""A page, for Parse."""
RECORDING: Final = Sample("sample-recording.wav", sample_recording)
"""A recording without speech, for Transcribe."""
