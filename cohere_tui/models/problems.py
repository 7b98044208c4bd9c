"""The body of an error, in all the shapes that servers and proxies send (API.md 2.1)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import responses
from typing import Any, Final

_MOST: Final = 16_384
"""Bytes of a body that is not JSON that are looked at."""
_LONGEST: Final = 2_000
"""Characters of a message that are kept."""

# Searched from tag to tag and without backtracking over others, so that no page takes long.
_TELLING: Final = [
    (re.compile(rf"<{tag}\b[^<>]*>", re.IGNORECASE), re.compile(rf"</{tag}\b", re.IGNORECASE))
    for tag in ("message", "h1", "title")
]
_TAG: Final = re.compile(r"<[^<>]*>")
_CODE: Final = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a server says went wrong; each is "" when it does not say."""

    message: str = ""
    id: str = ""
    """For the server's support."""
    error_type: str = ""
    """A machine code, such as TOO_MANY_TOKENS."""


def read_problem(body: bytes, content_type: str = "", status: int = 0) -> Problem:
    """The problem in the body of an error. Never raises.

    What begins with the `status`, as the pages of proxies do, is told without it. In JSON a number
    may be any, such as that of tokens: there it is the status only where nothing but a sign or the
    status's own words come after it.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        line = _first_line(body, content_type)
        return Problem(message=_shortened(_without_status(line, status)))
    if isinstance(value, Mapping):
        return Problem(
            message=_shortened(_without_own_status(_message(value), status)),
            id=_word(value.get("id")),
            error_type=_word(value.get("error_type")),
        )
    said = _word(value) if isinstance(value, str) else ""
    return Problem(message=_shortened(_without_own_status(said, status)))


def _message(value: Mapping[str, Any]) -> str:
    """Cohere's `message`; gateways also use `error` and `detail`."""
    for name in ("message", "error", "detail"):
        said = value.get(name)
        if isinstance(said, Mapping):
            said = said.get("message") or said
        if said:
            return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return ""


def _word(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _shortened(text: str) -> str:
    text = _word(text.strip())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _first_line(body: bytes, content_type: str) -> str:
    text = body[:_MOST].decode("utf-8", "replace").strip()
    if "html" in content_type.lower() or "xml" in content_type.lower() or text.startswith("<"):
        text = _of_page(text)
    return text.strip().partition("\n")[0]


def _without_status(line: str, status: int) -> str:
    return re.sub(rf"{_naming(status)}(?!\.\d)[\s:–—-]*", "", line, count=1) if status else line


def _without_own_status(said: str, status: int) -> str:
    ends = rf"(?:\s*:|\s+[–—-]\s|\s*$|(?=\s+{re.escape(responses.get(status) or ':')}\W*$))\s*"
    return re.sub(f"{_naming(status)}{ends}", "", said, count=1) if status else said


def _naming(status: int) -> str:
    return rf"(?i)\A(?:http(?:/[\d.]+)? )?(?:error )?{status}\b"


def _of_page(page: str) -> str:
    """The words of an HTML or XML page that tell most."""
    for opening, closing in _TELLING:
        start = opening.search(page)
        end = closing.search(page, start.end()) if start else None
        words = _words(page[start.end() : end.start()]) if start and end else ""
        if words:
            return words
    return _words(_CODE.sub(" ", page))


def _words(markup: str) -> str:
    return html.unescape(" ".join(_TAG.sub(" ", markup).split()))
