"""The answer of a playground: its pages, what stands there before one came, what is said of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from textual import on, work
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.state.playground.run import Run

JSON: Final = "JSON"


class Paged(Protocol):
    """Who knows what the pages of an answer are, and how they are filled."""

    INTRO: ClassVar[str]
    PAGES: ClassVar[tuple[str, ...]]
    AHEAD: ClassVar[tuple[str, ...]]

    def title_of(self, run: Run[Any]) -> str:
        """A run in a few words, over its answer."""

    def make_page(self, name: str) -> Widget:
        """The widget of a page."""

    async def fill_page(self, name: str, run: Run[Any]) -> None:
        """Bring a page up to date with a run."""

    def raw(self, run: Run[Any]) -> Any:
        """The answer as a JSON value. Done in a thread."""


class Answered(Vertical):
    """Shows runs, one at a time. A page is filled when it comes into sight, and not before."""

    DEFAULT_CSS = """
    Answered {
        height: 1fr; margin-top: 1;
        & #answer { height: 1fr; }
        & #answer.-empty { display: none; }
        & #intro { height: 1fr; padding: 0 2; color: $text-muted; display: none; }
        & #intro:ansi { text-style: dim; }
        & #intro.-shown { display: block; }
        & .panel--banner { height: auto; max-height: 80%; padding: 0 2; display: none;
            margin-bottom: 1; }
        & .panel--banner.-shown { display: block; }
        & #told { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
        & #told:ansi { text-style: dim; }
        & #told.-wrong { color: $error; text-style: none; }
    }
    """

    def __init__(self, paged: Paged) -> None:
        super().__init__(id="answered")
        self._paged = paged
        self._run: Run[Any] | None = None
        self.pages = Detail((*paged.PAGES, JSON), self._made, id="answer")
        self.pages.add_class("-empty")
        self.banner = Static("", classes="panel--banner", markup=False)
        self.intro = Static(Content(plain(paged.INTRO)), id="intro", classes="-shown")
        self.told = Static("", id="told", markup=False)
        self.outdated: set[str] = set()
        """The pages that do not show what they should."""
        self._filling = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.banner
        yield self.intro
        yield self.pages
        yield self.told

    # --- its pages

    def show(self, run: Run[Any] | None) -> None:
        """Show a run, its page in sight at once; None for nothing."""
        self._run = run
        if run is not None:
            self.pages.title = self._paged.title_of(run)
        self.open(run is not None)
        self.outdated = {*self._paged.PAGES, JSON}
        self.fill()

    def open(self, there: bool = True) -> None:
        """Show the pages, or what stands there before there is something to show."""
        self.pages.set_class(not there, "-empty")
        self._show_intro()

    @on(Detail.PageShown)
    def _page_shown(self, event: Detail.PageShown) -> None:
        event.stop()
        self.fill()

    @work(group="fill")
    async def fill(self) -> None:
        """Fill the page in sight, if it is not up to date; again, when news came meanwhile."""
        async with self._filling:
            while (run := self._run) is not None and (page := self._wanted()):
                self.outdated.discard(page)
                self.pages.prepare(page)
                body = self.pages.body(page)
                if isinstance(body, JsonView) and page == JSON:
                    body.show(await asyncio.to_thread(self._paged.raw, run), of=str(run.at))
                else:
                    await self._paged.fill_page(page, run)

    async def filled(self) -> None:
        """Return when no page is being filled."""
        async with self._filling:
            pass

    def _wanted(self) -> str:
        """The next page to be filled: that in sight, then those that are filled ahead."""
        pages = (self.pages.page, *self._paged.AHEAD)
        return next((page for page in pages if page in self.outdated), "")

    def _made(self, name: str) -> Widget:
        return JsonView() if name == JSON else self._paged.make_page(name)

    @on(FactList.CopyAsked)
    @on(JsonView.CopyAsked)
    def _copy_asked(self, event: FactList.CopyAsked | JsonView.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)

    # --- what is said of it

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Say under the answer what it took, or how far it is."""
        sign = f"{signs_of(self.app).failed} " if wrong else ""
        self.told.update(Content(plain(f"{sign}{text}" if text else "")))
        self.told.set_class(wrong, "-wrong")

    def show_banner(self, text: str) -> None:
        """Say, calmly, what should be known before anything else; an empty text takes it back."""
        self.banner.update(Content(plain(text)))
        self.banner.set_class(bool(text), "-shown")
        self._show_intro()

    def _show_intro(self) -> None:
        empty = self.pages.has_class("-empty") and not self.banner.has_class("-shown")
        self.intro.set_class(empty, "-shown")
