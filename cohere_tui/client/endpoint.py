"""Which server, as whom, how patiently and by which way."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit, urlunsplit

from cohere_tui.client.paths import Query, encode_query
from cohere_tui.client.redaction import bare_url
from cohere_tui.errors import ConfigError

_REMEDY = "Write base_url like https://api.cohere.com"
_SCHEMES = ("https", "http")
_OPENAI_STYLE = "/compatibility"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds."""

    connect_s: float = 10.0
    """For a connection, TLS included."""
    first_byte_s: float = 300.0
    """From the end of the request to the first byte of the answer."""
    between_bytes_s: float = 300.0
    """In silence, once the answer has begun."""


@dataclass(frozen=True, slots=True, repr=False)
class Endpoint:
    """A server and the way to it. Making one never fails; using a bad one raises `ConfigError`."""

    base_url: str
    """`http(s)://host[:port][/path]`; a slash, `/v1` or `/v2` at its end is dropped (GAPS 7.9)."""
    key: str = ""
    """The API key; empty sends no `Authorization` at all, as private deployments want it."""
    client_name: str = "cohere-tui"
    timeouts: Timeouts = field(default_factory=Timeouts)
    proxy: str = ""
    """`http://[user:password@]host:port`; empty follows the environment, except to loopback."""
    ca_bundle: str = ""
    """A PEM file, or a directory of them, trusted beside the usual authorities."""
    read_only: bool = False
    """Refuse whatever creates, changes or deletes, before anything is sent."""

    def __repr__(self) -> str:
        return f"Endpoint({bare_url(self.base_url)!r})"

    @property
    def base(self) -> str:
        """The base URL in its plain form. Raises `ConfigError`."""
        parts = _checked(self.base_url.strip())
        return urlunsplit((parts.scheme, parts.netloc, _without_version(parts.path), "", ""))

    @property
    def host(self) -> str:
        """The server's name, with its port where the URL names one. Raises `ConfigError`."""
        return _checked(self.base_url.strip()).netloc

    @property
    def loopback(self) -> bool:
        """Whether the server is on this machine. Raises `ConfigError`."""
        return is_loopback(_checked(self.base_url.strip()).hostname or "")

    @property
    def encrypted(self) -> bool:
        """Whether the server is spoken to over TLS. Raises `ConfigError`."""
        return _checked(self.base_url.strip()).scheme == "https"

    def url(self, path: str, query: Query | None = None) -> str:
        """The whole URL of a path that begins with a slash. Raises `ConfigError`."""
        asked = encode_query(query) if query else ""
        return f"{self.base}{path}?{asked}" if asked else f"{self.base}{path}"


def is_loopback(host: str) -> bool:
    """Whether a host name or address (without brackets) stays on this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_header(name: str, value: str) -> None:
    """Raise `ConfigError` unless `value` can be sent in a header. The value is never quoted."""
    for place, char in enumerate(value, start=1):
        if not " " <= char <= "~":
            kind = "a line break" if char in "\r\n" else "a character that is not plain ASCII"
            raise ConfigError(
                f"{name} holds {kind} (character {place} of {len(value)}); nothing was sent",
                remedy="Copy it again, without quotes, spaces or line ends.",
            )


def _checked(text: str) -> SplitResult:
    if not text:
        raise ConfigError("base_url is empty", remedy=_REMEDY)
    if any(char.isspace() or not char.isprintable() for char in text):
        raise ConfigError("base_url holds white space or a control character", remedy=_REMEDY)
    parts = _split(text)
    shown = bare_url(text)
    if parts.scheme not in _SCHEMES or "://" not in text:
        # Without a scheme "localhost:8080" reads as the scheme "localhost".
        raise ConfigError(f"base_url {shown} does not begin with https://", remedy=_REMEDY)
    if not parts.hostname:
        raise ConfigError(f"base_url {shown} names no host", remedy=_REMEDY)
    if "@" in parts.netloc:
        raise ConfigError(
            "base_url holds a user name or password", remedy="Give the key as CO_API_KEY instead."
        )
    if parts.query or parts.fragment:
        raise ConfigError(f"base_url {shown} holds a ? or #", remedy=_REMEDY)
    return parts


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise ConfigError("base_url has no valid host and port", remedy=_REMEDY) from error
    return parts


def _without_version(path: str) -> str:
    path = path.rstrip("/")
    for version in ("/v1", "/v2"):
        if path.endswith(version):
            # The OpenAI-style address is what many people have at hand; the API is beside it.
            return path.removesuffix(version).removesuffix(_OPENAI_STYLE).rstrip("/")
    return path
