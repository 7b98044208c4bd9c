"""The blocks of pages: a list, the one under the cursor in full, and where it is on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from cohere_tui.state.playground.block_rows import block_facts, listed
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.playground.page_map import PageMap
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from cohere_tui.state.playground.page_blocks import PageBlock

_LEAST: Final = 14
"""Lines below which there is room for the list alone."""
_NARROWEST: Final = 56
"""Columns below which there is no room for the map."""


class BlocksPage(RowsPage):
    """Lists blocks; `enter` opens one where there is no room to show it below."""

    DEFAULT_CSS = """
    BlocksPage {
        & .blocks--below {
            height: 1fr; border-top: solid $border-blurred; padding-top: 0;
            & FactList { width: 1fr; }
        }
        & .blocks--below:ansi { border-top: ascii ansi_bright_black; }
    }
    """

    BINDING_GROUP_TITLE = "Blocks"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_block", "Copy the block", id="blocks.copy"),
    ]

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self) -> None:
        super().__init__()
        self.whole = FactList()
        """The block under the cursor."""
        self.map = PageMap()
        """Its page."""
        self._below = Horizontal(self.whole, self.map, classes="blocks--below")
        self._blocks: tuple[PageBlock, ...] = ()
        self._here = ""

    def compose(self) -> ComposeResult:
        """The list, and below it one block and its page."""
        yield from super().compose()
        yield self._below

    def show_blocks(self, blocks: tuple[PageBlock, ...], note: str) -> None:
        """Show other blocks, or `note`, why there are none."""
        self._blocks = blocks
        self.show(listed(blocks), note)
        if all(block.id != self._here for block in blocks):
            self._here = blocks[0].id if blocks else ""
        self._show_here()

    def on_resize(self, event: events.Resize) -> None:
        """What there is no room for is left out."""
        self._below.display = event.size.height >= _LEAST
        self._arrange()

    @on(Table.Moved)
    def _moved(self, event: Table.Moved) -> None:
        self._here = event.id
        self._show_here()

    def _show_here(self) -> None:
        block = self.listing.get(self._here)
        self.whole.facts = block_facts(block) if block is not None else ()
        page = block.page if block is not None else 0
        self.map.blocks = tuple(one for one in self._blocks if one.page == page)
        self.map.here = self._here
        self._arrange()

    def _arrange(self) -> None:
        placed = any(block.place is not None for block in self.map.blocks)
        self.map.display = placed and self.size.width >= _NARROWEST

    def action_copy_block(self) -> None:
        """Copy the text of the block under the cursor."""
        block = self.listing.get(self._here)
        if block is not None:
            self.post_message(self.CopyAsked(block.text or block.name))

    @on(RowsPage.Opened)
    def _open(self, event: RowsPage.Opened) -> None:
        event.stop()
        block = self.listing.get(event.id)
        if block is not None:
            title = f"Block {block.number} on page {block.page}"
            self.app.push_screen(FactDialog(title, block_facts(block)))
