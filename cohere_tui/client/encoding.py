"""The body of a request as the bytes that are sent: nothing of it is lost or changed on the way."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from cohere_tui.client.aside import aside
from cohere_tui.errors import RequestInvalid
from cohere_tui.models.texts import half_in

if TYPE_CHECKING:
    from cohere_tui.models.json import JSON

_LARGE = 2**20
"""From about so many bytes on a body is written in a thread: the loop would stand still."""


async def encoded(body: JSON) -> bytes:
    """`body` as JSON in UTF-8; nothing at all for None.

    Raises `RequestInvalid`, which names the place, for what JSON cannot say: numbers that are none,
    half characters (a reader would make something else of them), and what has no end.
    """
    if body is None:
        return b""
    if _is_large(body):
        return await aside(partial(_written, body))
    return _written(body)


def _written(body: JSON) -> bytes:
    try:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except UnicodeEncodeError:
        where, what = _half(body)
        raise RequestInvalid(f"{where or 'the request'}: {what}", field=where) from None
    except ValueError as error:
        raise RequestInvalid("the request holds a number that JSON cannot") from error
    except RecursionError:
        raise RequestInvalid("the request is nested too deeply to be sent") from None


def _is_large(body: JSON) -> bool:
    """Whether it is more than `_LARGE` bytes, by a guess that looks at no more than that."""
    left = _LARGE
    waiting: list[JSON] = [body]
    while waiting and left >= 0:
        value = waiting.pop()
        if isinstance(value, str):
            left -= len(value)
        elif isinstance(value, dict):
            left -= sum(map(len, value)) + 4 * len(value)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            left -= 4 * len(value)
            if left >= 0:
                waiting.extend(value)
    return left < 0


def _half(body: JSON) -> tuple[str, str]:
    """Where the first half character is, and what is said about it."""
    waiting: list[tuple[str, JSON]] = [("", body)]
    while waiting:
        where, value = waiting.pop()
        parts: list[tuple[str, JSON]] = []
        if isinstance(value, str):
            if what := half_in(value):
                return where, what
        elif isinstance(value, dict):
            for name, part in value.items():
                parts += [(where, name), (f"{where}.{name}".removeprefix("."), part)]
        elif isinstance(value, list | tuple):
            parts = [(f"{where}.{at}".removeprefix("."), part) for at, part in enumerate(value)]
        waiting += reversed(parts)
    return "", "holds half a character"
