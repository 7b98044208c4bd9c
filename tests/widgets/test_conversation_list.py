from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import App
from textual.color import Color
from textual.containers import Horizontal
from textual.widgets import Input, Label

from cohere_tui.state.conversation import Conversation
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.conversation_list import ConversationList
from cohere_tui.widgets.pane_title import PaneTitle
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.message import Message

NOW = 1_700_049_600.0
"""Noon, UTC, of a Wednesday."""
HOUR = 3600.0
DAY = 24 * HOUR


def named(*titles: str, every: float = HOUR) -> tuple[Conversation, ...]:
    """Conversations called `titles`, each `every` seconds older than the one before."""
    return tuple(
        Conversation(id=f"id{number}", title=title, updated_at=NOW - number * every - 60)
        for number, title in enumerate(titles)
    )


class Page(App[None]):
    """A list beside something else; keeps what the list posts."""

    CSS = "Label { width: 1fr; }"

    def __init__(self, width: int = 30) -> None:
        super().__init__()
        self.list = ConversationList()
        self.list.styles.width = width
        self.posted: list[Message] = []
        self.peeled = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.list
            yield Label("log")

    async def show(self, *conversations: Conversation, now: float = NOW) -> None:
        self.list.now = now
        self.list.conversations = conversations
        self.list.focus()
        await until(lambda: self.list.rows.has_focus)

    def at(self) -> str:
        """The id of the conversation under the cursor, empty for none."""
        return self.list.highlighted.id if self.list.highlighted else ""

    def lines(self) -> list[str]:
        """What the rows show, top to bottom, without trailing blanks."""
        rows = self.list.rows
        shown = [strip.text.rstrip() for strip in rows.render_lines(rows.size.region)]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    @on(ConversationList.Opened)
    @on(ConversationList.FilterChanged)
    @on(ConversationList.RenameAsked)
    @on(ConversationList.DeleteAsked)
    @on(ConversationList.NewAsked)
    @on(ConversationList.UndoAsked)
    @on(ConversationList.MoreWanted)
    def keep(self, message: Message) -> None:
        self.posted.append(message)


SIZES = pytest.mark.parametrize("size", [(40, 15), (120, 40)], ids=["40x15", "120x40"])


@SIZES
async def test_rows_stand_under_their_days_newest_first(size: tuple[int, int]) -> None:
    page = Page()
    async with page.run_test(size=size):
        old, new = named("Old one", "New one", every=DAY)[::-1]
        await page.show(new, old)
        assert page.lines() == [
            " Today",
            f" {'Old one':<26}1m",
            "",
            " Yesterday",
            f" {'New one':<26}1d",
        ]


@pytest.mark.parametrize("width", [20, 28, 40])
@pytest.mark.parametrize(
    "title",
    [
        "[/red] [@click=app.quit]x",
        "漢字とかな" * 20,
        "👩‍💻 emoji 🙂" * 10,
        "x" * 5_000,
        "\x1b]0;evil\x07\x1b[31m\u202eabc\u2066",
        "two\nlines\tand a tab",
        "",
    ],
    ids=["markup", "wide", "emoji", "long", "control", "lines", "empty"],
)
async def test_any_title_fits_its_row_and_does_nothing(width: int, title: str) -> None:
    page = Page(width)
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named(title, "other"))
        strip = page.list.rows.render_line(1)
        assert strip.cell_length == cell_len(strip.text) == width
        assert strip.text.endswith(" 1m ")
        assert not {"\x1b", "\x07", "\t", "\n", "\u202e", "\u2066"} & set(strip.text)
        await pilot.click(page.list.rows, offset=(9, 1))
        await until(lambda: page.posted)
        assert page.is_running


def test_fit_cuts_by_cells() -> None:
    assert fit("abc", 5) == "abc  "
    assert fit("abcdef", 4) == "abc…"
    assert fit("漢字漢字", 4) == "漢 …"
    assert fit("漢", 1) == "…"
    assert fit("漢", 0) == ""


