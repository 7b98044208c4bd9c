"""Everything about one thing: its name, the names of its pages, and one of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive, var
from textual.widget import Widget

from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.pane_title import PaneTitle
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual import events
    from textual.app import ComposeResult


class PageNames(Widget):
    """The names of the pages side by side; the shown one is bold and underlined."""

    DEFAULT_CSS = "PageNames { height: 1; padding: 0 1; margin-bottom: 1; }"

    names: reactive[tuple[str, ...]] = reactive(())
    shown: reactive[str] = reactive("")

    @dataclass
    class Chosen(Message):
        """A name was clicked."""

        name: str

    def render(self) -> Content:
        """The line; scrolled so far that the shown name is in it."""
        secondary = quiet(self.app)
        names = list(self.names)
        while len(names) > 1 and names[0] != self.shown and _width(names) > self.size.width:
            names = names[1:]
        return Content("  ").join(
            Content.styled(name, "bold underline $accent" if name == self.shown else secondary)
            for name in names
        )

    def on_click(self, event: events.Click) -> None:
        """Show the page whose name was clicked."""
        at = event.x - self.styles.padding.left
        for name in self.names:
            if 0 <= at < len(name):
                self.post_message(self.Chosen(name))
                return
            at -= len(name) + 2


def _width(names: list[str]) -> int:
    return sum(len(name) + 2 for name in names) - 2


class Detail(Vertical, inherit_bindings=False):
    """Shows one of the pages `names` under `title`; a page is made when it is first shown.

    `make` gives the widget of a page. When another is shown, the screen hears of it, and fills it.
    """

    DEFAULT_CSS = """
    Detail {
        width: 1fr; height: 1fr; background: $background;
        & .detail--page { height: 1fr; }
    }
    """

    BINDING_GROUP_TITLE = "Detail"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "turn(1)", "Next page", id="detail.next", show=True),
        Binding("h,left", "turn(-1)", "Previous page", id="detail.previous", show=False),
    ]

    title: var[str] = var("")
    word: var[str] = var("")
    """A dim word behind the title: `reloading…`."""
    names: var[tuple[str, ...]] = var(())
    page: var[str] = var("")
    """The name of the shown page."""

    @dataclass
    class PageShown(Message):
        """Another page is shown; it may want to be filled."""

        name: str

    def __init__(
        self,
        names: tuple[str, ...],
        make: Callable[[str], Widget],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._make = make
        self._pages: dict[str, Widget] = {}
        self.set_reactive(Detail.names, names)
        self.set_reactive(Detail.page, names[0])

    def compose(self) -> ComposeResult:
        """Title, names, the first page."""
        here = Detail
        yield PaneTitle("").data_bind(here.word, text=here.title)
        yield PageNames().data_bind(names=here.names, shown=here.page)
        yield self.body(self.page)

    def body(self, name: str) -> Widget:
        """The widget of a page, made when it is first asked for."""
        if name not in self._pages:
            page = self._pages[name] = self._make(name)
            page.add_class("detail--page")
        return self._pages[name]

    @property
    def shown(self) -> Widget:
        """The widget of the page in sight."""
        return self.body(self.page)

    def turn_to(self, name: str) -> None:
        """Show a page."""
        if name == self.page or name not in self.names:
            return
        had_focus = self.has_focus_within
        self.shown.display = False
        self.page = name
        body = self.shown
        if not body.is_attached:
            self.mount(body)
        body.display = True
        if had_focus:
            body.focus()
        self.post_message(self.PageShown(name))

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the page in sight."""
        self.screen.set_focus(self.shown, scroll_visible)
        return self

    def on_descendant_focus(self) -> None:
        """Say in the title whether the keys come here."""
        for title in self.query(PaneTitle):
            title.focused = self.has_focus_within

    on_descendant_blur = on_descendant_focus

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def action_turn(self, step: int) -> None:
        """Show the next page, or the one before; round at the ends."""
        if len(self.names) < 2:
            raise SkipAction
        at = self.names.index(self.page) if self.page in self.names else 0
        self.turn_to(self.names[(at + step) % len(self.names)])

    def on_page_names_chosen(self, message: PageNames.Chosen) -> None:
        """A name was clicked."""
        message.stop()
        self.turn_to(message.name)
