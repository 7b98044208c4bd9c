"""Heat map and map of vectors: what is in sight, where keys lead, readable without colours."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, ComposeResult

from cohere_tui.sandbox.answers.vectors import embed_text
from cohere_tui.state.playground.vectors.picture import pictured
from cohere_tui.widgets.playground.heat_map import HeatMap
from cohere_tui.widgets.playground.pictured import Pictured
from cohere_tui.widgets.playground.vector_map import VectorMap
from cohere_tui.widgets.themes import ANSI, ASCII, DARK, THEMES, UNICODE
from tests.until import until

if TYPE_CHECKING:
    from textual.pilot import Pilot

TEXTS = (
    "I forgot my password",
    "Where is my parcel?",
    "How do I reset my password?",
    "My parcel is late",
    "[red]markup\x1b[31m",
)


class Page(App[None]):
    """One of the two, with some texts in it."""

    def __init__(self, shown: Pictured, *, plain: bool = False) -> None:
        super().__init__()
        self.signs = ASCII if plain else UNICODE
        self.shown = shown
        self.heard: list[str | int] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = ANSI.name if plain else DARK.name

    def compose(self) -> ComposeResult:
        yield self.shown

    def on_mount(self) -> None:
        self.shown.focus()

    @on(Pictured.CopyAsked)
    def copied(self, event: Pictured.CopyAsked) -> None:
        self.heard.append(event.text)

    @on(Pictured.Chosen)
    def chosen(self, event: Pictured.Chosen) -> None:
        self.heard.append(event.place)

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    async def show(self, texts: tuple[str, ...], missing: int = -1, note: str = "") -> None:
        await until(lambda: self.shown.size.height > 0)
        vectors = tuple(
            None if at == missing else array("d", embed_text(text, 256))
            for at, text in enumerate(texts)
        )
        self.shown.show(pictured(vectors, "float", len(texts)), texts, note)


def many(count: int) -> tuple[str, ...]:
    return tuple(f"text number {number}" for number in range(1, count + 1))


async def leads_to(pilot: Pilot[None], keys: str, words: str) -> None:
    page = pilot.app
    assert isinstance(page, Page)
    await pilot.press(*keys.split())
    await until(lambda: words in "\n".join(page.lines), f"{keys} did not lead to {words!r}")


async def test_a_heat_map_says_in_words_what_the_cursor_is_on() -> None:
    heat = HeatMap()
    page = Page(heat)
    async with page.run_test(size=(70, 18)) as pilot:
        await page.show(TEXTS, missing=1, note="1 of 5 has no vector")
        await until(lambda: "! 1 of 5 has no vector" in page.lines[0])
        assert page.lines[1].split() == ["1", "3", "4", "5"]
        alike = heat.similarity.at(0, 1)
        assert f"[{alike * 100:.0f}]" in page.lines[2]
        assert f"cosine {alike:.4f}" in page.lines[-1] + page.lines[9]
        await leads_to(pilot, "j", "3 How do I reset my password?")
        assert heat.pair == (1, 1)
        await leads_to(pilot, "G", "5 [red]markup␛[31m")
        await pilot.press("y", "k", "enter", "h", "h")
        await until(lambda: len(page.heard) == 2)
        text, place = page.heard
        assert str(text).split("\t")[1:] == ["[red]markup␛[31m", "How do I reset my password?"]
        assert place == 3
        # Like beside like: the two about passwords, the cursor where it was.
        pair = heat.pair
        await pilot.press("s")
        rows = [line.strip("▌ ")[0] for line in page.lines[2:6]]
        assert sorted(rows) == ["1", "3", "4", "5"]
        assert abs(rows.index("1") - rows.index("3")) == 1
        assert heat.pair == pair
        # Another picture without them.
        await page.show(TEXTS[:1])
        await until(lambda: "One vector has nothing to be compared with." in page.lines[0])
        await pilot.press("j", "l", "s", "w", "y", "enter")
        assert len(page.heard) == 2


async def test_a_large_heat_map_is_scrolled_both_ways() -> None:
    heat = HeatMap()
    page = Page(heat)
    async with page.run_test(size=(60, 14)) as pilot:
        await page.show(many(96))
        await until(lambda: "of 96" in page.lines[0])
        assert "1-10 of 96" in page.lines[0]
        await leads_to(pilot, "G L", "87-96 of 96")
        assert page.lines[9].startswith("▌96 text number 96")
        await leads_to(pilot, "H g", "1-10 of 96")
        await leads_to(pilot, "ctrl+d", "9 text number 9")
        await leads_to(pilot, "w", "1-40 of 96")
        assert "↓" in page.lines[0]
        await pilot.resize_terminal(130, 14)
        await until(lambda: "of 96" not in page.lines[0])
        await leads_to(pilot, "w l l l", "5 text number 5")
        # The outermost column leaves the key to the page.
        await pilot.press("L", "l")
        assert heat.pair[1] == 95


async def test_shades_are_signs_where_there_are_no_colours() -> None:
    page = Page(HeatMap(), plain=True)
    async with page.run_test(size=(60, 18)):
        await page.show(TEXTS)
        await until(lambda: page.lines[1:2] != [""])
        cells = [line[20:] for line in page.lines[1:6]]
        assert "#" in "".join(cells)
        assert "." in "".join(cells)
        assert all(line.isascii() for line in page.lines if "markup" not in line)
        assert any(". -" in line or ". 0." in line for line in page.lines if "cosine" in line)


async def test_a_map_names_its_points_and_keys_go_to_the_nearest() -> None:
    vectors = VectorMap()
    page = Page(vectors)
    async with page.run_test(size=(90, 20)) as pilot:
        await page.show(TEXTS[:4])
        await until(lambda: "I forgot my password" in "\n".join(page.lines[:16]))
        assert "nearest: 3 How do I reset my password?" in page.lines[-2]
        x = vectors._chart.cell(0)[0]
        side = "l" if vectors._chart.cell(1)[0] > x else "h"
        await pilot.press(side, side, side)
        await until(lambda: vectors.place in (1, 3))
        await pilot.press("y", "enter", "g")
        await until(lambda: len(page.heard) == 2)
        assert page.heard[0] == TEXTS[int(page.heard[1])]
        await leads_to(pilot, "G", "nearest: 2 Where is my parcel?")
        await leads_to(pilot, "pagedown", "nearest: 3 How do I")
        # What is shown next keeps the point, where it is still there.
        vectors.point_to(2)
        await page.show(TEXTS, missing=0)
        assert vectors.place == 2
        await page.show(TEXTS[:1])
        await pilot.press("j", "l", "g", "G", "y")
        await until(lambda: "One vector has nothing" in page.lines[0])


async def test_of_very_many_points_dots_are_drawn() -> None:
    for plain in (False, True):
        vectors = VectorMap()
        page = Page(vectors, plain=plain)
        async with page.run_test(size=(50, 8)) as pilot:
            await page.show(many(201))
            await leads_to(pilot, "G", "201 text number 201")
            drawn = "".join(page.lines[:7])
            assert drawn.isascii() is plain
            assert "201" in drawn
            assert len(drawn.replace(" ", "")) > 60
