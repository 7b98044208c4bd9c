"""JSON that is almost right: as much of it as can be read."""

from __future__ import annotations

import json
import re
from typing import Final

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def mended(data: str | bytes) -> str | None:
    """`data` as JSON text that every reader takes, or None when it is no JSON at all.

    Half of a character, as from a text cut between the two escapes of an emoji, becomes U+FFFD:
    such halves can be neither shown nor kept. Bytes that are not UTF-8 likewise.
    """
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    try:
        return _SURROGATES.sub("\ufffd", json.dumps(json.loads(text), ensure_ascii=False))
    except (ValueError, RecursionError):
        return None
