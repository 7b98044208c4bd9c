"""Speech as text (API.md 11)."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from cohere_tui.client.uploading import Form, FormFile
from cohere_tui.models.transcribe import Transcript, audio_type
from cohere_tui.services.files.opening import reading
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cohere_tui.client.client import Client
    from cohere_tui.client.uploading import Sent
    from cohere_tui.models.transcribe import TranscribeRequest


class TranscribeService:
    """Has recordings written down."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def transcribe(
        self,
        request: TranscribeRequest,
        path: Path,
        *,
        show: Callable[[Sent], None] = lambda _: None,
    ) -> Transcript:
        """`POST /v2/audio/transcriptions` with the file at `path`; `show` is told the bytes sent.

        Raises `FileUnusable` when the file cannot be read, `RequestInvalid` when it is not one the
        API takes, and a `RequestError` when the server cannot do it.
        """
        file = await asyncio.to_thread(_part, path)
        form = Form(request.fields(), (file,))
        answer = await self._client.upload(
            "/v2/audio/transcriptions", None, form, show=show, creates=False
        )
        return read(Transcript, answer)


def _part(path: Path) -> FormFile:
    """The file as a part of the form; it has been looked at, but is read while it is sent."""
    with reading(path) as file:
        size = os.fstat(file.fileno()).st_size
    return FormFile("file", path, path.name, audio_type(path.name, size))
