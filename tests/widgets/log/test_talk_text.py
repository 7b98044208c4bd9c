"""A conversation as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import (
    Block,
    Citation,
    Failure,
    Phase,
    Prompt,
    Source,
    ToolCall,
    ToolResult,
    Turn,
)
from cohere_tui.widgets.log.talk_text import talk_text
from tests.state.entries import ENTRIES

if TYPE_CHECKING:
    from cohere_tui.state.turn import Entry


def test_everything_that_was_said_stands_under_who_said_it() -> None:
    tide, moon = Source(id="a", title="Tides"), Source(id="b", text="The moon pulls.")
    turn = Turn(
        model="command-a-03-2025",
        plan=Pieces.of("I look it up."),
        blocks=(
            Block("thinking", Pieces.of("Tides?\n\nYes.")),
            Block("text", Pieces.of("The moon makes tides.")),
        ),
        calls=(ToolCall(name="look", arguments=Pieces.of('{"for": "tides"}')),),
        citations=(
            Citation(4, 8, "moon", (moon,), block=1),
            Citation(15, 20, "tides", (tide, moon), block=1),
        ),
        phase=Phase.DONE,
    )
    entries = (Prompt(text="Why *tides*?"), turn, ToolResult(content="high"))
    assert (
        talk_text("Water", entries)
        == """\
# Water

## You

Why *tides*?

## command-a-03-2025

I look it up.

> Tides?
>
> Yes.

The moon[1] makes tides[2][1].

Calls `look`:

```json
{"for": "tides"}
```

[1] The moon pulls.
[2] Tides

## Tool

high"""
    )


def test_how_an_answer_broke_off_is_said() -> None:
    failed = Turn(phase=Phase.FAILED, failure=Failure("The server is busy."))
    assert talk_text("x", (failed,)) == "# x\n\n## Answer\n\n*The server is busy.*"
    stopped = Turn(blocks=(Block("text", Pieces.of("a")),), phase=Phase.STOPPED)
    assert talk_text("x", (stopped,)) == "# x\n\n## Answer\n\na\n\n*Stopped.*"


@given(st.lists(ENTRIES, max_size=4))
def test_whatever_was_said_can_be_told(entries: list[Entry]) -> None:
    assert talk_text("x", entries).startswith("# x")
