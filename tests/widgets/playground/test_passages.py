"""Texts beside each other: where they stand, what is painted as they grow, and their keys."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from cohere_tui.state.columns import Tone
from cohere_tui.state.pieces import EMPTY, Pieces
from cohere_tui.state.playground.passages import Passage
from cohere_tui.widgets.log.plain_lines import plain_lines
from cohere_tui.widgets.playground.likelihoods import Likelihoods, visible
from cohere_tui.widgets.playground.passage_lines import Grid, PassageLines, side_by_side
from cohere_tui.widgets.playground.passages import Passages
from cohere_tui.widgets.themes import ASCII, THEMES, UNICODE, Signs
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.strip import Strip

WORDS = "the sea let the mills grind twice a day and took the dams away again "


class Counting(Passages):
    painted = 0

    def render_line(self, y: int) -> Strip:
        self.painted += 1
        return super().render_line(y)


class Desk(App[None]):
    def __init__(self, view: Passages, theme: str, signs: Signs) -> None:
        super().__init__()
        self.view, self.signs = view, signs
        self.copied: list[str] = []
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def on_passages_copy_asked(self, asked: Passages.CopyAsked) -> None:
        self.copied.append(asked.text)


class Sitting:
    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.view = app, pilot, app.view

    @property
    def rows(self) -> list[str]:
        strips = [self.view.render_line(y) for y in range(self.view.size.height)]
        return ["".join(s.text for s in strip).rstrip() for strip in strips]

    async def show(self, *passages: Passage, note: str = "") -> None:
        self.view.show(passages, note, Tone.WARNING)
        await until(lambda: [one.passage for one in self.view.shown] == list(passages))
        await self.pilot.pause()


@asynccontextmanager
async def sitting(
    width: int = 120,
    height: int = 20,
    view: Passages | None = None,
    theme: str = "cohere-dark",
    signs: Signs = UNICODE,
) -> AsyncIterator[Sitting]:
    app = Desk(view or Counting(), theme, signs)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        yield Sitting(app, pilot)


def open_ones(*texts: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(str(n), Pieces.of(text), "writing", Tone.WORKING, open=True)
        for n, text in enumerate(texts, 1)
    )


def done(*texts: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(str(n), Pieces.of(text), "complete", Tone.READY, f"{len(text)} characters")
        for n, text in enumerate(texts, 1)
    )


# --- where they stand


@pytest.mark.parametrize(
    ("count", "width", "across"),
    [(0, 80, 1), (1, 200, 1), (2, 56, 1), (2, 60, 2), (4, 100, 2), (5, 160, 5), (5, 140, 3)],
)
def test_as_many_as_there_is_room_for_in_even_rows(count: int, width: int, across: int) -> None:
    assert side_by_side(count, width) == across


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 5), st.integers(0, 3), st.data())
def test_each_line_is_of_the_texts_that_stand_on_it(
    heights: list[int], across: int, lead: int, data: st.DataObject
) -> None:
    grid = Grid.of(heights, across, lead, 150)
    for number in range(len(heights)):
        lines = grid.lines(number)
        assert len(lines) == heights[number]
        line = data.draw(st.sampled_from(lines))
        numbers, within = grid.row(line)
        assert number in numbers
        assert within == line - lines.start
        assert grid.at(line, grid.left(number)) == number
    assert grid.height >= max((grid.lines(n).stop for n in range(len(heights))), default=lead)
    assert grid.row(0)[0] == range(0) or lead == 0


@given(
    st.lists(st.sampled_from(["salt ", "air\n", "潮汐", "a-long-word-of-the-sea "]), max_size=30)
)
def test_what_grew_is_as_if_it_had_come_at_once(pieces: list[str]) -> None:
    lines, text = PassageLines(), EMPTY
    for piece in pieces:
        text = text.add(piece)
        before = list(lines.lines)
        changed = lines.take(Passage("1", text, open=True), 20)
        untouched = set(range(len(lines.lines))) - {n - 1 for r in changed for n in r}
        assert all(lines.lines[n] == before[n] for n in untouched)
    lines.take(Passage("1", text), 20)
    assert list(lines.lines) == plain_lines(str(text), 20)


def test_another_text_is_not_taken_for_more_of_the_same() -> None:
    lines = PassageLines()
    lines.take(Passage("1", Pieces.of("salt"), open=True), 20)
    lines.take(Passage("1", Pieces.of("sugar and more"), open=True), 20)
    assert [line.text for line in lines.lines] == ["sugar and more"]
    assert lines.take(Passage("1", Pieces.of("sugar and more"), open=True), 20) == ()


# --- on the screen


async def test_side_by_side_where_there_is_room_else_one_below_the_other() -> None:
    async with sitting(120) as seat:
        await seat.show(*done(" salt", "air\nwind", "sea"))
        assert seat.rows[0].split("│")[0].rstrip() == "▌ 1  ● complete  5 characters"
        assert [part.strip() for part in seat.rows[1].split("│")] == ["▌ salt", "air", "sea"]
        assert [part.strip() for part in seat.rows[2].split("│")] == ["", "wind", ""]
        await seat.pilot.resize_terminal(80, 20)
        await until(lambda: seat.rows[1:4] == ["▌ salt", "", "  2  ● complete  8 characters"])
        await seat.pilot.resize_terminal(12, 5)
        await until(lambda: all(len(row) <= 12 for row in seat.rows))


async def test_only_what_is_new_is_painted() -> None:
    async with sitting(120) as seat:
        view = seat.view
        assert isinstance(view, Counting)
        await seat.show(*open_ones("salt " * 40, "air " * 40))
        for texts, most in (
            (("salt " * 41, "air " * 40), 2),
            (("salt " * 41, "air " * 41), 2),
            (("salt " * 41, "air " * 80), 12),
        ):
            before = view.painted
            await seat.show(*open_ones(*texts))
            assert 1 <= view.painted - before <= most
        before = view.painted
        await seat.show(*open_ones(*texts))
        assert view.painted == before


async def test_growing_lays_out_nothing() -> None:
    async with sitting(120) as seat:
        await seat.show(*open_ones("", ""))
        layouts: list[object] = []
        seat.app.screen.screen_layout_refresh_signal.subscribe(seat.app, layouts.append)
        for end in range(10, 400, 60):
            await seat.show(*open_ones((WORDS * 9)[:end], WORDS * 20))
        assert layouts == []


async def test_the_end_is_followed_until_it_is_left() -> None:
    async with sitting(100, 10) as seat:
        await seat.show(*open_ones(WORDS * 30 + "END"))
        assert any("END" in row for row in seat.rows)
        await seat.show(*open_ones(WORDS * 60 + "END"))
        assert any("END" in row for row in seat.rows)
        await seat.pilot.press("g")
        await seat.show(*open_ones(WORDS * 90 + "END"))
        assert seat.rows[0].startswith("▌ 1")
        await seat.pilot.press("G")
        await seat.show(*open_ones(WORDS * 120 + "END"))
        assert any("END" in row for row in seat.rows)


async def test_keys_go_from_text_to_text_and_copy() -> None:
    async with sitting(80, 8) as seat:
        await seat.show(*done("salt\n" * 3, WORDS * 12, "sea"))
        for keys, copied in (
            ("y", "salt\n" * 3),
            ("jy", WORDS * 12),
            ("Gy", "sea"),
            ("gy", "salt\n" * 3),
        ):
            await seat.pilot.press(*keys)
            assert seat.app.copied[-1] == copied
        await seat.pilot.press("j", "j", "j")
        assert seat.view.scroll_offset.y > 0
        await seat.pilot.press(*["ctrl+d"] * 9, "y")
        assert seat.app.copied[-1] == "sea"
        await seat.pilot.press(*["ctrl+u"] * 9, "y", "k")
        assert seat.app.copied[-1] == "salt\n" * 3
        assert seat.view.scroll_offset.y == 0
    async with sitting(120) as seat:
        await seat.pilot.press("y", "j", "l")
        assert seat.app.copied == []
        await seat.show(*done("salt", "air", "sea"))
        await seat.pilot.press("l", "y", "l", "l", "y", "h", "h", "h", "y")
        assert seat.app.copied == ["air", "sea", "salt"]
        await seat.pilot.click(Passages, offset=(60, 1))
        await seat.pilot.press("y")
        assert seat.app.copied[-1] == "air"


async def test_a_note_stands_above_and_nothing_acts_on_the_terminal() -> None:
    async with sitting(120) as seat:
        await seat.show(*done("a\x1b[31mb"), note="2 of \x1b 3 came.")
        assert seat.rows[0] == "  ! 2 of ␛ 3 came."
        assert seat.rows[3] == "▌ a␛[31mb"
        await seat.show(*done("sea"))
        assert seat.rows[1] == "▌ sea"


async def test_a_terminal_without_signs_is_sent_only_ascii() -> None:
    async with sitting(signs=ASCII, theme="ansi") as seat:
        await seat.show(*done("salt", "air"), note="x" * 300)
        assert "".join(seat.rows).isascii()


# --- likelihoods

TOKENS = (("So", None), (" far", -0.1), ("\n", -1.5), ("sea", -3.0), ("!", -20.0))


async def test_tokens_stand_over_their_figures_and_are_shaded() -> None:
    async with sitting(view=Likelihoods()) as seat:
        text = Pieces.of(" far\nsea!")
        await seat.show(
            Passage("1", text, "complete", Tone.READY, tokens=TOKENS, asked=1, copied="T")
        )
        assert [row[2:] for row in seat.rows[:10]] == [
            "likely 50 % and more  10 % and more  1 % and more  less",
            "",
            "1  ● complete",
            "the prompt",
            "So",
            "–",
            "what follows",
            "·far  ⏎",
            "-0.10 -1.50",
            "sea   !",
        ]
        styles = {
            segment.text.strip(): segment.style
            for y in (7, 9)
            for segment in seat.view.render_line(y)
            if segment.text.strip()
        }
        looks = [styles[token] for token in ("·far", "⏎", "sea", "!")]
        assert len({(look.bgcolor, look.bold) for look in looks if look}) == 4
        await seat.pilot.press("y")
        assert seat.app.copied == ["T"]
        await seat.pilot.resize_terminal(9, 20)
        await until(lambda: all(len(row) <= 9 for row in seat.rows))


@pytest.mark.parametrize("theme", ["ansi", "cohere-light"])
async def test_shades_are_told_apart_in_every_theme(theme: str) -> None:
    async with sitting(view=Likelihoods(), theme=theme) as seat:
        await seat.show(Passage("1", Pieces.of("x"), tokens=TOKENS))
        legend = [s for s in seat.view.render_line(0) if s.text == "less" or "%" in s.text]
        looks = {
            (s.style.bgcolor, s.style.bold, s.style.underline, s.style.reverse)
            for s in legend
            if s.style
        }
        assert len(looks) == 4


async def test_without_tokens_it_says_why() -> None:
    async with sitting(view=Likelihoods()) as seat:
        seat.view.show((), "None were asked for.", Tone.WARNING)
        await until(lambda: seat.rows[0] == "  ! None were asked for.")


def test_blanks_and_line_ends_of_a_token_are_seen() -> None:
    assert visible(" a\n\tb\x1b", UNICODE) == "·a⏎\\tb␛"
    assert visible(" a\n", ASCII) == "_a\\n"


async def test_figures_stand_there_whole_or_not_at_all() -> None:
    figures = "-1.23 likelihood · 46 words"
    one = Passage("1", Pieces.of("text"), "complete", Tone.READY, figures)
    for width, told in ((60, figures), (38, "-1.23 likelihood"), (28, "46 words"), (20, "")):
        async with sitting(width, 8) as seat:
            await seat.show(one)
            assert seat.rows[0].partition("complete")[2].strip() == told
