"""What must never be seen, taken out of whatever is kept or shown (DESIGN 4, GAPS 7.8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "•••"
"""Stands where a secret stood."""

_SHORTEST_KEY = 8
"""Anything shorter is no secret but a word, and would tear holes into texts."""

_FIELD_WORDS = ("apikey", "api_key", "secret", "password", "authorization", "token", "bearer")
_QUERY_WORDS = (*_FIELD_WORDS, "signature", "credential", "sig", "key")
_NAME = re.compile(r"authorization|cookie|api-?key|token$|secret|password", re.IGNORECASE)
_PREFIX = r"(?![\w-]*page_token)[\w-]*"
_FIELD = re.compile(
    rf'("{_PREFIX}(?:{"|".join(_FIELD_WORDS)})"\s*:\s*")(?:[^"\\]|\\.)+', re.IGNORECASE
)
_SIGNED = re.compile(rf"([?&]{_PREFIX}(?:{'|'.join(_QUERY_WORDS)})=)[^&\s\"'\\#]+", re.IGNORECASE)
_USER = re.compile(r"^([a-z]+://)?[^?#]*@", re.IGNORECASE)


def bare_url(url: str) -> str:
    """`url` without user info and without the values of query parameters that grant access."""
    return _SIGNED.sub(rf"\1{HIDDEN}", _USER.sub(r"\1", url))


def origin_of(url: str) -> str:
    """Scheme, host and port: what a key may be sent to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class Redactor:
    """Takes one key, and everything that looks like a secret, out of texts and headers."""

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        self._key = key if len(key) >= _SHORTEST_KEY else ""

    def __repr__(self) -> str:
        return "Redactor()"

    def text(self, text: str) -> str:
        """A message, without the key."""
        return text.replace(self._key, HIDDEN) if self._key else text

    def url(self, url: str) -> str:
        """A URL that grants nothing."""
        return self.text(bare_url(url))

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers, the values of the secret ones hidden."""
        return tuple(
            (name, HIDDEN if _NAME.search(name) else self.url(value)) for name, value in headers
        )

    def raw(self, body: bytes) -> bytes:
        """A body, without the key."""
        return body.replace(self._key.encode(), HIDDEN.encode()) if self._key else body

    def body(self, body: bytes, limit: int) -> str:
        """At most the first `limit` bytes of a body as text, without secrets."""
        # Before the cut: half a key would not be recognised.
        text = self.raw(body)[:limit].decode("utf-8", "replace")
        small = text.lower()
        # Most bodies hold none, and looking for the words first is far cheaper.
        if any(f'{word}"' in small for word in _FIELD_WORDS):
            text = _FIELD.sub(rf"\1{HIDDEN}", text)
        return _SIGNED.sub(rf"\1{HIDDEN}", text)
