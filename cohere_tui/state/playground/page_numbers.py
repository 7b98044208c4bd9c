"""Which pages of a document are meant: `1-3,7`."""

from __future__ import annotations

import re
from typing import Final

from cohere_tui.errors import RequestInvalid

FIELD: Final = "pages"
"""The field they are written in."""
_RANGE: Final = re.compile(r"(\d{1,9})(?:\s*-\s*(\d{0,9}))?")
_ALLOWED: Final = "such as 1-3,7 or 5-; left empty, all pages"


def pages_in(text: str, count: int) -> tuple[int, ...]:
    """The numbers of the pages, from 1, of a document with `count` of them, each once.

    Raises `RequestInvalid` for what cannot be read, and for a page that is not there.
    """
    ranges = ranges_in(text)
    if not ranges:
        return tuple(range(1, count + 1))
    pages: dict[int, None] = {}
    for first, last in ranges:
        end = count if last is None else last
        beyond = max(first, end)
        if beyond > count:
            has = f"{count:,} pages" if count != 1 else "one page"
            raise _refused(f"there is no page {beyond:,}; the document has {has}")
        pages |= dict.fromkeys(range(first, end + 1))
    return tuple(pages)


def ranges_in(text: str) -> tuple[tuple[int, int | None], ...]:
    """First and last page of each range as it is written; None: to the end of the document.

    Raises `RequestInvalid` for what cannot be read.
    """
    return tuple(_range(part.strip()) for part in text.split(",")) if text.strip() else ()


def fault_in(text: str) -> str:
    """What is wrong with the numbers as they are written; empty when nothing is."""
    try:
        ranges_in(text)
    except RequestInvalid as error:
        return error.what.removeprefix(f"{FIELD}: ")
    return ""


def written(pages: tuple[int, ...]) -> str:
    """The numbers in few words: `1-3,7`."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1][1:] = [page]
        else:
            ranges.append([page])
    return ",".join("-".join(map(str, one)) for one in ranges)


def _range(part: str) -> tuple[int, int | None]:
    found = _RANGE.fullmatch(part)
    if found is None:
        what = f"found {part[:40]!r}" if part else "found nothing between two commas"
        raise _refused(f"{what}; allowed: {_ALLOWED}")
    first = int(found[1])
    last = first if found[2] is None else (int(found[2]) if found[2] else None)
    if first < 1:
        raise _refused("found page 0; the first one is 1")
    if last is not None and last < first:
        raise _refused(f"found {part[:40]!r}, which runs backwards")
    return first, last


def _refused(what: str) -> RequestInvalid:
    return RequestInvalid(f"{FIELD}: {what}", field=FIELD)
