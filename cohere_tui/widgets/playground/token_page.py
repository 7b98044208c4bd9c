"""Pages of tokens: a text with what is to be said about it, alone or two models side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import one_line
from cohere_tui.state.columns import Tone
from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.token_words import ASCII_MARKS, MARKS, quoted
from cohere_tui.state.playground.tokens import Tokens
from cohere_tui.widgets.playground.token_layout import Written, written
from cohere_tui.widgets.playground.token_text import TokenText
from cohere_tui.widgets.playground.token_view import TokenView
from cohere_tui.widgets.themes import ASCII, signs_of
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from typing import Self

    from textual.app import App, ComposeResult

    from cohere_tui.state.playground.token_words import Marks
    from cohere_tui.state.playground.tokens import Token

_SIDE_BY_SIDE: Final = 76
"""Cells from which two texts stand beside each other."""


def marks_of(app: App[object]) -> Marks:
    """What stands for white space in this terminal."""
    return ASCII_MARKS if signs_of(app) is ASCII else MARKS


@dataclass(frozen=True)
class TokenLines:
    """Tokens, and the lines over them."""

    what: Written = field(default_factory=lambda: written(Tokens("")))
    head: str = ""
    check: tuple[str, Tone] = ("", Tone.PLAIN)
    note: str = ""
    """What is to be known before anything is read off them."""
    marked: frozenset[int] = frozenset()


class TokenPage(Vertical):
    """Shows tokens under what is said about all, and over what is said about the one here."""

    SCOPED_CSS = False  # else the second of the rules for short screens does not hold
    DEFAULT_CSS = """
    TokenPage {
        & > Static { height: auto; padding: 0 1; }
        & > .tokens--head { text-style: bold; }
        & > .tokens--check { color: $text-muted; }
        & > .tokens--check:ansi { text-style: dim; }
        & > .tokens--check.-ready { color: $success; text-style: none; }
        & > .tokens--check.-warning, & > .tokens--note {
            color: $warning; text-style: bold; max-height: 4;
        }
        & > TokenView { margin-top: 1; }
        & > .tokens--here { min-height: 2; max-height: 3; color: $text-muted; margin-top: 1; }
        & > .tokens--here:ansi { text-style: dim; }
    }
    .-short TokenPage > TokenView, .-short TokenPage > .tokens--here { margin-top: 0; }
    """

    def __init__(self, view: TokenView | None = None) -> None:
        super().__init__()
        self.view = view or TokenView()
        """The text."""
        self._lines = TokenLines()
        self._is_here = self._wants_focus = False

    def compose(self) -> ComposeResult:
        """Lines, text, and what the cursor is on."""
        for name in ("head", "check", "note"):
            yield Static("", classes=f"tokens--{name}", markup=False)
        yield self.view
        yield Static("", classes="tokens--here", markup=False)

    def on_mount(self) -> None:
        """Show what was given before."""
        self._is_here = True
        self.show(self._lines)
        if self._wants_focus:
            self.screen.set_focus(self.view)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the text, as soon as it is there."""
        self._wants_focus = True
        if self._is_here:
            self.screen.set_focus(self.view, scroll_visible)
        return self

    def show(self, lines: TokenLines) -> None:
        """Show other tokens."""
        self._lines = lines
        if not self._is_here:
            return
        told, tone = lines.check
        self._say("head", lines.head)
        self._say("check", signed(told, tone, signs_of(self.app)) if told else "")
        check = self.query_one(".tokens--check")
        check.set_class(tone is Tone.READY, "-ready")
        check.set_class(tone is Tone.WARNING, "-warning")
        self._say("note", f"{signs_of(self.app).warning} {lines.note}" if lines.note else "")
        self.view.what = lines.what
        self.view.marked = lines.marked
        self.tell_here()

    def tell_here(self) -> None:
        """Say what the cursor is on."""
        self._say("here", "\n".join(told_of(self.view.tokens, self.view.here, marks_of(self.app))))

    def _say(self, name: str, text: str) -> None:
        line = self.query_one(f".tokens--{name}", Static)
        line.update(Content(text))
        line.display = bool(text)

    @on(TokenText.Moved)
    def _moved(self) -> None:
        self.tell_here()


def told_of(tokens: Tokens, token: Token | None, marks: Marks = MARKS) -> tuple[str, ...]:
    """Everything about one token: which it is, what it says, and where it stands."""
    if token is None:
        return ()
    words = quoted(token.string, marks=marks)
    first = [f"{token.number + 1:,} of {len(tokens):,}", f"id {token.id}", f"“{words}”"]
    if token.fit is Fit.EXACT and tokens.is_part(token):
        first.append(f"part of “{quoted(tokens.words_of(token), marks=marks)}”")
    second = [one for one in (tokens.size_of(token), tokens.place_of(token)) if one]
    return one_line(" · ".join(first)), one_line(" · ".join(second))


class TokenPair(Container):
    """Two models' tokens: side by side where there is room; the cursor of one leads the other."""

    DEFAULT_CSS = """
    TokenPair {
        layout: vertical;
        & > .tokens--pair { height: auto; padding: 0 1; margin-bottom: 1; }
        & > .tokens--sides { height: 1fr; layout: vertical; }
        & TokenPage { height: 1fr; width: 1fr; }
        &.-beside > .tokens--sides { layout: horizontal; }
    }
    .-short TokenPair > .tokens--pair { margin-bottom: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        unmarked = "Both cut the text at the same places."
        self.pages = tuple(TokenPage(TokenView(unmarked=unmarked)) for _ in range(2))
        """One for each model."""
        self._told = ""
        self._two = False

    def compose(self) -> ComposeResult:
        """What is said about both, and both."""
        yield Static("", classes="tokens--pair", markup=False)
        with Container(classes="tokens--sides"):
            yield from self.pages

    def on_mount(self) -> None:
        """Show what was given before."""
        self._tell()

    def on_resize(self) -> None:
        """Beside each other, or one below the other."""
        self.set_class(self.size.width >= _SIDE_BY_SIDE, "-beside")

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the first text."""
        self.pages[0].focus(scroll_visible)
        return self

    def show(self, told: str, *sides: TokenLines) -> None:
        """Show two models' tokens; or those of one, and say why there are not two."""
        self._told, self._two = told, len(sides) == 2
        for page, lines in zip(self.pages, sides, strict=False):
            page.show(lines)
        if self.is_mounted:
            self._tell()

    def _tell(self) -> None:
        self.query_one(".tokens--pair", Static).update(Content(self._told))
        self.pages[1].display = self._two

    @on(TokenText.Moved)
    def _moved(self, event: TokenText.Moved) -> None:
        event.stop()
        here = event.view.here
        for page in self.pages:
            same = page.view.tokens.text == event.view.tokens.text
            if page.view is not event.view and here is not None and same and event.view.has_focus:
                page.view.follow(here.begin)
                page.tell_here()
