"""The conversations of the person: newest first, filtered as they type, one key from open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input

from cohere_tui.plain import one_line
from cohere_tui.widgets.conversation_rows import ConversationRows
from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.pane_title import PaneTitle

if TYPE_CHECKING:
    from typing import Self

    from textual.app import ComposeResult
    from textual.events import Key

    from cohere_tui.state.conversation import Conversation

EMPTY = (
    "Your conversations are kept here.\n\n"
    "Write below and press enter to begin the first; n begins another."
)


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"conversations.{name}", show=show)


class ConversationList(Vertical, inherit_bindings=False):
    """A title, a filter line when asked for, and the rows.

    Give it values, from a screen's reactives by `data_bind` or by assignment: `conversations`,
    `now` (unix seconds, for the relative times), `opened` (id), `receiving` and `marked` (ids: an
    answer is coming; interrupted or unread), `more` (there are further ones), `word` (a dim word in
    the title while something goes on; old rows stay).
    """

    DEFAULT_CSS = """
    ConversationList {
        width: 30; height: 1fr; background: $background;
        PaneTitle { margin-bottom: 1; }
        Input {
            display: none; height: 1; padding: 0 1; margin-bottom: 1; border: none;
            background: $panel; color: $foreground;
            &:focus { border: none; }
            &.-shown { display: block; }
        }
    }
    """

    BINDING_GROUP_TITLE = "Conversations"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("pagedown", "page(1)", "Page down", "page_down"),
        _key("pageup", "page(-1)", "Page up", "page_up"),
        _key("ctrl+d", "page(0.5)", "Half a page down", "half_down"),
        _key("ctrl+u", "page(-0.5)", "Half a page up", "half_up"),
        _key("g,home", "first", "Newest", "first"),
        _key("G,end", "last", "Oldest", "last"),
        _key("enter", "open", "Open", "open", show=True),
        _key("slash", "filter", "Filter", "filter", show=True),
        _key("n", "ask('New')", "New", "new", show=True),
        _key("e", "ask('Rename')", "Rename", "rename", show=True),
        _key("D", "ask('Delete')", "Delete", "delete", show=True),
        _key("u", "ask('Undo')", "Undo the deletion", "undo"),
        _key("m", "ask('More')", "Load more", "more"),
        _key("escape", "peel", "Clear the filter, then back", "peel"),
    ]

    conversations: var[tuple[Conversation, ...]] = var((), init=False, always_update=True)
    now: var[float] = var(0.0)
    opened: var[str] = var("")
    receiving: var[frozenset[str]] = var(frozenset())
    marked: var[frozenset[str]] = var(frozenset())
    more: var[bool] = var(False)
    word: var[str] = var("")
    empty: var[str] = var("")
    """What stands where no rows are; nothing until it is known that there are none."""

    @dataclass
    class Opened(Message):
        """The person opens the conversation `id`."""

        id: str

    @dataclass
    class FilterChanged(Message):
        """The person filters by `text`; empty for all."""

        text: str

    @dataclass
    class RenameAsked(Message):
        """The person wants to rename `conversation`."""

        conversation: Conversation

    @dataclass
    class DeleteAsked(Message):
        """The person wants to delete `conversation`."""

        conversation: Conversation

    class NewAsked(Message):
        """The person wants a new conversation."""

    class UndoAsked(Message):
        """The person wants the last deleted conversation back."""

    class MoreWanted(Message):
        """The person came to the end, and `more` was true: load further conversations."""

    def watch_conversations(self) -> None:
        """From now on it is known whether there are any."""
        self._say_what_empty_means()

    def compose(self) -> ComposeResult:
        """Title, filter, rows."""
        here = ConversationList
        yield PaneTitle("Conversations", "/").data_bind(here.word)
        line = Input(placeholder="filter")
        line.cursor_blink = False
        yield line
        yield ConversationRows().data_bind(
            here.conversations,
            here.now,
            here.opened,
            here.receiving,
            here.marked,
            here.more,
            here.empty,
        )

    @property
    def rows(self) -> ConversationRows:
        """The rows."""
        return self.query_one(ConversationRows)

    @property
    def highlighted(self) -> Conversation | None:
        """The conversation under the cursor."""
        return self.rows.highlighted

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the rows."""
        self.rows.focus(scroll_visible)
        return self

    def on_descendant_focus(self) -> None:
        """Say in the title whether the keys come here."""
        self.query_one(PaneTitle).focused = self.has_focus_within

    on_descendant_blur = on_descendant_focus

    # --- keys

    async def on_key(self, event: Key) -> None:
        """Act on our own keys in their order; letters typed right after `/` are the filter's."""
        line = self.query_one(Input)
        if self.screen.focused is line and event.character is not None and event.is_printable:
            line.insert_text_at_cursor(event.character)
            event.stop()
        else:
            await act_on(self, event)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.rows.move(rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor by screenfuls."""
        self.rows.page(pages)

    def action_first(self) -> None:
        """Go to the newest."""
        self.rows.go(0)

    def action_last(self) -> None:
        """Go to the oldest that is loaded."""
        self.rows.go_to_end()

    def action_open(self) -> None:
        """Open the conversation under the cursor."""
        if self.highlighted is not None:
            self.post_message(self.Opened(self.highlighted.id))

    def action_ask(self, what: Literal["New", "Rename", "Delete", "Undo", "More"]) -> None:
        """Ask the screen for what the list cannot do itself."""
        at = self.highlighted
        if what == "New":
            self.post_message(self.NewAsked())
        elif what == "Undo":
            self.post_message(self.UndoAsked())
        elif what == "More" and self.more:
            self.post_message(self.MoreWanted())
        elif what == "Rename" and at is not None:
            self.post_message(self.RenameAsked(at))
        elif what == "Delete" and at is not None:
            self.post_message(self.DeleteAsked(at))

    def action_filter(self) -> None:
        """Write a filter."""
        line = self.query_one(Input)
        line.add_class("-shown")
        self.screen.set_focus(line)

    def action_peel(self) -> None:
        """Clear the filter; else leave its line; else the key is for the screen."""
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        elif line.has_class("-shown"):
            self.rows.focus()
            line.remove_class("-shown")
        else:
            raise SkipAction

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.FilterChanged(event.value.strip()))

    def _say_what_empty_means(self) -> None:
        text = one_line(self.query_one(Input).value, 60)
        self.empty = f"Nothing matches “{text}”.\n\nesc clears." if text else EMPTY

    @on(Input.Submitted)
    def _keep_filter(self, event: Input.Submitted) -> None:
        event.stop()
        self.rows.focus()
        if not event.value:
            event.input.remove_class("-shown")

    @on(ConversationRows.Clicked)
    def _open_clicked(self, event: ConversationRows.Clicked) -> None:
        event.stop()
        self.post_message(self.Opened(event.conversation.id))

    @on(ConversationRows.EndSeen)
    def _want_more(self, event: ConversationRows.EndSeen) -> None:
        event.stop()
        self.post_message(self.MoreWanted())
