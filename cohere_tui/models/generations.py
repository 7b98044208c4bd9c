"""Which generation a model is of: some fields exist from one on only (API.md 8, 9)."""

from __future__ import annotations

import re
from typing import Final

_GENERATION: Final = re.compile(r"-v(\d+)(?:\.|$)")


def generation_of(model: str | None) -> int | None:
    """4 for `embed-v4.0`; None where the name does not tell."""
    found = _GENERATION.search(model or "")
    return int(found[1]) if found else None


def older_than(generation: int, model: str | None) -> bool:
    """Whether the name says that the model is older; one that does not tell is taken for new."""
    found = generation_of(model)
    return found is not None and found < generation
