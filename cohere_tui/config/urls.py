"""Addresses of servers and proxies: what is one, and what was probably meant."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

HOSTED = "https://api.cohere.com"
"""The hosted API (API.md 1.1)."""

NOWHERE = "https://base-url.invalid"
"""Stands for a base URL that cannot be read. The name is reserved never to exist, so that no key
goes to a server its owner did not name."""

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/+|^:?/+|^https?:", re.IGNORECASE)
_HOST = re.compile(r"[^\s/\\<>\"'`{}|^]+")


def read_base_url(text: str) -> str:
    """`text` as a base URL without a slash at its end. ValueError says what it must be."""
    return _read(text.strip(), ("https", "http"), secrets=False).rstrip("/")


def read_proxy(text: str) -> str:
    """`text` as a proxy's address, with a password or without. ValueError says what it must be."""
    return _read(text.strip(), ("http", "https"), secrets=True)


def rescue_base_url(text: object) -> str:
    """The address that was meant by an unreadable base URL, or `NOWHERE`."""
    if not isinstance(text, str):
        return NOWHERE
    meant = _meant(text.strip(), "https")
    try:
        return read_base_url(meant)
    except ValueError:
        return NOWHERE


def host_of(url: str) -> str:
    """Host and port of a URL, nothing secret."""
    return urlsplit(url).netloc.rpartition("@")[2]


def is_loopback(url: str) -> bool:
    """Whether the URL stays on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(text: str, schemes: tuple[str, ...], *, secrets: bool) -> str:
    allowed = " or ".join(f"{scheme}://" for scheme in schemes)
    if any(char.isspace() or not char.isprintable() for char in text):
        raise ValueError("a URL without white space or control characters")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("a URL with a valid host and port") from None
    if "://" not in text or parts.scheme not in schemes:
        hint = "" if "@" in text else f"; did you mean {_meant(text, schemes[0])}?"
        raise ValueError(f"a URL that begins with {allowed}{hint}")
    if not host or not _HOST.fullmatch(host):
        raise ValueError(f"a URL that names a host after {allowed}")
    if not secrets and (parts.username is not None or parts.password is not None):
        raise ValueError("a URL without user name and password; the key goes elsewhere")
    if parts.query or parts.fragment:
        raise ValueError("a URL without ? and #")
    return text


def _meant(text: str, scheme: str) -> str:
    """`text` with the scheme it lacks: plain http where it stays on this machine."""
    rest = _SCHEME.sub("", text)
    try:
        local = is_loopback(f"http://{rest}")
    except ValueError:
        local = False
    return f"{'http' if local else scheme}://{rest}"
