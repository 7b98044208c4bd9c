"""Every action of every resource screen that writes is known as one that does."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from cohere_tui.screens.registry import PLACES
from cohere_tui.screens.resource.resource import ResourceScreen

if TYPE_CHECKING:
    from cohere_tui.screens.resource.deeds import Deeds

CHANGING = (
    "new", "edit", "delete", "upload", "rename", "cancel_job", "active", "authorize",
)  # fmt: skip
"""What actions are called that create, change or delete."""


def screens() -> list[type[object]]:
    found = (place.screen.partition(":") for place in PLACES)
    kinds = [getattr(import_module(module), name) for module, _, name in found]
    return [kind for kind in kinds if issubclass(kind, ResourceScreen)]


@pytest.mark.parametrize("kind", screens(), ids=lambda kind: kind.__name__)
def test_what_writes_says_so(kind: type[Deeds[object]]) -> None:
    writes = {name for base in kind.__mro__ for name in vars(base).get("WRITES", ())}
    assert {name for name in CHANGING if hasattr(kind, f"action_{name}")} <= writes
    assert all(hasattr(kind, f"action_{name}") for name in writes)
