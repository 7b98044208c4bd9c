"""An order in which like stands beside like."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.state.playground.vectors.similarity import Similarity


def grouped(similarity: Similarity) -> tuple[int, ...]:
    """The rows of `similarity` in an order where each is followed by the most alike that is left.

    It begins with the one that is least like the others.
    """
    left = list(range(len(similarity)))
    if not left:
        return ()
    here = min(left, key=lambda row: sum(similarity.row(row)))
    order = [here]
    left.remove(here)
    while left:
        here = max(left, key=similarity.row(here).__getitem__)
        order.append(here)
        left.remove(here)
    return tuple(order)
