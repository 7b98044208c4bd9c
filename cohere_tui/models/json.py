"""The type of any JSON value. Needs no pydantic, so that every floor may name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | float | bool | None"
"""What `json.loads` can give; read-only, so that narrower dicts and lists fit."""
