"""The chat screen as it looks: which widgets there are, and what they show of a talk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive

from cohere_tui.errors import AGAIN_KEY
from cohere_tui.screens.opening_links import open_link
from cohere_tui.screens.place import PlaceScreen
from cohere_tui.state.naming import model_name
from cohere_tui.state.parts import Phase
from cohere_tui.state.talk import Talk
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.conversation_list import ConversationList
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.log.chat_log import ChatLog
from cohere_tui.widgets.log.reader import Reader
from cohere_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.errors import CohereTuiError
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.connection import Connection
    from cohere_tui.state.turn import Turn


class ChatFrame(PlaceScreen):
    """List, log, composer and status line around one `Talk`."""

    CSS_PATH = "chat.tcss"
    AUTO_FOCUS = "Composer"

    BINDING_GROUP_TITLE = "Chat"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "find", "Find in the conversation", id="log.find", show=False),
    ]
    PLACE = "chat"

    talk: reactive[Talk] = reactive(Talk(), init=False)
    """The conversation in sight."""
    waiting: tuple[str, ...] = ()
    """Prompts sent before the house was ready; they are said when it is."""
    services: Services | None = None
    """None until the house is ready; what is written before is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.listed = ConversationList()
        """The conversations."""
        self.log_view = ChatLog(id="log")
        """The conversation."""
        self.composer = Composer(id="composer")
        """Where the person writes."""
        self.status = StatusLine(id="status")
        """The line below."""

    def aside(self) -> ComposeResult:
        """The conversations."""
        yield self.listed

    def content(self) -> ComposeResult:
        """The conversation in sight."""
        yield self.log_view
        with Vertical(id="prompt"):
            yield self.composer
            yield self.status

    def watch_talk(self, before: Talk, talk: Talk) -> None:
        """Show what changed of the talk."""
        self.log_view.more = talk.more
        if talk.entries is not before.entries:
            self.log_view.show(talk.entries, at_end=talk.id != before.id)
        if talk.settings.model != before.settings.model:
            self.composer.model = model_name(talk.settings.model)
            self._name_model()
        self.show_title(talk.title)
        self.listed.opened = talk.id
        self.status.model = talk.settings.model
        self.status.turn = talk.last_turn

    def show_connection(self, connection: Connection) -> None:
        """Name who answers: of the models, the one of the conversation in sight."""
        super().show_connection(connection)
        self._name_model()

    def _name_model(self) -> None:
        if model := self.talk.settings.model:
            header = self.query_one(Header)
            header.connection = replace(header.connection, model=model)

    def tell(self, error: CohereTuiError) -> None:
        """Say what went wrong, where it stays in sight until something goes right."""
        self.show_trouble(error)

    def show_trouble(self, error: CohereTuiError | None) -> None:
        """Say under the header what is wrong, with a key that is none of the prompt's letters."""
        if error is not None:
            error.again_with(AGAIN_KEY)
        super().show_trouble(error)

    def list_changed(self) -> None:
        """The list of conversations is no longer what it was."""

    def show_turn(self, conversation_id: str, turn: Turn, prompt_id: str = "") -> None:
        """Show a newer state of the answer to a prompt; called for every event of a stream."""
        if conversation_id != self.talk.id or self.leaving:
            return
        if turn.phase is not Phase.WAITING:
            self.status.retry = None
        if turn.phase.over or not self.log_view.knows(turn.id):
            self.talk = self.talk.with_turn(turn, prompt_id)
        else:
            self.log_view.offer(turn)
            self.status.turn = turn

    @on(Reader.CopyAsked)
    def copy_text(self, asked: Reader.CopyAsked) -> None:
        """Copy what the reader asked for."""
        if asked.text:
            self.app.copy_to_clipboard(asked.text)
        else:
            self.app.notify(f"There is no {asked.what} here.")

    @work
    async def action_find(self) -> None:
        """Ask for words and go to where the conversation has them; no words end the search."""
        log = self.log_view
        question = Ask("Find in the conversation", log.found, may_be_empty=True)
        text = await self.app.push_screen_wait(question)
        if text is not None:
            log.focus()
            log.find(text)

    @on(Reader.LinksAsked)
    @work
    async def follow_link(self, asked: Reader.LinksAsked) -> None:
        """Show the address in full; open it when it is a web address and the person says so."""
        await open_link(self.app, asked.urls)

    @on(Composer.Scroll)
    def scroll_log(self, asked: Composer.Scroll) -> None:
        """Scroll the conversation without leaving the prompt."""
        if asked.to_end:
            self.log_view.action_last()
        else:
            self.log_view.scroll_sheet(asked.lines + asked.pages * (self.log_view.size.height - 1))

    @on(Composer.Leave)
    def leave_composer(self) -> None:
        """Go to the conversation."""
        self.log_view.focus()
