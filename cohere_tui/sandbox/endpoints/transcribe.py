"""POST /v2/audio/transcriptions (API.md 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.routing import Route

from cohere_tui.sandbox.answers.recording import told
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

_LANGUAGES = {
    "cohere-transcribe-03-2026": (
        "en", "de", "fr", "it", "es", "pt", "el", "nl", "pl", "vi", "zh", "ar", "ja", "ko",
    ),
    "cohere-transcribe-arabic-07-2026": ("ar", "en"),
}  # fmt: skip
_FIELDS = ("model", "language", "temperature")
_FILE = "file"
_ENDINGS = ("flac", "mp3", "mpeg", "mpga", "ogg", "wav")
_STARTS = (b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS", b"RIFF")
_MOST_BYTES = 25 * 10**6
_HEAD = 64 * 1024
_ORDER = "form fields must appear before the file part in the multipart body"


async def transcribe(request: Request) -> Response:
    """What the file tells about itself; the sandbox does not hear what is said in it."""
    try:
        async with request.form(max_files=1, max_fields=len(_FIELDS)) as form:
            given, file = _parts(form.multi_items())
            language = _language(given)
            head = await file.read(_HEAD)
            _refuse(file, head)
            text = told(file.filename or "a file", file.size or 0, head, language)
    except HTTPException as error:
        raise invalid(f"the form cannot be read: {error.detail}") from error
    return Answer({"text": text})


def _parts(items: list[tuple[str, UploadFile | str]]) -> tuple[dict[str, str], UploadFile]:
    """The text fields, all of which come before the file, and the file."""
    given: dict[str, str] = {}
    file: UploadFile | None = None
    for name, value in items:
        if name not in (*_FIELDS, _FILE):
            raise RefusedError(422, f"unknown field: parameter '{name}' is not a valid field.")
        if isinstance(value, UploadFile) != (name == _FILE):
            raise invalid(
                f"the form part '{name}' must {'' if name == _FILE else 'not '}be a file."
            )
        if isinstance(value, UploadFile):
            file = value
        elif file is None:
            given[name] = value
    for name in ("model", "language"):
        if not given.get(name):
            raise invalid(f"missing required field '{name}': {_ORDER}")
    if file is None:
        raise invalid(f"missing required field '{_FILE}'")
    if items[-1][0] != _FILE:
        raise invalid(f"field '{items[-1][0]}' is too late: {_ORDER}")
    return given, file


def _language(given: Mapping[str, str]) -> str:
    """The language, once all fields are found in order."""
    model = model_named(given["model"]).name
    if model not in _LANGUAGES:
        raise invalid(f"model '{model}' is not supported by the transcriptions API")
    if given["language"] not in _LANGUAGES[model]:
        allowed = ", ".join(_LANGUAGES[model])
        raise invalid(f"language '{given['language']}' is not supported, it must be {allowed}.")
    if not _is_share(given.get("temperature", "0")):
        raise invalid("temperature must be a number between 0 and 1 inclusive.")
    return given["language"]


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _refuse(file: UploadFile, head: bytes) -> None:
    if not head:
        raise invalid("the file is empty.")
    if file.size and file.size > _MOST_BYTES:
        raise invalid(f"the file is larger than {_MOST_BYTES // 10**6} MB.")
    ending = (file.filename or "").rpartition(".")[2].lower()
    if ending not in _ENDINGS and not head.startswith(_STARTS):
        raise invalid(f"the file must be one of {', '.join(_ENDINGS)}.")


ROUTES = (Route("/v2/audio/transcriptions", transcribe, methods=["POST"]),)
