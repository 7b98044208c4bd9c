"""What painting costs and how it looks: changed lines only, no layout, the theme's own styles."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from cohere_tui.state.parts import Block, Failure, Phase
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Turn
from cohere_tui.widgets.log.styles import NAMES
from cohere_tui.widgets.markdown.styles import NAMES as MARKDOWN_NAMES
from tests.until import until
from tests.widgets.log.desk import Sitting, sitting
from tests.widgets.log.made import answer, growing, prompt, talk

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "The mill opened in 1801 and ground corn until the sea took the dam away. " * 3
LOOKS = """\
# Head

**strong** *em* `code` [link](https://x.example)

> quote

- item

```python
def f():  # why
    return "x"
```
"""


async def drawn(seat: Sitting, turn: Turn) -> int:
    """Offer an answer; how many lines were painted for it."""
    await seat.pilot.pause()
    before = seat.log.painted
    seat.log.offer(turn)
    await until(lambda: seat.log.sheet.cards[-1].entry is turn)
    await seat.pilot.pause()
    return seat.log.painted - before


@contextmanager
def no_layout(seat: Sitting) -> Iterator[None]:
    """Nothing within lays out the screen."""
    layouts: list[object] = []
    seat.app.screen.screen_layout_refresh_signal.subscribe(seat.app, layouts.append)
    yield
    assert layouts == []
    seat.app.screen.screen_layout_refresh_signal.unsubscribe(seat.app)


async def test_one_more_word_paints_the_last_line_only() -> None:
    async with sitting([*talk(10), growing("One")]) as seat:
        assert await drawn(seat, growing("One two")) == 1
        assert await drawn(seat, growing("One two three")) == 1


async def test_one_more_line_paints_what_is_new() -> None:
    async with sitting([growing("One\n\n")]) as seat:
        assert 1 <= await drawn(seat, growing("One\n\n" + WORDS[:50])) <= 3
        assert 1 <= await drawn(seat, growing("One\n\n" + WORDS[:90])) <= 3


async def test_a_line_of_code_paints_that_line() -> None:
    code = "```python\n" + "x = 1\n" * 8
    async with sitting([growing(code)]) as seat:
        assert 1 <= await drawn(seat, growing(code + "y = 2")) <= 3


async def test_a_thousand_entries_above_paint_nothing_more() -> None:
    few: list[int] = []
    many: list[int] = []
    for count, costs in ((0, few), (1000, many)):
        async with sitting([*talk(count), growing("")]) as seat:
            costs += [await drawn(seat, growing(WORDS[:end])) for end in range(1, 200, 9)]
    assert sum(many) <= 1.2 * sum(few) + 40
    assert sorted(many)[len(many) // 2] <= 2


async def test_growing_out_of_sight_paints_nothing() -> None:
    async with sitting([*talk(30), growing("One")]) as seat:
        await seat.press("g")
        assert await drawn(seat, growing("One\n\n" + WORDS)) == 0


async def test_growing_lays_out_nothing() -> None:
    async with sitting([*talk(10), growing("")]) as seat:
        await drawn(seat, growing("x"))
        with no_layout(seat):
            for end in range(1, len(WORDS), 20):
                await drawn(seat, growing(WORDS[:end] + "\n\n" + WORDS[:end]))
            seat.log.show([*talk(10), answer(WORDS, "growing"), prompt("and then?")])
            await seat.press("pageup", "g", "j", "G")


async def test_nothing_offered_paints_nothing() -> None:
    async with sitting([growing("x")]) as seat:
        await drawn(seat, growing("x y"))
        assert await drawn(seat, growing("x y")) == 0


async def test_a_theme_changes_styles_and_no_line() -> None:
    async with sitting([answer(LOOKS)]) as seat:
        lines = list(seat.log.sheet.cards[0].parts)
        dark = seat.style_at("strong")
        seat.app.theme = "cohere-light"
        await seat.pilot.pause()
        light = seat.style_at("strong")
        assert all(a is b for a, b in zip(lines, seat.log.sheet.cards[0].parts, strict=True))
        assert (dark.bold, light.bold) == (True, True)
        assert dark.color != light.color
        assert dark.bgcolor != light.bgcolor


@pytest.mark.parametrize("theme", ["cohere-dark", "cohere-light", "ansi", "nord", "textual-light"])
async def test_every_style_has_a_look_in_every_theme(theme: str) -> None:
    async with sitting([answer(LOOKS)], theme=theme) as seat:
        assert seat.style_at("strong").bold
        assert seat.style_at("em").italic
        assert seat.style_at("link").underline
        assert seat.style_at("Head").bold
        for name in NAMES:
            style = seat.log.ink[name]
            assert style.color is not None, name
            assert style.bgcolor is not None, name


async def test_the_ansi_theme_uses_the_terminals_own_colours() -> None:
    async with sitting([prompt("x"), answer(LOOKS)], theme="ansi") as seat:
        for name in NAMES:
            style = seat.log.ink[name]
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.triplet is None, (name, colour)
        assert seat.style_at("00:00").dim


async def test_state_is_told_without_colours() -> None:
    failed = Turn(
        blocks=(Block("text", Pieces.of("x")),), phase=Phase.FAILED, failure=Failure("no")
    )
    async with sitting([failed]) as seat:
        assert "✗ no" in seat.shown
        assert seat.style_at("✗ no").bold


def test_the_log_has_a_look_for_all_that_markdown_is_set_in() -> None:
    assert {name.replace(".", "-") for name in MARKDOWN_NAMES} <= set(NAMES)
