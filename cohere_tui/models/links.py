"""Addresses of the web that come from a person or a server, and what may be done with them."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_SCHEMES: Final = frozenset({"http", "https"})


def is_web_link(text: str) -> bool:
    """Whether a browser could be sent there: http or https, a host, nothing that cannot be seen."""
    return _parts(text) is not None


def is_search_link(text: str) -> bool:
    """Whether it looks like what a connector is asked at: its path ends in `/search` (API.md 17).

    A server may take another: it is for telling a person, not for refusing.
    """
    parts = _parts(text)
    return parts is not None and parts.path.endswith("/search")


def _parts(text: str) -> SplitResult | None:
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in _SCHEMES and parts.hostname and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        return None
    return parts if usable else None


def _wrong(what: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{what}", {"what": what})


def _link(text: str) -> str:
    parts = _parts(text)
    if parts is None:
        raise _wrong("wants an address that begins with http:// or https://")
    if "@" in parts.netloc:
        # It would be shown wherever the thing is: a secret has fields of its own.
        raise _wrong("wants an address without a user name and a password in it")
    return text


Link = Annotated[str, AfterValidator(_link)]
"""An http(s) address that holds no secret."""
