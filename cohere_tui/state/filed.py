"""Values as they stand in a file: a line of CSV, a JSON text that no terminal or editor obeys."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_HARMFUL: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON may hold as it is, and a terminal or an editor would obey."""


def csv_line(cells: Sequence[str]) -> str:
    """A row with its line end."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A JSON text without a line end; what JSON cannot say is a list, or else its text."""
    text = json.dumps(value, indent=indent, ensure_ascii=False, default=_plainer)
    return _HARMFUL.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _plainer(value: Any) -> Any:
    try:
        return list(value)
    except TypeError:
        return str(value)
