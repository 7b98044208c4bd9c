"""A small map of a page: where its blocks are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.state.playground.page_map import drawn_map, map_size
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from cohere_tui.state.playground.page_blocks import PageBlock


class PageMap(Widget):
    """Shows `blocks`, those of one page; of the one with the id `here` the box is bold."""

    DEFAULT_CSS = "PageMap { width: 28; height: 1fr; padding: 0 1; }"

    blocks: reactive[tuple[PageBlock, ...]] = reactive(())
    here: reactive[str] = reactive("")

    def render(self) -> Content:
        """The boxes."""
        size = map_size(self.blocks, (self.size.width, self.size.height))
        if not all(size):
            return Content("")
        ascii_only = signs_of(self.app) is ASCII
        thin = quiet(self.app)
        lines = drawn_map(self.blocks, self.here, size, ascii_only=ascii_only)
        return Content("\n").join(
            Content("").join(
                Content.styled(cell.sign, "bold $accent" if cell.here else thin) for cell in line
            )
            for line in lines
        )