async def test_the_open_one_has_the_bar_and_states_have_signs() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)):
        await page.show(*named("open", "receiving", "marked"))
        page.list.opened = "id0"
        page.list.receiving = frozenset({"id1"})
        page.list.marked = frozenset({"id2"})
        _, opened, receiving, marked = page.lines()
        assert opened.startswith("▌open")
        assert receiving.split() == ["receiving", "◐"]
        assert marked.split() == ["marked", "!", "2h"]


async def test_the_cursor_stays_on_its_conversation_when_rows_change() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        conversations = named("a", "b", "c")
        await page.show(*conversations)
        await pilot.press("j")
        assert page.at() == "id1"
        fresh = Conversation(id="fresh", title="fresh", updated_at=NOW)
        await page.show(fresh, *conversations)
        assert page.at() == "id1"
        await page.show(fresh, conversations[0], conversations[2])
        assert page.at() == "id2"
        await page.show()
        assert not page.at()
        await page.show(fresh)
        assert page.at() == "fresh"


async def test_the_first_rows_put_the_cursor_on_the_open_one() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)):
        page.list.opened = "id2"
        await page.show(*named("a", "b", "c"))
        assert page.at() == "id2"


async def test_moving() -> None:
    page = Page()
    async with page.run_test(size=(80, 14)) as pilot:
        await page.show(*named(*map(str, range(100)), every=60))

        async def after(*keys: str) -> str:
            await pilot.press(*keys)
            return page.at().removeprefix("id")

        assert await after("k") == "0"
        assert await after("j", "down") == "2"
        assert await after("up") == "1"
        assert await after("G") == "99"
        assert page.lines()[-1].split()[0] == "99"
        assert await after("j") == "99"
        assert await after("pageup") == "88"
        assert await after("ctrl+d") == "94"
        assert await after("g") == "0"
        assert page.lines()[0] == " Today"


async def test_ten_thousand_rows_draw_only_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page()
    drawn: list[int] = []
    async with page.run_test(size=(80, 24)) as pilot:
        await page.show(*named(*map(str, range(10_000)), every=60))
        await pilot.pause()
        rows = page.list.rows
        original = rows.render_line

        def counted(y: int) -> object:
            drawn.append(y)
            return original(y)

        monkeypatch.setattr(rows, "render_line", counted)
        await pilot.press("G")
        await pilot.pause()
        assert page.at() == "id9999"
        # However many frames it took, and none of them drew all rows.
        assert 0 < len(drawn) < 1_000


async def test_enter_and_letters_ask_the_screen() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        one, two = named("a", "b")
        await page.show(one, two)
        await pilot.press("j", "enter", "n", "e", "D", "u")
        await until(lambda: len(page.posted) == 5)
        opened, new, rename, delete, undo = page.posted
        assert isinstance(opened, ConversationList.Opened)
        assert opened.id == two.id
        assert isinstance(new, ConversationList.NewAsked)
        assert isinstance(rename, ConversationList.RenameAsked)
        assert rename.conversation == two
        assert isinstance(delete, ConversationList.DeleteAsked)
        assert delete.conversation == two
        assert isinstance(undo, ConversationList.UndoAsked)


async def test_an_empty_list_says_what_it_is_for_and_asks_nothing_of_a_row() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        assert page.lines() == [], "nobody has said yet that there are none"
        await page.show()
        assert "Your conversations are kept" in " ".join(page.lines())
        await pilot.press("j", "G", "enter", "e", "D", "n")
        await until(lambda: page.posted)
        assert [type(message) for message in page.posted] == [ConversationList.NewAsked]


def filters(page: Page) -> list[str]:
    """The filters the list has asked for."""
    return [one.text for one in page.posted if isinstance(one, ConversationList.FilterChanged)]


