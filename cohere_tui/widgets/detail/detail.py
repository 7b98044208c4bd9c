"""Everything about one thing: its name, the names of its pages, and one of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive, var
from textual.widget import Widget

from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.pane_title import PaneTitle
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual import events
    from textual.app import ComposeResult


_GAP: Final = 2
"""Cells between the names of pages."""


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
        """The line. Where it is too narrow, names left out are told by an ellipsis."""
        secondary, sign = quiet(self.app), signs_of(self.app).ellipsis
        names = in_sight(self.names, self.shown, self.content_size.width, len(sign))
        words = [
            Content.styled(name, "bold underline $accent" if name == self.shown else secondary)
            for name in names
        ]
        dots = Content.styled(sign, secondary)
        if names[:1] != self.names[:1]:
            words.insert(0, dots)
        if names[-1:] != self.names[-1:]:
            words.append(dots)
        return Content(" " * _GAP).join(words)

    def on_click(self, event: events.Click) -> None:
        """Show the page whose name was clicked; on an ellipsis, the next one behind it."""
        sign = signs_of(self.app).ellipsis
        names = in_sight(self.names, self.shown, self.content_size.width, len(sign))
        first, last = self.names.index(names[0]), self.names.index(names[-1])
        places = [(name, len(name)) for name in names]
        if first:
            places.insert(0, (self.names[first - 1], len(sign)))
        if last < len(self.names) - 1:
            places.append((self.names[last + 1], len(sign)))
        at = event.x - self.styles.padding.left
        for name, width in places:
            if 0 <= at < width:
                self.post_message(self.Chosen(name))
                return
            at -= width + _GAP


def in_sight(names: tuple[str, ...], shown: str, room: int, dots: int) -> tuple[str, ...]:
    """As many names as fit beside the one that is shown, in their order, without a gap.

    Room is left for `dots` cells on each side where names are left out.
    """
    at = names.index(shown) if shown in names else 0
    first, last = at, at + 1
    while last < len(names) and _width(names, first, last + 1, dots) <= room:
        last += 1
    while first and _width(names, first - 1, last, dots) <= room:
        first -= 1
    return names[first:last]


def _width(names: tuple[str, ...], first: int, last: int, dots: int) -> int:
    words = sum(len(name) for name in names[first:last]) + _GAP * (last - first - 1)
    ends = (first > 0) + (last < len(names))
    return words + ends * (dots + _GAP)


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
    ALLOW_MAXIMIZE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right,shift+right", "turn(1)", "Next page", id="detail.next", show=True),
        Binding("h,left,shift+left", "turn(-1)", "Previous page", id="detail.previous", show=False),
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

    def prepare(self, name: str) -> None:
        """Put a page where it will be shown, out of sight, so that turning to it is quick."""
        body = self.body(name)
        if not body.is_attached:
            body.display = name == self.page
            self.mount(body)

    def turn_to(self, name: str) -> None:
        """Show a page."""
        if name == self.page or name not in self.names:
            return
        had_focus = self.has_focus_within
        self.shown.display = False
        self.page = name
        body = self.shown
        self.prepare(name)
        body.display = True
        if had_focus:
            body.focus()
        self.post_message(self.PageShown(name))

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the page in sight, or what it gives the focus to."""
        if self.shown.can_focus:
            self.screen.set_focus(self.shown, scroll_visible)
        else:
            self.shown.focus(scroll_visible)
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
