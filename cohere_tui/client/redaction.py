"""What must never be seen, taken out of whatever is kept or shown (DESIGN 4, GAPS 7.8)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

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
_QUERY = re.compile(r"([?#])[^\s\"'<>]+")
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

    __slots__ = ("_secrets",)

    def __init__(self, key: str) -> None:
        self._secrets: tuple[str, ...] = ()
        self._hide(key)

    def __repr__(self) -> str:
        return "Redactor()"

    def text(self, text: str) -> str:
        """A message, without the key."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

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
        for secret in self._secrets:
            body = body.replace(secret.encode("utf-8", "replace"), HIDDEN.encode())
        return body

    def body(self, body: bytes, limit: int) -> str:
        """At most the first `limit` bytes of a body as text, without secrets."""
        # Before the cut: half a key would not be recognised.
        text = self.raw(body)[:limit].decode("utf-8", "replace")
        small = text.lower()
        # Most bodies hold none, and looking for the words first is far cheaper.
        if any(f'{word}"' in small for word in _FIELD_WORDS):
            text = _FIELD.sub(rf"\1{HIDDEN}", text)
        return _SIGNED.sub(rf"\1{HIDDEN}", text)

    def knowing(self, body: bytes) -> Redactor:
        """One that hides what the secret fields of a JSON body hold, wherever else it turns up."""
        text = body.decode("utf-8", "replace")
        written = [field[0].removeprefix(field[1]) for field in _FIELD.finditer(text)]
        if not written:
            return self
        return self.hiding(*written, *(json.loads(f'"{value}"') for value in written))

    def hiding(self, *secrets: str) -> Redactor:
        """One that hides these, too."""
        other = Redactor("")
        other._hide(*self._secrets, *secrets)
        return other

    def hide_query(self, link: str) -> None:
        """From now on, what is in the query of `link` is secret too."""
        values = (pair.partition("=")[2] for pair in link.partition("?")[2].split("&"))
        self._hide(*(form for value in values for form in (value, unquote(value))))

    def _hide(self, *secrets: str) -> None:
        long = {secret for secret in secrets if len(secret) >= _SHORTEST_KEY}
        self._secrets = tuple(sorted(long.union(self._secrets), key=len, reverse=True))


class LinkRedactor(Redactor):
    """For signed links: whatever follows their path grants access, whatever its name."""

    __slots__ = ()

    def __init__(self, key: str, link: str) -> None:
        super().__init__(key)
        self.hide_query(link)

    def text(self, text: str) -> str:
        """A message, without the key, and without the query of any URL."""
        return _QUERY.sub(rf"\1{HIDDEN}", super().text(text))
