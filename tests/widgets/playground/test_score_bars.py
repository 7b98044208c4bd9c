"""Ranked documents: what is shown at which width, and what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App

from cohere_tui.models.rerank import Ranked
from cohere_tui.state.playground.ranking import Ranking, ranked
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.playground.score_bars import ScoreBars
from cohere_tui.widgets.playground.score_curve import ScoreCurve
from cohere_tui.widgets.playground.thresholds import Thresholded
from cohere_tui.widgets.themes import ANSI, ASCII, UNICODE
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

LONG = " ".join(f"word{number}" for number in range(400))
TEXTS = ("Corn is ground.", f"First {LONG} last.", "A tide mill stores\nwater.", "", "日本語 mill")
SCORES = (0.08, 0.91, 0.95, 7.1e-05, 0.01)


def ranking(
    texts: Sequence[str] = TEXTS,
    scores: Sequence[float | None] = SCORES,
    spans: dict[int, Any] | None = None,
) -> Ranking:
    marked = {at: [{"start": a, "end": b, "score": 1} for a, b in (spans or {}).get(at, ())]
              for at in range(len(texts))}  # fmt: skip
    results = [
        Ranked.model_validate({"index": at, "relevance_score": score, "relevant_spans": marked[at]})
        for at, score in enumerate(scores)
    ]
    found = ranked(results, texts)
    return found.parted_at(found.widest_gap)


class Page(App[None]):
    """Bars whose line is moved at once; keeps what is copied."""

    def __init__(self, shown: Ranking, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.register_theme(ANSI)
        self.signs = ASCII if ascii_only else UNICODE
        self.bars = ScoreBars()
        self.bars.ranking = shown
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.bars

    def on_mount(self) -> None:
        self.bars.focus()

    @on(Thresholded.Moved)
    def move(self, event: Thresholded.Moved) -> None:
        self.bars.ranking = self.bars.ranking.parted_at(event.threshold)

    @on(ScoreBars.CopyAsked)
    def copy(self, event: ScoreBars.CopyAsked) -> None:
        self.copied.append(event.text)

    def lines(self) -> list[str]:
        bars = self.bars
        shown = [strip.text.rstrip() for strip in bars.render_lines(bars.size.region)]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def on_line(self, words: str) -> int:
        return next(at for at, line in enumerate(self.lines()) if words in line)

    def styled(self, words: str) -> list[str]:
        """What stands out as `words` do, in the styles of the bars."""
        style = self.bars.get_component_rich_style(words, partial=True)
        strips = self.bars.render_lines(self.bars.size.region)
        return [
            segment.text
            for strip in strips
            for segment in strip
            if segment.text.strip() and segment.style is not None
            and segment.style.underline == style.underline
            and segment.style.reverse == style.reverse
            and (style.underline or style.reverse)
        ]  # fmt: skip


async def test_places_movements_scores_and_the_line() -> None:
    app = Page(ranking())
    async with app.run_test(size=(120, 24)):
        await until(lambda: len(app.lines()) > 5)
        lines = app.lines()
        assert lines[0].split() == ["was", "now", "relevance", "score", "document"]
        assert lines[1].startswith("▌   3 → 1    ▲2")
        assert "0.9500  A tide mill stores water." in lines[1]
        assert lines[2].endswith("…")
        assert lines[3].startswith(" ── threshold 0.5 · 2 of 5 above ──")
        assert lines[4].startswith("    1 → 3    ▼2")
        assert "▓" in lines[4]
        assert lines[6].split()[-2:] == ["7.1e-05", "(empty)"]
        assert all(cell_len(line) <= 120 for line in lines)


async def test_without_a_score_there_is_no_bar_and_no_place() -> None:
    app = Page(ranking(scores=(0.08, None, 0.95, None, 0.01)))
    async with app.run_test(size=(120, 24)) as pilot:
        await until(lambda: len(app.lines()) > 5)
        lines = app.lines()
        assert "1 of 3 above · 2 without a score" in lines[2]
        assert lines[5].split()[:4] == ["2", "-", "First", "word0"]
        assert lines[6].split() == ["4", "-", "(empty)"]
        assert lines[5].index("First") == lines[1].index("A tide")
        assert lines[5].index("-") == lines[1].index("0.9500") + 5
        await pilot.press("G", "t")
        await until(lambda: app.bars.ranking.above == 3)
        app.bars.ranking = ranking(scores=(None,) * 5)
        await pilot.press("t", "J", "K")
        await until(lambda: app.bars.ranking.threshold is None and len(app.lines()) == 6)


async def test_texts_stand_below_the_bars_where_there_is_no_room() -> None:
    app = Page(ranking(), ascii_only=True)
    async with app.run_test(size=(50, 24)):
        await until(lambda: len(app.lines()) > 8)
        lines = app.lines()
        assert lines[1].startswith("|   3 > 1    ^2")
        assert lines[2] == "|   A tide mill stores water."
        assert lines[5].startswith(" -- threshold 0.5 - 2 of 5 above --")
        assert all(line.isascii() for line in lines if "日" not in line)
        assert all(cell_len(line) <= 50 for line in lines)


async def test_keys_move_unfold_and_wrap() -> None:
    app = Page(ranking())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(app.lines()) > 8)
        await pilot.press("j", "enter")
        await until(lambda: any("last." in line for line in whole(app.bars)))
        assert app.bars.here is not None
        assert app.bars.here.text == TEXTS[1]
        await pilot.press("j")  # beyond what is longer than the screen
        await until(lambda: any("Corn" in line for line in app.lines()))
        await pilot.press("g", "j", "space", "w")
        await until(lambda: len(whole(app.bars)) == 4 * 2 + 5 + 1)
        await pilot.press("w", "G", "y")
        await until(lambda: app.copied == [""])
        await pilot.press("k", "k", "y")
        await until(lambda: app.copied[1:] == [TEXTS[0]])


def whole(bars: ScoreBars) -> list[str]:
    """All lines, also those that are not in sight."""
    spots = [bars.sheet.spot(line) for line in range(bars.sheet.height)]
    return ["".join(seg.text for seg in bars._paint.line(spot)) for spot in spots if spot]


async def test_the_line_is_moved_put_and_taken_away() -> None:
    app = Page(ranking())
    async with app.run_test(size=(80, 24)) as pilot:
        bars = app.bars
        await until(lambda: len(app.lines()) > 8)
        await pilot.press("J")
        await until(lambda: bars.ranking.above == 3)
        await pilot.press("K", "K")
        await until(lambda: bars.ranking.above == 1)
        await pilot.press("G", "t")
        await until(lambda: bars.ranking.above == 5)
        await pilot.press("t")
        await until(lambda: bars.ranking.threshold is None)
        await until(lambda: not any("threshold" in line for line in app.lines()))
        await pilot.press("e")
        await until(lambda: isinstance(app.screen, Ask))
        await typed(pilot, "x")
        await pilot.press("enter", "backspace")
        await typed(pilot, "0.05")
        await pilot.press("enter")
        await until(lambda: bars.ranking.threshold == 0.05)
        assert bars.ranking.above == 3


async def test_words_are_found_shown_and_marked() -> None:
    app = Page(ranking())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(app.lines()) > 8)
        await pilot.press("slash")
        await until(lambda: isinstance(app.screen, Ask))
        await typed(pilot, "WORD300")
        await pilot.press("enter")
        await until(lambda: app.bars.here is not None and app.bars.here.index == 1)
        assert any("word300" in line for line in app.lines())
        assert app.styled("bars--found") == ["word300"]
        app.bars.find("mill")
        assert app.bars.here is not None
        assert app.bars.here.index == 4
        await pilot.press("n")
        await until(lambda: app.bars.here is not None and app.bars.here.index == 2)
        await pilot.press("N")
        await until(lambda: app.bars.here is not None and app.bars.here.index == 4)


async def test_passages_stand_out_and_are_seen_in_a_cut_text() -> None:
    at = TEXTS[1].index("word200 word201")
    app = Page(ranking(spans={1: [(at, at + 15)], 4: [(0, 3)], 2: [(12, 24)]}))
    async with app.run_test(size=(80, 24)):
        await until(lambda: len(app.lines()) > 8)
        assert app.styled("bars--passage") == ["stores water", "word200 word201", "日本語"]
        assert any(line.lstrip().startswith("…") for line in app.lines())


async def test_what_is_not_harmless_is_made_so() -> None:
    app = Page(ranking(["a\x1b[31m red\r\n[b]bold", "x\u202ey"], [0.9, 0.1], {0: [(1, 12)]}))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(app.lines()) > 4)
        await pilot.press("enter")
        await until(lambda: any("[b]bold" in line for line in app.lines()))
        assert "a␛[31m red" in "\n".join(app.lines())
        assert "‹U+202E›" in "\n".join(app.lines())


async def test_the_cursor_and_what_is_unfolded_stay_with_their_documents() -> None:
    app = Page(ranking())
    async with app.run_test(size=(80, 40)) as pilot:
        await until(lambda: len(app.lines()) > 8)
        await pilot.press("j", "enter")
        await until(lambda: any("last." in line for line in whole(app.bars)))
        app.bars.ranking = ranking(scores=(0.9, 0.5, 0.4, 0.3, 0.2))
        assert app.bars.here is not None
        assert app.bars.here.index == 1
        assert any("last." in line for line in whole(app.bars))
        app.bars.ranking = ranking(["other", "texts"], (0.2, 0.1))
        assert len(whole(app.bars)) == 5
        app.bars.ranking, app.bars.note = Ranking(), "Nothing came back"
        await until(lambda: app.lines()[1:] == [" ! Nothing came back"])
        await pilot.press("j", "G", "enter", "y", "t", "J", "n", "pagedown")
        assert app.copied == []


async def test_a_thousand_documents_are_gone_through_page_by_page() -> None:
    texts = [f"Number {number}. {'tide ' * number}" for number in range(1000)]
    app = Page(ranking(texts, [1 - number / 1000 for number in range(1000)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(app.lines()) > 8)
        await pilot.press("G")
        await until(lambda: any("Number 999." in line for line in app.lines()))
        assert app.on_line("Number 999.") == 23
        await pilot.press("ctrl+u", "pageup")
        await until(lambda: app.bars.here is not None and app.bars.here.index < 990)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(lambda: app.bars.here is not None and app.bars.here.index == 999)
        await pilot.press("g")
        await until(lambda: app.bars.here is not None and app.bars.here.index == 0)
        assert app.on_line("Number 0.") == 2


async def test_the_pointer_goes_to_a_document_and_unfolds_it() -> None:
    app = Page(ranking())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(app.lines()) > 8)
        await pilot.click(app.bars, offset=(10, 4))
        await until(lambda: app.bars.here is not None and app.bars.here.index == 1)
        await pilot.click(app.bars, offset=(10, 4))
        await until(lambda: any("last." in line for line in whole(app.bars)))


class Curved(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.curve = ScoreCurve()
        self.curve.ranking = ranking().parted_at(None)

    def compose(self) -> ComposeResult:
        yield self.curve

    @on(Thresholded.Moved)
    def move(self, event: Thresholded.Moved) -> None:
        self.curve.ranking = self.curve.ranking.parted_at(event.threshold)

    @property
    def words(self) -> str:
        return str(self.curve._words.content)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_the_curve_tells_where_the_line_is_and_moves_it(size: tuple[int, int]) -> None:
    app = Curved()
    async with app.run_test(size=size) as pilot:
        app.curve.focus()
        await until(lambda: app.curve.has_focus)
        assert "scores fall most below place 2" in app.words
        await pilot.press("t")
        await until(lambda: app.curve.ranking.above == 2)
        assert app.words.startswith("threshold 0.5 · 2 of 5 above")
        assert "place 2 has 0.9100, place 3 has 0.0800" in app.words
        assert app.curve.plot.mark is not None
        await pilot.press("J", "t")
        await until(lambda: app.curve.ranking.above == 2)
        await pilot.press("t")
        await until(lambda: app.curve.ranking.threshold is None)
        app.curve.ranking = ranking(scores=(0.08, None, 0.95, None, 0.01))
        assert app.words.startswith("threshold 0.5 · 1 of 3 above · 2 without a score")
        assert [len(one.points) for one in app.curve.plot.curves] == [3]
        app.curve.ranking = Ranking()
        assert app.words == "Nothing came back."
