"""The way to a server: TLS, proxy and the pool of open connections."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from cohere_tui.client.endpoint import Endpoint, check_header, is_loopback
from cohere_tui.client.redaction import bare_url
from cohere_tui.errors import ConfigError
from cohere_tui.version import VERSION

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30.0)
_SOCKET_OPTIONS = ((socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),)
_AGENT = f"cohere-tui/{VERSION}"
_BUNDLE_REMEDY = "Point ca_bundle at a PEM file with your company's certificate."
_PROXY_REMEDY = "Write it like http://proxy.example:3128"


def open_http(endpoint: Endpoint) -> httpx.AsyncClient:
    """A pool of connections to `endpoint`. Sends nothing; TLS authorities take ~50 ms to read.

    Raises `ConfigError` when the key, base URL, proxy or CA bundle cannot be used.
    """
    check_header("the API key", endpoint.key)
    check_header("the client name", endpoint.client_name)
    base = endpoint.base
    _check_url(base)
    return _opened(endpoint, way_to(endpoint, base), _headers(endpoint))


def open_anonymous(endpoint: Endpoint, way: Way) -> httpx.AsyncClient:
    """Connections for servers on that way that must not know who asks, with the TLS of `endpoint`.

    Sends nothing; raises `ConfigError` when the proxy or CA bundle cannot be used.
    """
    # Unpacked, so that the length that is announced is that of the file.
    headers = httpx.Headers({"User-Agent": _AGENT, "Accept-Encoding": "identity"})
    return _opened(endpoint, way, headers)


class Way(NamedTuple):
    """How a server is reached."""

    proxy: str
    """With its password; empty without one."""
    encrypted: bool


def way_to(endpoint: Endpoint, url: str) -> Way:
    """The way to `url` with the settings of `endpoint`.

    The profile's own proxy counts first, then the environment's; loopback is never sent through
    the latter.
    """
    return Way(_proxy_to(endpoint, url), urlsplit(url).scheme == "https")


def _opened(endpoint: Endpoint, way: Way, headers: httpx.Headers) -> httpx.AsyncClient:
    tls = _tls(endpoint, way)
    transport = httpx.AsyncHTTPTransport(
        verify=tls,
        proxy=_proxy(endpoint, way.proxy, tls) if way.proxy else None,
        limits=_LIMITS,
        socket_options=_SOCKET_OPTIONS,
    )
    return httpx.AsyncClient(
        transport=transport, headers=headers, follow_redirects=False, trust_env=False
    )


def _proxy_to(endpoint: Endpoint, url: str) -> str:
    if endpoint.proxy:
        return endpoint.proxy if "://" in endpoint.proxy else f"http://{endpoint.proxy}"
    parts = urlsplit(url)
    if is_loopback(parts.hostname or "") or proxy_bypass(parts.netloc):
        return ""
    known = getproxies()
    found = known.get(parts.scheme) or known.get("all") or ""
    return found if "://" in found or not found else f"http://{found}"


def _check_url(base: str) -> None:
    try:
        httpx.URL(base)
    except httpx.InvalidURL as error:
        raise ConfigError(f"base_url {bare_url(base)} is not a URL: {error}") from error


def _headers(endpoint: Endpoint) -> httpx.Headers:
    # No local variable holds the key, as a traceback may show locals; `httpx.Headers` hides it
    # itself. Without a key there is no header: "Bearer " alone is not legal.
    headers = httpx.Headers({"User-Agent": _AGENT, "X-Client-Name": endpoint.client_name})
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return headers


def _tls(endpoint: Endpoint, way: Way) -> ssl.SSLContext:
    if not way.encrypted and not way.proxy.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, costs nothing
    return _authorities(endpoint)


def _authorities(endpoint: Endpoint) -> ssl.SSLContext:
    """Mozilla's list, the system's (with SSL_CERT_FILE and SSL_CERT_DIR), and the profile's own."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if endpoint.ca_bundle:
        _trust(context, Path(endpoint.ca_bundle).expanduser())
    return context


def _trust(context: ssl.SSLContext, bundle: Path) -> None:
    try:
        if bundle.is_dir():
            context.load_verify_locations(capath=bundle)
        else:
            context.load_verify_locations(cafile=bundle)
    except OSError as error:
        unreadable = isinstance(error, ssl.SSLError)
        reason = "holds no PEM certificate" if unreadable else error.strerror or str(error)
        raise ConfigError(f"ca_bundle {bundle}: {reason}", remedy=_BUNDLE_REMEDY) from error


def _proxy(endpoint: Endpoint, url: str, tls: ssl.SSLContext) -> httpx.Proxy:
    shown = bare_url(url)
    whence = "proxy" if endpoint.proxy else "the proxy of the environment,"
    try:
        proxy = httpx.Proxy(url, ssl_context=tls if url.startswith("https:") else None)
    except (ValueError, httpx.InvalidURL) as error:
        raise ConfigError(f"{whence} {shown} cannot be used", remedy=_PROXY_REMEDY) from error
    if proxy.url.scheme not in ("http", "https") or not proxy.url.host:
        raise ConfigError(f"{whence} {shown} is not an HTTP proxy", remedy=_PROXY_REMEDY)
    return proxy
