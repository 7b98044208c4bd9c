"""Lists in order and in pages, each of which names the next (API.md 16, 18)."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Protocol, TypeVar

from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

USUAL_SIZE = 50
MOST = 1000


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item")
Thing = TypeVar("Thing", bound=_Named)


def ordered(
    items: Sequence[Item], order_by: str, fields: Mapping[str, Callable[[Item], float]]
) -> list[Item]:
    """`items` by one of `fields`: `created_at`, or `created_at desc`.

    They come in the order of their creation; empty: the newest first.
    """
    if not order_by:
        return list(reversed(items))
    name, _, direction = order_by.strip().partition(" ")
    if name not in fields or direction.strip().lower() not in ("", "asc", "desc"):
        raise invalid(f"order_by must be one of {', '.join(fields)}.")
    descending = direction.strip().lower() == "desc"
    # What is of the same time stays newest first, or oldest first.
    return sorted(reversed(items) if descending else items, key=fields[name], reverse=descending)


def page_of(items: Sequence[Thing], query: Mapping[str, str]) -> tuple[Sequence[Thing], str]:
    """The page that `page_size` and `page_token` ask for, and the token of the next; "" at the end.

    Sizes above the most are taken for the most; 0 is as good as none.
    """
    start, size = _start(items, query.get("page_token", "")), _size(query.get("page_size", ""))
    end = start + size
    return items[start:end], _token(items[end - 1].id, end) if end < len(items) else ""


def _size(text: str) -> int:
    if not (text or "0").isdecimal():
        raise invalid(f"page_size must be between 1 and {MOST} inclusive.")
    return min(int(text[-10:] or "0"), MOST) or USUAL_SIZE


def _token(last: str, end: int) -> str:
    return base64.urlsafe_b64encode(f"{end}:{last}".encode()).decode()


def _start(items: Sequence[Thing], token: str) -> int:
    """Behind the last one of the page before; where it was if that is gone."""
    if not token:
        return 0
    try:
        end, _, last = (
            base64.b64decode(token, altchars=b"-_", validate=True).decode().partition(":")
        )
        start = int(end)
    except (binascii.Error, ValueError):
        raise invalid("page_token is not valid.") from None
    return next((at + 1 for at, item in enumerate(items) if item.id == last), max(start - 1, 0))
