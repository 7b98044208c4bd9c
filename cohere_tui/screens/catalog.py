"""All bindings of the app, whether or not what has them is on screen: for checks and for papers."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from textual.dom import DOMNode

import cohere_tui.screens
import cohere_tui.widgets
from cohere_tui.widgets.deeds import bindings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import Binding


def our_classes() -> tuple[type[DOMNode], ...]:
    """Every class of ours that can have bindings. Imports all of widgets and screens."""
    for package in (cohere_tui.widgets, cohere_tui.screens):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    ours = {kind for kind in _below(DOMNode) if kind.__module__.startswith("cohere_tui.")}
    return tuple(sorted(ours, key=lambda kind: (kind.__module__, kind.__name__)))


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _below(sub)


def scopes() -> tuple[tuple[type[DOMNode], tuple[Binding, ...]], ...]:
    """The classes that have bindings with ids, each with all of them, inherited ones too."""
    found = ((kind, bindings_of(kind)) for kind in our_classes())
    return tuple((kind, bindings) for kind, bindings in found if bindings)
