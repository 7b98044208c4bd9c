"""What is allowed in a field, in the words of the model that makes the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent


def allowed(model: type[Sent], name: str, otherwise: str = "") -> str:
    """The bounds of a field, and what holds when it is left empty."""
    bounds = model.model_fields[name].description or ""
    return "; ".join(part for part in (bounds, otherwise and f"empty: {otherwise}") if part)
