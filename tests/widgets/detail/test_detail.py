"""Facts and pages about a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.containers import Vertical

from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Heading, Link, Note
from cohere_tui.widgets.detail.detail import Detail, PageNames
from cohere_tui.widgets.detail.fact_list import FactList
from tests.until import until

if TYPE_CHECKING:
    from typing import Self

    from textual.app import ComposeResult
    from textual.widget import Widget

FACTS = (
    Note("A warning of two lines, wide", Tone.WARNING),
    Fact("status", "ready", Tone.READY),
    Fact("model", "embed-v4.0", link=Link("models", "embed-v4.0")),
    Heading("Parts"),
    Fact("text", "a b c d e f g h i j k l m n o p q r s t"),
    Fact("id", "abc…xyz", copied="abcdefxyz"),
)


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(("Overview", "Parts", "JSON"), self.make)
        self.made: list[str] = []
        self.shown: list[str] = []
        self.followed: list[Link] = []
        self.copied: list[str] = []

    def make(self, name: str) -> Widget:
        self.made.append(name)
        return FactList(*FACTS) if name == "Overview" else FactList(Fact("page", name))

    def compose(self) -> ComposeResult:
        yield self.detail

    def on_mount(self) -> None:
        self.detail.title = "reviews-7x2k9a"
        self.detail.focus()

    @on(Detail.PageShown)
    def keep(self, event: Detail.PageShown) -> None:
        self.shown.append(event.name)

    @on(FactList.Followed)
    def follow(self, event: FactList.Followed) -> None:
        self.followed.append(event.link)

    @on(FactList.CopyAsked)
    def copy(self, event: FactList.CopyAsked) -> None:
        self.copied.append(event.text)

    def lines(self) -> list[str]:
        body = self.detail.shown
        return [strip.text.rstrip() for strip in body.render_lines(body.size.region)]


async def test_facts_are_aligned_wrapped_and_signed() -> None:
    page = Page()
    async with page.run_test(size=(30, 14)):
        assert page.lines()[:9] == [
            " ! A warning of two lines,",
            " wide",
            " status  ● ready",
            " model   embed-v4.0",
            "",
            " Parts",
            " text    a b c d e f g h i j",
            "         k l m n o p q r s t",
            " id      abc…xyz",
        ]


async def test_the_cursor_follows_links_and_copies_values() -> None:
    page = Page()
    async with page.run_test(size=(30, 14)) as pilot:
        await pilot.press("enter", "j", "enter", "y", "G", "y", "g", "k", "y")
        assert page.followed == [Link("models", "embed-v4.0")]
        assert page.copied == ["embed-v4.0", "abcdefxyz", "ready"]


async def test_a_page_is_made_when_it_is_first_shown() -> None:
    page = Page()
    async with page.run_test(size=(30, 14)) as pilot:
        assert page.made == ["Overview"]
        await pilot.press("l")
        await until(lambda: page.lines()[0] == " page  Parts")
        assert page.shown == ["Parts"]
        await until(lambda: page.focused is page.detail.shown)
        await pilot.press("h", "h")
        assert page.shown == ["Parts", "Overview", "JSON"]
        assert page.made == ["Overview", "Parts", "JSON"]
        await pilot.press("l")
        assert page.lines()[2] == " status  ● ready"


async def test_a_click_on_a_name_shows_its_page() -> None:
    page = Page()
    async with page.run_test(size=(30, 14)) as pilot:
        await pilot.click(PageNames, offset=(13, 0))
        await until(lambda: page.detail.page == "Parts")
        await pilot.click(PageNames, offset=(10, 0))
        assert page.detail.page == "Parts"


async def test_nothing_to_stand_on_scrolls() -> None:
    page = Page()
    async with page.run_test(size=(30, 8)) as pilot:
        body = page.detail.shown
        assert isinstance(body, FactList)
        body.facts = tuple(Note(f"line {number}") for number in range(30))
        await pilot.press("j", "j", "y", "enter", "pagedown", "pageup", "G", "g")
        assert page.copied == []
        assert page.lines()[0] == " line 0"


async def test_what_is_shown_is_harmless() -> None:
    page = Page()
    async with page.run_test(size=(30, 14)):
        body = page.detail.shown
        assert isinstance(body, FactList)
        body.facts = (Fact("[b]\x1b[31m", "[/]\u202eevil\x07"), Heading("\x1b]0;x\x07"))
        text = "\n".join(page.lines())
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[/]" in text


async def test_the_whole_line_of_the_cursor_is_marked() -> None:
    page = Page()
    async with page.run_test(size=(40, 12)):
        facts = page.detail.shown
        assert isinstance(facts, FactList)
        await until(lambda: facts.has_focus)
        (line,) = (strip for y in range(12) if "ready" in (strip := facts.render_line(y)).text)
        assert len({segment.style.bgcolor for segment in line if segment.style}) == 1


async def test_where_nothing_leads_anywhere_nothing_is_followed() -> None:
    page = Page()
    async with page.run_test(size=(40, 12)):
        facts = page.detail.shown
        assert isinstance(facts, FactList)
        await until(lambda: "enter" in page.screen.active_bindings)
        facts.facts = (Fact("status", "ready"),)
        await until(lambda: "enter" not in page.screen.active_bindings)


async def test_names_that_there_is_no_room_for_are_told_and_can_be_reached() -> None:
    page = Page()
    async with page.run_test(size=(17, 14)) as pilot:
        names = page.query_one(PageNames)
        assert str(names.render()) == "Overview  …"
        await pilot.click(PageNames, offset=(11, 0))
        await until(lambda: page.shown == ["Parts"])
        assert str(names.render()) == "…  Parts  JSON"
        await pilot.click(PageNames, offset=(1, 0))
        await until(lambda: page.shown == ["Parts", "Overview"])


class Framed(Vertical):
    """A page that is not focused itself, but something in it."""

    def compose(self) -> ComposeResult:
        yield FactList(*FACTS)

    def focus(self, scroll_visible: bool = True) -> Self:
        self.query_one(FactList).focus(scroll_visible)
        return self


async def test_a_page_says_what_in_it_takes_the_focus() -> None:
    class Whole(Page):
        def make(self, name: str) -> Widget:
            return Framed()

        def on_mount(self) -> None:
            """The page comes first."""

    page = Whole()
    async with page.run_test(size=(40, 12)):
        page.detail.focus()
        await until(lambda: page.detail.query_one(FactList).has_focus)