async def test_the_filter_is_typed_kept_cleared_and_left() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named("a", "b"))
        line = page.list.query_one(Input)
        await pilot.press("slash", "t", "n")
        await until(lambda: filters(page) == ["t", "tn"])
        assert len(page.posted) == 2
        page.list.conversations = ()
        assert page.lines()[0] == " Nothing matches “tn”."
        await pilot.press("enter")
        await until(lambda: page.list.rows.has_focus)
        assert line.display
        await pilot.press("escape")
        await until(lambda: filters(page)[-1:] == [""])
        await pilot.press("slash", "x", "escape")
        await until(lambda: filters(page)[-2:] == ["x", ""])
        assert line.has_focus
        await pilot.press("escape")
        await until(lambda: page.list.rows.has_focus)
        assert not line.display


async def test_letters_typed_right_after_the_slash_are_the_filters() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)):
        await page.show(*named("a", "b"))
        for key, character in (("slash", "/"), *((letter, letter) for letter in "ne D")):
            page.post_message(events.Key("space" if key == " " else key, character))
        line = page.list.query_one(Input)
        await until(lambda: line.value == "ne D")
        await until(lambda: filters(page)[-1:] == ["ne D"])
        assert len(page.posted) == len(filters(page))


async def test_arrows_move_the_rows_from_within_the_filter() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named("a", "b"))
        await pilot.press("slash", "down")
        await until(lambda: page.at() == "id1")


async def test_escape_with_nothing_to_peel_goes_on_to_the_screen() -> None:
    class Peeling(Page):
        BINDINGS = [("escape", "peel", "Peel")]  # noqa: RUF012

        def action_peel(self) -> None:
            self.peeled += 1

    page = Peeling()
    async with page.run_test() as pilot:
        await page.show(*named("a"))
        await pilot.press("escape")
        await until(lambda: page.peeled == 1)


async def test_more_is_wanted_once_when_the_end_is_seen() -> None:
    page = Page()
    async with page.run_test(size=(80, 14)) as pilot:
        page.list.more = True
        await page.show(*named(*map(str, range(50)), every=60))
        await pilot.pause()
        assert not page.posted
        await pilot.press("G", "g", "G")
        await until(lambda: page.posted)
        assert [type(message) for message in page.posted] == [ConversationList.MoreWanted]
        await pilot.press("m")
        await until(lambda: len(page.posted) == 2)
        await page.show(*named(*map(str, range(80)), every=60))
        await pilot.press("G")
        await until(lambda: len(page.posted) == 3)
        page.list.more = False
        await page.show(*named(*map(str, range(90)), every=60))
        await pilot.press("G", "m")
        assert len(page.posted) == 3


async def test_loading_keeps_the_rows_and_says_so_in_the_title() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named("a"))
        page.list.word = "reloading…"
        await pilot.pause()
        title = page.list.query_one(PaneTitle)
        assert title.render_line(0).text.split() == ["Conversations", "reloading…", "/"]
        assert len(page.lines()) == 2


async def test_the_title_tells_where_the_focus_is() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named("a"))
        title = page.list.query_one(PaneTitle)
        accent = Color.parse(page.theme_variables["accent"])
        await until(lambda: title.styles.color == accent)
        page.screen.set_focus(None)
        await until(lambda: title.styles.color == page.list.styles.color)
        await pilot.press("tab", "slash")
        await until(lambda: page.list.query_one(Input).has_focus)
        await until(lambda: title.styles.color == accent)


async def test_a_click_opens() -> None:
    page = Page()
    async with page.run_test(size=(80, 20)) as pilot:
        await page.show(*named("a", "b"))
        await pilot.click(page.list.rows, offset=(5, 2))
        await until(lambda: page.posted)
        assert [getattr(message, "id", "") for message in page.posted] == ["id1"]
        assert page.at() == "id1"


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    bindings = [binding for _, binding in ConversationList._merged_bindings or ()]
    assert len(bindings) > 15
    for binding in bindings:
        assert (binding.id or "").startswith("conversations.")
        assert binding.description
