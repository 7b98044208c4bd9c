"""Texts to read in a dialog: the help of the focused place, the problems of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cohere_tui.widgets.deeds import deeds_of, title_of
from cohere_tui.widgets.keymap import written
from cohere_tui.widgets.reading_dialog import ReadingDialog
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.dom import DOMNode
    from textual.screen import Screen


class Reader(ReadingDialog[None]):
    """A text that is read: scrolls, and `y` copies it."""

    DEFAULT_CSS = """
    Reader {
        & .dialog { width: 82; }
        & VerticalScroll {
            height: auto; max-height: 78vh; margin-top: 1; scrollbar-size-vertical: 1;
        }
        & .reader--text { height: auto; padding-right: 1; }
    }
    Reader.-short VerticalScroll { margin-top: 0; max-height: 85vh; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "close", "Close", id="dialog.close"),
        Binding("down,j", "scroll('down')", "Down", id="reader.down", show=False),
        Binding("up,k", "scroll('up')", "Up", id="reader.up", show=False),
        Binding("pagedown,space", "scroll('page_down')", "Page", id="reader.page_down"),
        Binding("pageup", "scroll('page_up')", "Page up", id="reader.page_up", show=False),
        Binding("g,home", "scroll('home')", "Start", id="reader.home", show=False),
        Binding("G,end", "scroll('end')", "End", id="reader.end", show=False),
        Binding("y", "copy", "Copy", id="reader.copy"),
    ]

    BINDING_GROUP_TITLE = "Texts to read"
    AUTO_FOCUS = "VerticalScroll"
    cancelled = None

    def __init__(self, title: str, text: Content) -> None:
        super().__init__(title)
        self._text = text

    def body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Static(self._text, classes="reader--text")

    async def text_to_read(self) -> str:
        """The whole text."""
        return self._text.plain

    def action_scroll(self, where: str) -> None:
        """Scroll the text."""
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)

    def action_copy(self) -> None:
        """Copy the whole text."""
        self.app.copy_to_clipboard(self._text.plain)


@dataclass(frozen=True, slots=True)
class Section:
    """What one place offers."""

    title: str
    about: str
    rows: tuple[tuple[str, str], ...]
    """Keys as they are written, and what they do."""


def sections(screen: Screen[Any], keymap: Mapping[str, str]) -> tuple[Section, ...]:
    """The help of what is focused, of what it stands in, of the screen and of the app."""
    focused = screen.focused
    chain: Sequence[DOMNode] = (
        focused.ancestors_with_self if focused is not None else (screen, screen.app)
    )
    signs = signs_of(screen.app)
    found = []
    seen: set[str] = set()
    for node in chain:
        deeds = [deed for deed in deeds_of(node, keymap) if deed.id not in seen and deed.keys]
        seen.update(deed.id for deed in deeds)
        rows = tuple((written(deed.keys, signs), deed.title) for deed in deeds)
        about = cleandoc(getattr(node, "HELP", None) or "")
        if rows or about:
            found.append(Section(title_of(type(node)), about, rows))
    return tuple(found)


def help_text(some: Sequence[Section], screen: Screen[Any]) -> Content:
    """The sections as one text, keys in a column of their own."""
    column = max((len(keys) for part in some for keys, _ in part.rows), default=0)
    column = min(column, 22)
    secondary = quiet(screen.app)
    lines: list[Content] = []
    for part in some:
        if lines:
            lines.append(Content(""))
        lines.append(Content.styled(part.title, "bold $accent"))
        if part.about:
            lines.append(Content.styled(part.about, secondary))
        lines.extend(
            Content.assemble((keys.ljust(column), "bold"), "  ", (does, secondary))
            for keys, does in part.rows
        )
    return Content("\n").join(lines)


def help_for(screen: Screen[Any], keymap: Mapping[str, str]) -> Reader:
    """The help of `screen` as it is now."""
    return Reader("Help", help_text(sections(screen, keymap), screen))
