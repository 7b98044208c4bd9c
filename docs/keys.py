"""Writes docs/keys.md from the bindings: `python -m docs.keys`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding

from cohere_tui.app import CohereTui
from cohere_tui.screens.catalog import our_classes
from cohere_tui.screens.place import PlaceScreen
from cohere_tui.widgets.deeds import title_of
from cohere_tui.widgets.keymap import keys_of, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.dom import DOMNode

FILE = Path(__file__).with_name("keys.md")

HEAD = """\
# Keys

Made from the bindings by `make docs`; a test says when this page is old.

Letters, digits and signs are commands while no text field has the focus. `^p` is ctrl+p. Every key
can be changed in `config.toml`, by the name in the last column; commas stand between alternatives,
and an empty text takes the key away:

```toml
[keys]
"app.palette" = "ctrl+g"
"app.suspend" = ""
```
"""


def page() -> str:
    """The whole page: what works everywhere first."""
    parts: dict[str, list[Binding]] = {}
    for kind in sorted(our_classes(), key=_order):
        own = [one for one in kind.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)]
        if own:
            parts.setdefault(title_of(kind), []).extend(one for one in own if one.id)
    return HEAD + "".join(_part(title, bindings) for title, bindings in parts.items())


def _part(title: str, bindings: Sequence[Binding]) -> str:
    rows = "".join(
        f"| {' '.join(f'`{label(key)}`' for key in keys_of(binding, {}))} "
        f"| {binding.description} | `{binding.id}` |\n"
        for binding in bindings
    )
    return f"\n## {title}\n\n| keys | what they do | name |\n|---|---|---|\n{rows}"


def _order(kind: type[DOMNode]) -> tuple[bool, bool, str, str]:
    """The app first, then the places, then the rest by name."""
    everywhere, place = issubclass(CohereTui, kind), issubclass(kind, PlaceScreen)
    return not everywhere, not place, title_of(kind), kind.__name__


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
