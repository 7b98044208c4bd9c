"""Arbitrary JSON, for answer models that must give a value or a `ValueError`, nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from cohere_tui.models.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable

Read = TypeVar("Read", bound=Wire)

_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["", "null", "2026-13-45", "BATCH_STATUS_", "1e999"])
)
JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def objects(names: Iterable[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of `names` as keys, at every depth, and anything as values."""
    keys = st.sampled_from(sorted(names)) | st.text(max_size=5)
    inner: st.SearchStrategy[Any] = st.recursive(
        _scalars,
        lambda more: st.lists(more, max_size=3) | st.dictionaries(keys, more, max_size=4),
        max_leaves=15,
    )
    return st.dictionaries(keys, inner, max_size=6)


def names_in(model: type[Wire]) -> set[str]:
    """The names that a model, and the models within it, look for on the wire."""
    schema = model.model_json_schema(mode="validation")
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def read_or_refuse(model: type[Read], value: Any) -> Read | None:
    """What the model makes of a JSON value; None where it says `ValueError`."""
    try:
        return model.read(json.dumps(value))
    except ValueError:
        return None
