"""Reading with keys: a cursor that goes from part to part, folding, copying, selecting, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.widgets.in_order import InOrder
from cohere_tui.widgets.log.cursor import (
    Cursor,
    cursor_among,
    cursor_at,
    drawn_lines,
    lines_of,
    next_entry,
    next_part,
    part_under,
)
from cohere_tui.widgets.log.selecting import Selecting
from cohere_tui.widgets.log.strips import MARGIN
from cohere_tui.widgets.readable import ReadAsked

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip

    from cohere_tui.widgets.log.cards import Card
    from cohere_tui.widgets.log.sheet import Sheet


class Reader(InOrder, Selecting, can_focus=True):
    """A sheet with a cursor. Letters are commands here: nothing is typed into it."""

    BINDING_GROUP_TITLE = "Read"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(0, 1)", "Next block", id="log.next", show=False),
        Binding("k,up", "move(0, -1)", "Previous block", id="log.previous", show=False),
        Binding("h,left", "move(-1, 0)", "Selection: left", id="log.left", show=False),
        Binding("l,right", "move(1, 0)", "Selection: right", id="log.right", show=False),
        Binding("J,shift+down", "message(1)", "Next message", id="log.next_message", show=False),
        Binding("K,shift+up", "message(-1)", "Last message", id="log.last_message", show=False),
        Binding("g,home", "first", "Beginning", id="log.first", show=False),
        Binding("G,end", "last", "End", id="log.last", show=False),
        Binding("pagedown", "turn_pages(1.0)", "Page down", id="log.page_down", show=False),
        Binding("pageup", "turn_pages(-1.0)", "Page up", id="log.page_up", show=False),
        Binding("ctrl+d", "turn_pages(0.5)", "Half page down", id="log.half_down", show=False),
        Binding("ctrl+u", "turn_pages(-0.5)", "Half page up", id="log.half_up", show=False),
        Binding("space", "fold", "Open/close", id="log.fold", show=False),
        Binding("enter", "open", "Open", id="log.open", show=False),
        Binding("y", "copy_message", "Copy", id="log.copy"),
        Binding("Y", "copy_code", "Copy code", id="log.copy_code"),
        Binding("v", "select", "Select", id="log.select", show=False),
        Binding("o", "links", "Links", id="log.links", show=False),
        Binding("p", "read", "Read in $PAGER", id="log.pager", show=False),
    ]

    @dataclass
    class CopyAsked(Message):
        """The reader wants `text` on the clipboard; `what` names it, as in "message"."""

        text: str
        what: str

    @dataclass
    class LinksAsked(Message):
        """The reader wants to follow one of these addresses."""

        urls: tuple[str, ...]

    _cursor: Cursor | None = None
    _barred = range(0)

    def bar_at(self, line: int) -> str:
        """The cursor's bar stands beside every line of its part."""
        return self.sheet.page.signs.here if line in self._barred else " "

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; where the cursor is, is looked up once for all lines."""
        self._barred = drawn_lines(self.sheet, self._cursor) if self.has_focus else range(0)
        return super().render_lines(crop)

    def on_focus(self) -> None:
        """Show the cursor: where it was, or on the last part in sight."""
        if not drawn_lines(self.sheet, self._cursor):
            self._cursor = None
            self.find_cursor()
        self.refresh()

    def find_cursor(self) -> Cursor | None:
        """The cursor; on the last part in sight when it was nowhere."""
        if self._cursor is None or not self.sheet.holds(self._cursor.entry_id):
            self._cursor = cursor_among(self.sheet, reversed(self._in_sight))
        return self._cursor

    @property
    def _in_sight(self) -> range:
        return range(self.top, min(self.top + self.size.height, self.sheet.height))

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, opens or closes a fold, or asks about a link."""
        number = self.top + event.y
        line = self.sheet.line(number)
        if line is None or self.text_selection is not None or event.chain > 1:
            return
        self._cursor = cursor_at(self.sheet, number)
        self.refresh()
        cell = event.x - MARGIN
        urls = tuple(link.url for link in line.links if link.start <= cell < link.end)
        if urls:
            self.post_message(self.LinksAsked(urls))
        elif drawn_lines(self.sheet, self._cursor)[:1] == range(number, number + 1):
            self.action_fold()

    def text_select_all(self) -> None:
        """What a double click selects: the block that it is on."""
        if self._cursor is not None:
            self.select_lines(*lines_of(self.sheet, self._cursor))

    def action_move(self, columns: int, lines: int) -> None:
        """Move the cursor by parts, or the end of the selection being made."""
        if self.selecting:
            self.move_selection(columns, lines)
        elif lines:
            self._step(next_part, lines)

    def action_message(self, step: int) -> None:
        """Move the cursor to the next or previous message."""
        self._step(next_entry, step)
        if self._cursor is not None:
            self.stretch_selection(lines_of(self.sheet, self._cursor)[0])

    def _step(self, way: Callable[[Sheet, Cursor, int], Cursor], step: int) -> None:
        with self.held():
            cursor = self.find_cursor()
            cursor = cursor and way(self.sheet, cursor, step)
        self._go(cursor)

    def action_first(self) -> None:
        """Go to the first message that is loaded."""
        self.following = False
        self.go_to(0)
        self._go(cursor_at(self.sheet, 0))
        self.stretch_selection(0)

    def action_last(self) -> None:
        """Go to the end, and follow it."""
        self.go_to_end()
        self._cursor = cursor_at(self.sheet, self.sheet.height - 2)
        self.stretch_selection(self.sheet.height)
        self.refresh()

    def action_turn_pages(self, pages: float) -> None:
        """Scroll by pages; the cursor comes along."""
        lines = round(pages * max(1, self.size.height - 1))
        if self.selecting:
            self.move_selection(0, lines)
            return
        self.scroll_sheet(lines)
        part, inside = drawn_lines(self.sheet, self._cursor), self._in_sight
        if not part or part[0] not in inside:
            self._cursor = cursor_among(self.sheet, reversed(inside) if pages < 0 else inside)
            self.refresh()

    def action_fold(self) -> None:
        """Open or close the part under the cursor."""
        with self.held():
            found = part_under(self.sheet, self.find_cursor())
            if found is not None:
                card, number = found
                card.fold(card.parts[number].key)
                self.sheet.remade(card.entry.id)

    def action_open(self) -> None:
        """Open what the cursor is on: a fold, or the links in it."""
        found = self._under_cursor()
        if found is not None and found[0].parts[found[1]].folds:
            self.action_fold()
        elif found is not None:
            self.action_links()

    def action_links(self) -> None:
        """Ask which link of the part, or of the whole message, to follow."""
        found = self._under_cursor()
        if found is None:
            return
        card, number = found
        urls = card.parts[number].urls or tuple(url for part in card.parts for url in part.urls)
        self.post_message(self.LinksAsked(tuple(dict.fromkeys(urls))))

    def action_copy_message(self) -> None:
        """Copy the selection, or the whole message under the cursor."""
        selected = self.selected()
        if selected:
            self.end_selection()
            self.post_message(self.CopyAsked(selected, "selection"))
            return
        found = self._under_cursor()
        if found is not None:
            self.post_message(self.CopyAsked(found[0].copy, "message"))

    def action_copy_code(self) -> None:
        """Copy the code block under the cursor, or the message's last one."""
        found = self._under_cursor()
        if found is None:
            return
        card, number = found
        here = card.parts[number]
        code = [part for part in card.parts if part.kind == "code"]
        wanted = here if here.kind == "code" else (code[-1] if code else None)
        self.post_message(self.CopyAsked(wanted.copy if wanted else "", "code block"))

    async def action_read(self) -> None:
        """Read the whole message under the cursor in the pager."""
        found = self._under_cursor()
        if found is not None:
            self.post_message(ReadAsked(found[0].copy))

    def action_select(self) -> None:
        """Begin selecting at the cursor, or end it."""
        if self.selecting:
            self.end_selection()
        elif self._under_cursor() is not None and self._cursor is not None:
            self.begin_selection(lines_of(self.sheet, self._cursor)[0])

    def _under_cursor(self) -> tuple[Card, int] | None:
        """The card and the number of the part under the cursor, made if it was forgotten."""
        with self.held():
            return part_under(self.sheet, self.find_cursor())

    def put_cursor(self, cursor: Cursor, line: int) -> None:
        """Put the cursor on a part, and bring that line of it into sight, with what is around."""
        self._cursor = cursor
        number = lines_of(self.sheet, cursor)[0] + line
        if number not in self._in_sight:
            self.leave_for(number - self.size.height // 3)
        self.refresh()

    def _go(self, cursor: Cursor | None) -> None:
        if cursor is not None:
            self._cursor = cursor
            self.bring_into_sight(*lines_of(self.sheet, cursor))
