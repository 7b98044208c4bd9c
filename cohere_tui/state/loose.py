"""Values out of JSON that may hold anything: what does not fit is as good as missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.models.json import JSON

_LAST_MOMENT: Final = 253_370_764_800.0
"""Start of the year 9999, in unix seconds: every clock and calendar can show what is before it."""


def text(raw: Mapping[str, JSON], key: str, default: str = "") -> str:
    """The string under `key`."""
    value = raw.get(key)
    return value if isinstance(value, str) else default


def whole(raw: Mapping[str, JSON], key: str) -> int | None:
    """The whole number under `key`, or None."""
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def seconds(raw: Mapping[str, JSON], key: str) -> float | None:
    """The number of seconds under `key`, not negative, or None."""
    value = raw.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or value > _LAST_MOMENT:
        return None
    return float(value) if math.isfinite(value) and value >= 0 else None


def flag(raw: Mapping[str, JSON], key: str) -> bool:
    """Whether `key` is true."""
    return raw.get(key) is True


def mapping(raw: Mapping[str, JSON], key: str) -> Mapping[str, JSON]:
    """The object under `key`, else an empty one."""
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def mappings(raw: Mapping[str, JSON], key: str) -> Iterator[Mapping[str, JSON]]:
    """The objects in the list under `key`."""
    value = raw.get(key)
    if isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, Mapping))


def texts(raw: Mapping[str, JSON], key: str) -> tuple[str, ...]:
    """The strings in the list under `key`."""
    value = raw.get(key)
    if not isinstance(value, list | tuple):
        return ()
    return tuple(one for one in value if isinstance(one, str))
