"""Generations token by token: each on a shade that tells how likely it was, the figure below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from cohere_tui.plain import plain
from cohere_tui.state.playground.likelihoods import SHADES, shade
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.log.rows import row
from cohere_tui.widgets.markdown.line import Line, Span
from cohere_tui.widgets.playground.passage_lines import PassageLines
from cohere_tui.widgets.playground.passages import Passages
from cohere_tui.widgets.themes import ASCII, UNICODE, Signs, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style

    from cohere_tui.state.playground.passages import Passage

_GAP: Final = Span(" ", "text")
_STYLES: Final = tuple(f"shade--{number}" for number in range(len(SHADES)))


class TokenLines(PassageLines):
    """Two lines for each row of tokens: the tokens, and how likely each was."""

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__()
        self._signs = signs
        self._cut = signs.ellipsis
        self._known: dict[str, tuple[str, int]] = {}

    def laid_out(self, passage: Passage, width: int) -> Sequence[Line]:
        """Row after row; the prompt, where it is among the tokens, under a heading of its own."""
        before, own = passage.tokens[: passage.asked], passage.tokens[passage.asked :]
        if not before:
            return list(self._rows(own, width))
        return [
            row(("the prompt", "dim")),
            *self._rows(before, width),
            row(("what follows", "dim")),
            *self._rows(own, width),
        ]

    def _rows(self, tokens: Sequence[tuple[str, float | None]], width: int) -> Iterator[Line]:
        above: list[Span] = []
        below: list[Span] = []
        used = 0
        for token, likelihood in tokens:
            shown, wide = self._visible(token)
            figure = _figure(likelihood, self._signs)
            cells = min(max(wide, len(figure)), width)
            if used and used + cells > width:
                yield from (Line(tuple(above)), Line(tuple(below)))
                above, below, used = [], [], 0
            level = shade(likelihood)
            gap = [_GAP] if used else []
            shown = shown + " " * (cells - wide) if wide <= cells else fit(shown, cells, self._cut)
            figure = f"{figure:<{cells}}" if len(figure) <= cells else fit(figure, cells, self._cut)
            above += [*gap, Span(shown, _STYLES[level] if level >= 0 else "text")]
            below += [*gap, Span(figure, "dim")]
            used = width if "\n" in token else used + cells + 1
        if above:
            yield from (Line(tuple(above)), Line(tuple(below)))

    def _visible(self, token: str) -> tuple[str, int]:
        """A token as it is shown, and its cells; the same tokens come again and again."""
        known = self._known.get(token)
        if known is None:
            shown = visible(token, self._signs)
            known = self._known[token] = (shown, cell_len(shown))
        return known


def visible(token: str, signs: Signs) -> str:
    """A token on one line, blanks and line ends as signs."""
    blank, end = ("_", "\\n") if signs is ASCII else (signs.dot, "⏎")
    return plain(token).replace(" ", blank).replace("\n", end).replace("\t", "\\t")


def _figure(likelihood: float | None, signs: Signs) -> str:
    if likelihood is None:
        return "-" if signs is ASCII else "–"
    return f"{likelihood:.2f}" if likelihood > -100 else f"{likelihood:.0f}"


class Likelihoods(Passages):
    """Shows the tokens of passages; the legend of the shades stands above them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(_STYLES)

    DEFAULT_CSS = """
    Likelihoods {
        .shade--0 { color: $foreground; }
        .shade--1 { color: $foreground; background: $accent 16%; }
        .shade--2 { color: $foreground; background: $accent 32%; }
        .shade--3 { color: $foreground; background: $accent 32%; text-style: bold underline; }
        &:ansi .shade--1 { background: ansi_default; text-style: underline; }
        &:ansi .shade--2 { background: ansi_default; text-style: bold underline; }
        &:ansi .shade--3 { background: ansi_default; text-style: bold reverse; }
    }
    """

    def new_lines(self) -> PassageLines:
        """What lays out the tokens."""
        return TokenLines(signs_of(self.app))

    def lead(self, width: int) -> list[Line]:
        """The note; where there are tokens, what their shades mean."""
        if not self.tokens_known:
            return super().lead(width)
        legend: list[tuple[str, str]] = [("likely ", "dim")]
        for words, style in zip(SHADES, _STYLES, strict=True):
            legend += [(words, style), ("  ", "text")]
        return [row(*legend), row()]

    def style_of(self, name: str) -> Style:
        """The style of a component class; a shade is mixed with what lies under it."""
        if name in _STYLES:
            return self.get_component_rich_style(name)
        return super().style_of(name)

    @property
    def tokens_known(self) -> bool:
        """Whether there are tokens to be shown."""
        return any(one.tokens for one in self.wanted)
