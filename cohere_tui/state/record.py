"""Entries as JSON objects, to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.json import JSON
    from cohere_tui.state.turn import Entry


def dump(entry: Entry) -> dict[str, JSON]:
    """`entry` as a JSON object with its `kind`: "prompt", "turn" or "tool_result"."""
    raise NotImplementedError


def load(raw: Mapping[str, JSON]) -> Entry:
    """The entry that `dump` made `raw` of; missing, unknown and unusable keys do no harm."""
    raise NotImplementedError
