"""Links that grant access: shown as far as they say where they lead, and no further."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

UNSHOWN: Final = "…"


def host_of(link: str) -> str:
    """Scheme and host of a link, for it says where data comes from; the rest grants access."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return UNSHOWN
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/{UNSHOWN}" if parts.scheme and host else UNSHOWN
