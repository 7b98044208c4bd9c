"""The same conversations in every picture: stored as the app itself would have stored them."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from cohere_tui.state.conversation import Settings
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import (
    Block,
    Citation,
    Phase,
    Prompt,
    Source,
    Timing,
    Turn,
    Usage,
)
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "command-a-03-2025"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

MILLS = "Tide mills in Wales"
_OTHERS = (
    ("Reference letters for the lease", 9 * DAY),
    ("Schema for barley orders", 26 * HOUR),
    ("Release notes, second draft", 25 * HOUR),
    ("Rerank thresholds", 3 * HOUR),
)

_ANSWER = """\
The present building opened in 1801. It ground corn, and bone meal later on.

| part | since | turned by |
|------|-------|-----------|
| causeway | 1615 | – |
| mill | 1801 | two wheels |
| roof | 1972 | – |

The pond fills at flood and drives the wheels at ebb, for about five hours a tide:

```python
def grinding_hours(tides_per_day: float = 1.93, hours_per_tide: float = 5) -> float:
    \"\"\"Hours of work in a day, both tides counted.\"\"\"
    return tides_per_day * hours_per_tide  # 9.65
```

1. **Spring tides** fill the pond highest; the miller works longest.
2. **Neap tides** may give *too little* water for both wheels.
"""


async def stored(path: Path) -> None:
    """Fill the database at `path`: other conversations, and one that is looked at."""
    now = time.time()
    for title, ago in _OTHERS:
        said = Turn(blocks=(Block(text=Pieces.of("It was about that.")),), phase=Phase.DONE)
        await _conversation(path, now - ago, title, Prompt(text=title, at=now - ago), said)
    at = datetime.now().astimezone().replace(hour=10, minute=41).timestamp()
    question = "When did the mill at Carew open, and what did it grind?"
    await _conversation(path, now - 2 * MINUTE, MILLS, Prompt(text=question, at=at), _turn(at))


async def _conversation(path: Path, at: float, title: str, asked: Prompt, said: Turn) -> None:
    store = await Store.open(path, now=lambda: at)
    talk = await store.create(Settings(model=MODEL), title)
    await store.append(talk.id, asked)
    await store.append(talk.id, said)
    await store.close()


def _turn(at: float) -> Turn:
    thinking = "The documents give the year of the building and what was ground in it."
    return Turn(
        model=MODEL,
        blocks=(Block("thinking", Pieces.of(thinking)), Block("text", Pieces.of(_ANSWER))),
        citations=(
            _citation("opened in 1801", "doc:0", "Carew tidal mill, a history"),
            _citation("ground corn, and bone meal", "doc:1", "Inventory of Welsh mills"),
        ),
        usage=Usage(billed_input=2104, billed_output=212),
        finish="COMPLETE",
        phase=Phase.DONE,
        timing=Timing(started=at, first_token_s=0.4, thought_s=3.0, elapsed_s=5.6),
    )


def _citation(words: str, source_id: str, title: str) -> Citation:
    start = _ANSWER.index(words)
    sources = (Source(id=source_id, title=title),)
    return Citation(start, start + len(words), words, sources, block=1)
