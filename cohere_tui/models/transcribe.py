"""POST /v2/audio/transcriptions: speech becomes text (API.md 11)."""

from __future__ import annotations

import re
from typing import Final, Self

from pydantic import model_validator

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.bounds import Share
from cohere_tui.models.messages import Filled
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Sent, Wire, Word

MOST_BYTES: Final = 25_000_000
"""How large a file may be."""

LANGUAGES: Final = {
    "cohere-transcribe-03-2026": (
        "en", "de", "fr", "it", "es", "pt", "el", "nl", "pl", "vi", "zh", "ar", "ja", "ko",
    ),
    "cohere-transcribe-arabic-07-2026": ("ar", "en"),
}  # fmt: skip
"""What each model understands, in ISO 639-1; a model that is not named decides for itself."""

MEDIA_TYPES: Final = {
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "mpeg": "audio/mpeg",
    "mpga": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
}
"""The files that are taken, by the endings of their names."""


class TranscribeRequest(Sent):
    """How to transcribe; the file is sent beside it."""

    model: Filled
    language: Filled
    """ISO 639-1: en, de, …"""
    temperature: Share = None

    @model_validator(mode="after")
    def _understood(self) -> Self:
        allowed = LANGUAGES.get(self.model)
        if allowed is None and re.fullmatch("[a-z]{2}", self.language):
            return self
        if self.language not in (allowed or ()):
            words = ", ".join(allowed) if allowed else "two letters, such as en"
            raise broken("language", f"found {self.language!r}; allowed: {words}")
        return self

    def fields(self) -> tuple[tuple[str, str], ...]:
        """As the text fields of a form, in the order of the API's description."""
        return tuple((name, str(value)) for name, value in self.to_wire().items())


def audio_type(name: str, size: int) -> str:
    """The media type of a file of that name and size in bytes.

    Raises `RequestInvalid` for a file that the API does not take.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in MEDIA_TYPES:
        found = f".{ending}" if ending else "no ending"
        what = f"file: found {found}; allowed: {', '.join(MEDIA_TYPES)}"
        raise RequestInvalid(what, field="file")
    if not 0 < size <= MOST_BYTES:
        found = f"{size:,} bytes" if size else "an empty file"
        raise RequestInvalid(f"file: found {found}; allowed: up to 25 MB", field="file")
    return MEDIA_TYPES[ending]


class Transcript(Wire):
    """What was said; without times and speakers."""

    text: Word = ""
    warning: Word = ""
    """The server's remark."""
