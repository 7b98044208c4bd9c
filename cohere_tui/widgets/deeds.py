"""What can be done on a screen: every binding that has an id, with the keys it has now.

Help, palette, command line and docs/keys.md all read this, so that none can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.dom import DOMNode

from cohere_tui.widgets.keymap import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Deed:
    """One action, as it can be done now."""

    id: str
    title: str
    keys: tuple[str, ...]
    """Textual's names, live; empty when a keymap took them away."""
    action: str
    node: DOMNode
    """Whose action it is."""
    shown: bool = True
    """Whether it is one that the footer would show."""


def bindings_of(kind: type[DOMNode]) -> tuple[Binding, ...]:
    """The bindings with an id of a class and what it inherits, each id once, the nearest first."""
    found: dict[str, Binding] = {}
    for base in kind.__mro__:
        if not issubclass(base, DOMNode):
            continue
        for binding in base.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found.setdefault(binding.id, binding)
    return tuple(found.values())


def deeds_of(node: DOMNode, keymap: Mapping[str, str]) -> tuple[Deed, ...]:
    """What `node` itself can do."""
    return tuple(
        Deed(
            str(binding.id),
            binding.description,
            keys_of(binding, keymap),
            binding.action,
            node,
            binding.show,
        )
        for binding in bindings_of(type(node))
    )


def title_of(kind: type[DOMNode]) -> str:
    """What the keys of a class stand under: its own title, or the first words about it."""
    ours = (base for base in kind.__mro__ if not base.__module__.startswith("textual."))
    titles = (base.__dict__.get("BINDING_GROUP_TITLE") for base in ours)
    title = next((str(one) for one in titles if one), "")
    return title or (kind.__doc__ or kind.__name__).partition(".")[0].partition(":")[0].strip()


def places_of(screen: Screen[Any]) -> Iterator[DOMNode]:
    """What has keys on `screen`: the focus and what is around it, the rest, screen and app."""
    seen: set[DOMNode] = {screen, screen.app}
    focused = screen.focused
    nodes: Iterable[DOMNode] = (
        *(focused.ancestors_with_self if focused is not None else ()),
        *(node for widget in screen.focus_chain for node in widget.ancestors_with_self),
    )
    for node in nodes:
        if node not in seen:
            seen.add(node)
            yield node
    yield screen
    yield screen.app


def all_deeds(screen: Screen[Any], keymap: Mapping[str, str]) -> tuple[Deed, ...]:
    """Everything that can be done on `screen`, each id once, the nearest to the focus first."""
    found: dict[str, Deed] = {}
    for node in places_of(screen):
        for deed in deeds_of(node, keymap):
            found.setdefault(deed.id, deed)
    return tuple(found.values())
