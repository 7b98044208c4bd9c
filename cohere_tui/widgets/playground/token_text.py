"""A text with the boundaries of its tokens: shades beside each other, and marks without colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip

from cohere_tui.state.playground.tokens import Kind, Token, Tokens
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.playground.token_layout import Rows, Written, written
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

    from cohere_tui.widgets.playground.token_layout import Piece

_NOTHING: Final = written(Tokens(""))


class TokenText(Painted):
    """Shows `what`, with a cursor on a token. `marked` ones stand out. Only what is seen is drawn.

    The keys are those of `TokenView`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tokens--even",
        "tokens--odd",
        "tokens--rest",
        "tokens--added",
        "tokens--gap",
        "tokens--bar",
        "tokens--id",
        "tokens--marked",
        "tokens--cursor",
        "tokens--here",
    }

    DEFAULT_CSS = """
    TokenText {
        .tokens--even { background: $secondary-muted; }
        .tokens--odd { background: $accent-muted; }
        .tokens--rest { text-style: italic; }
        .tokens--added { color: $text-muted; text-style: italic; }
        .tokens--gap { color: $text-muted; }
        .tokens--bar { color: $text-muted; }
        .tokens--id { color: $text-muted; }
        .tokens--marked { text-style: bold underline; }
        .tokens--cursor { background: $accent; color: $background; text-style: bold; }
        .tokens--here { text-style: underline; }
        &:ansi {
            .tokens--even, .tokens--odd { background: ansi_default; }
            .tokens--added, .tokens--gap, .tokens--bar, .tokens--id { text-style: dim; }
            .tokens--cursor {
                background: ansi_default; color: ansi_default; text-style: bold reverse;
            }
        }
    }
    """

    what: var[Written] = var(_NOTHING, init=False, always_update=True)
    marked: reactive[frozenset[int]] = reactive(frozenset(), init=False)
    """Numbers of tokens."""
    ids: var[bool] = var(False, init=False)
    """Whether the ids stand under the tokens."""

    @dataclass
    class Moved(Message):
        """The cursor is on another token, or other tokens are shown."""

        view: TokenText

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        """The number of the token under the cursor."""
        self.rows = Rows(_NOTHING, 80, bars=False, ids=False)

    # --- what it shows

    @property
    def tokens(self) -> Tokens:
        """The tokens."""
        return self.what.tokens

    @property
    def here(self) -> Token | None:
        """The token under the cursor."""
        return self.tokens.all[self.at] if self.at < len(self.tokens) else None

    def watch_what(self, before: Written, now: Written) -> None:
        """Show others; of the same text the cursor stays where it is."""
        if before.tokens.text != now.tokens.text:
            self.at = 0
        self.at = max(0, min(self.at, len(now.tokens) - 1))
        self._lay_out()
        self.post_message(self.Moved(self))

    def watch_ids(self) -> None:
        """Make room for ids, or take it back."""
        self._lay_out()

    def on_resize(self) -> None:
        """Fit them into another width."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Another theme may need marks."""
        super().notify_style_update()
        if self.is_mounted and self.rows.bars is not self._bars:
            self._lay_out()

    @property
    def _bars(self) -> bool:
        """Whether shades cannot tell tokens apart."""
        return self.app.native_ansi_color or self.app.no_color

    @property
    def tall(self) -> int:
        """How many lines a row takes."""
        return 2 if self.ids else 1

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width - 2
        self.rows = Rows(self.what, width, bars=self._bars, ids=self.ids)
        self.virtual_size = Size(0, len(self.rows) * self.tall)
        self.refresh()
        self._bring_into_sight()

    def follow(self, place: int) -> None:
        """Put the cursor on the token at a byte of the text, silently."""
        if len(self.tokens):
            self.at = self.tokens.at_byte(place)
            self._bring_into_sight()
            self.refresh()

    def go(self, number: int) -> None:
        """Put the cursor on a token, if there is one of that number."""
        if 0 <= number < len(self.tokens):
            self.at = number
            self._bring_into_sight()
            self.refresh()
            self.post_message(self.Moved(self))

    def _bring_into_sight(self) -> None:
        if self.here is None or not len(self.rows):
            return
        first, last = self.rows.rows_of(self.at)
        height = min((last - first + 1) * self.tall, max(1, self.size.height))
        region = Region(0, first * self.tall, 1, height)
        self.scroll_to_region(region, animate=False, force=True)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """A row of tokens, or of their ids."""
        row, line = divmod(y + self.scroll_offset.y, self.tall)
        width = self.size.width
        if row >= len(self.rows):
            return Strip.blank(width, self.base)
        segments = [Segment(" ")]
        for piece in self.rows[row]:
            segments += self._id_under(piece) if line else self._token(piece)
        return Strip(segments).adjust_cell_length(width).apply_style(self.base)

    def _token(self, piece: Piece) -> Iterator[Segment]:
        cells = piece.cells
        if self.rows.bars and piece.first:
            yield Segment(signs_of(self.app).bar, self.style_of("tokens--bar"))
            cells += 1
        yield Segment(piece.text, self._style(piece))
        if self.ids:
            yield Segment(" " * (self.rows.room(piece) - cells))

    def _id_under(self, piece: Piece) -> Iterator[Segment]:
        token = self.what.bits[piece.bit].token
        shown = str(self.tokens.all[token].id) if piece.first and token >= 0 else ""
        text = f" {shown}" if self.rows.bars and piece.first else shown
        yield Segment(fit(text, self.rows.room(piece)), self.style_of("tokens--id"))

    def _style(self, piece: Piece) -> Style:
        bit = self.what.bits[piece.bit]
        if bit.kind is Kind.GAP:
            return self.style_of("tokens--gap")
        style = self.style_of("tokens--odd" if bit.token % 2 else "tokens--even")
        if bit.kind is Kind.REST:
            style += self.style_of("tokens--rest")
        elif bit.kind is Kind.ADDED:
            style += self.style_of("tokens--added")
        if bit.token in self.marked:
            style += self.style_of("tokens--marked")
        if bit.token == self.at:
            style += self.style_of("tokens--cursor" if self.has_focus else "tokens--here")
        return style
