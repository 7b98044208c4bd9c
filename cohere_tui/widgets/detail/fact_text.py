"""Facts as a text, all of them whole. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from cohere_tui.state.facts import Fact, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.facts import FactLine

_GAP = 2


def text_of(facts: Sequence[FactLine]) -> str:
    """Labels in one column, values in another; a blank line before a heading."""
    labels = [cell_len(one.label) for one in facts if isinstance(one, Fact)]
    column = max(labels, default=0) + _GAP
    lines: list[str] = []
    for one in facts:
        if isinstance(one, Fact):
            label = one.label + " " * (column - cell_len(one.label))
            first, *others = one.value.split("\n")
            lines.append(f"{label}{first}".rstrip())
            lines.extend(f"{' ' * column}{line}".rstrip() for line in others)
        else:
            lines.extend([""] if lines and isinstance(one, Heading) else [])
            lines.append(one.text)
    return "\n".join(lines)
