"""A list of options without a frame, whose marked row can be told in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.style import Style
from textual.widgets import OptionList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widgets.option_list import Option


class OptionRows(OptionList):
    """An `OptionList` for dialogs: text is never markup, and no frame costs columns."""

    DEFAULT_CSS = """
    OptionRows, OptionRows:focus {
        height: auto; max-height: 60vh; border: none; padding: 0; background: $surface;
        background-tint: transparent; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(self, options: Iterable[Option] = (), *, can_focus: bool = True) -> None:
        super().__init__(*options, markup=False, compact=True)
        self.can_focus = can_focus

    @property
    def room(self) -> int:
        """How many cells of text fit on a row."""
        return max(1, self.scrollable_content_region.width - 2)

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """The style, with `reverse`, which Textual 8.2.8 drops: ANSI themes mark the row by it."""
        style = super().get_visual_style(*component_classes, partial=partial)
        last = component_classes[-1:]
        if last and self.get_component_styles(*last).text_style.reverse:
            return style + Style(reverse=True)
        return style
