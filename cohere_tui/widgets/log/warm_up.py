"""The first answer costs what is imported and compiled for it; here that is paid for nobody."""

from __future__ import annotations

from cohere_tui.state.parts import Block
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Turn
from cohere_tui.widgets.log.entry_cards import card_of
from cohere_tui.widgets.log.parts import Page

_OF_EACH_KIND = """\
# A *heading*

A **paragraph** with `code` and a [link](https://example.com).

- an item

| a | table |
|---|-------|
| 1 | 2     |

```python
def fence() -> str:
    return "highlighted"  # once
```
"""


def warm_up() -> None:
    """Draw an answer with a block of each kind. Takes some hundredths of a second, in a thread."""
    card_of(Turn(blocks=(Block(text=Pieces.of(_OF_EACH_KIND)),))).lay_out(Page(80))
