from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.app import App

from cohere_tui.state.parts import Block, Phase, Timing, Usage
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Turn
from cohere_tui.widgets.status_line import StatusLine
from cohere_tui.widgets.status_text import Retry, figures_of, state_of
from cohere_tui.widgets.themes import ASCII, UNICODE
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

START = 1_000_000.0
ASKED = Turn(id="t", timing=Timing(started=START))
STREAMING = replace(
    ASKED,
    phase=Phase.STREAMING,
    deltas=82,
    blocks=(Block(text=Pieces.of("x"), open=True),),
    timing=Timing(started=START, first_token_s=0.4),
)
DONE = replace(
    STREAMING,
    phase=Phase.DONE,
    usage=Usage(billed_output=1_212),
    timing=Timing(started=START, first_token_s=0.4, elapsed_s=30.4),
)


class Page(App[None]):
    """A status line with a clock that stands where the test puts it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.line = StatusLine("command-a-03-2025", clock=lambda: self.now)

    def compose(self) -> ComposeResult:
        yield self.line

    @property
    def text(self) -> str:
        return self.line.render_line(0).text


@pytest.mark.parametrize(
    ("turn", "after", "says"),
    [
        (None, 0.0, "● ready"),
        (ASKED, 0.0, "◐ waiting…"),
        (ASKED, 3.0, "◐ waiting… 3 s"),
        (
            replace(STREAMING, blocks=(Block(kind="thinking", open=True),)),
            5.0,
            "◐ thinking… 5 s",
        ),
        (STREAMING, 0.5, "◒ answering…"),
        (STREAMING, 2.4, "◓ 41 tok/s"),
        (DONE, 99.0, "● ready"),
        (replace(STREAMING, phase=Phase.STOPPED), 9.0, "! stopped"),
        (replace(STREAMING, phase=Phase.FAILED), 9.0, "✗ failed"),
        (replace(STREAMING, phase=Phase.INTERRUPTED), 9.0, "! interrupted"),
    ],
)
def test_every_state_has_a_sign_and_a_word(turn: Turn | None, after: float, says: str) -> None:
    state = str(state_of(turn, None, START + after, UNICODE))
    assert state[1:] == says[1:]
    assert state[0] == says[0] or state[0] in UNICODE.working


def test_a_wait_counts_down_and_names_the_way_out() -> None:
    retry = Retry("429", START + 3)
    assert str(state_of(ASKED, retry, START, UNICODE)) == "! 429, again in 3 s · esc stops"
    assert str(state_of(ASKED, retry, START + 9, ASCII)) == "! 429, again in 0 s - esc stops"


def test_figures_are_told_as_far_as_known() -> None:
    assert figures_of(None, START) == []
    assert figures_of(ASKED, START) == []
    assert figures_of(STREAMING, START + 2.4) == ["~82 tokens", "first 0.4 s"]
    assert figures_of(DONE, START + 99) == ["1,212 tokens", "first 0.4 s", "40 tok/s"]
    assert figures_of(replace(DONE, usage=Usage(billed_output=1)), START)[0] == "1 token"


async def test_figures_go_first_then_the_name_and_the_state_stays() -> None:
    page = Page()
    async with page.run_test(size=(100, 5)) as pilot:
        page.line.turn = DONE
        await pilot.pause()
        for width, says in [
            (80, "command-a-03-2025 · ● ready            1,212 tokens · first 0.4 s · 40 tok/s"),
            (60, "command-a-03-2025 · ● ready      1,212 tokens · first 0.4 s"),
            (45, "command-a-03-2025 · ● ready     1,212 tokens"),
            (30, "command-a-03-2025 · ● ready"),
            (20, "command… · ● ready"),
            (12, "● ready"),
            (6, "● r…"),
        ]:
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert " ".join(page.text.split()) == " ".join(says.split())
            assert cell_len(page.text) <= width - 2


async def test_running_figures_are_drawn_by_the_tick_and_not_by_the_token() -> None:
    page = Page()
    async with page.run_test(size=(100, 5)) as pilot:
        page.line.turn = STREAMING
        page.now = START + 2.4
        await until(lambda: "41 tok/s" in page.text)
        await pilot.pause()
        drawn = 0
        render = page.line.render

        def counted() -> object:
            nonlocal drawn
            drawn += 1
            return render()

        page.line.render = counted  # type: ignore[method-assign, assignment]
        for number in range(83, 1_083):
            page.line.turn = replace(STREAMING, deltas=number)
        await until(lambda: "~1,082 tokens" in page.text)
        assert drawn <= 3
        page.line.turn = DONE
        await until(lambda: "ready" in page.text)


async def test_it_counts_down_by_itself_and_stops() -> None:
    page = Page()
    async with page.run_test(size=(100, 5)):
        page.line.turn = ASKED
        page.line.retry = Retry("429", START + 3)
        await until(lambda: "429, again in 3 s" in page.text)
        page.now += 1
        await until(lambda: "429, again in 2 s" in page.text)
        page.line.retry = None
        await until(lambda: "waiting" in page.text)


async def test_names_and_notes_are_only_text() -> None:
    page = Page()
    async with page.run_test(size=(120, 5)) as pilot:
        page.line.model = "[/red][@click=app.quit]漢字\x1b[2J\u202e"
        page.line.notes = ("1 queued", "[b]")
        await pilot.pause()
        says = "[/red][@click=app.quit]漢字␛[2J‹U+202E› · 1 queued · [b] · ● ready"
        assert page.text.strip() == says
        await pilot.click(page.line, offset=(12, 0))
        assert page.is_running
        page.line.model = "x" * 5_000
        await pilot.pause()
        assert cell_len(page.text) <= 118
        assert "● ready" in page.text
