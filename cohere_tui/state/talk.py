"""What the chat screen shows: one conversation, as much of it as is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from cohere_tui.state.conversation import Settings
from cohere_tui.state.turn import Phase, Prompt, Turn, new_id

if TYPE_CHECKING:
    from cohere_tui.state.conversation import Conversation
    from cohere_tui.state.turn import Entry

_BROKEN: Final = frozenset({Phase.FAILED, Phase.STOPPED, Phase.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in sight; without `conversation` it is one that has not begun."""

    conversation: Conversation | None = None
    settings: Settings = field(default_factory=Settings)
    entries: tuple[Entry, ...] = ()
    """Oldest first; what is older than `first` is not loaded."""
    first: int = 0
    """The position of the first loaded entry."""
    more: bool = False
    """Whether there are older entries."""
    key: str = field(default_factory=new_id)
    """Stays the same when the conversation begins, and when it goes on."""

    @property
    def id(self) -> str:
        """The conversation's id; empty before it has begun."""
        return self.conversation.id if self.conversation else ""

    @property
    def title(self) -> str:
        """The conversation's title."""
        return self.conversation.title if self.conversation else "New conversation"

    @property
    def last_turn(self) -> Turn | None:
        """The newest answer, if the newest entry is one."""
        last = self.entries[-1] if self.entries else None
        return last if isinstance(last, Turn) else None

    @property
    def last_prompt(self) -> Prompt | None:
        """What the person said last."""
        return next((e for e in reversed(self.entries) if isinstance(e, Prompt)), None)

    @property
    def wants_answer(self) -> bool:
        """Whether what was said last has no answer, or one that did not end by itself."""
        turn = self.last_turn
        return bool(self.entries) if turn is None else turn.phase in _BROKEN

    @property
    def answers(self) -> tuple[Entry, ...]:
        """The entries after the last prompt: what asking again replaces."""
        answers: list[Entry] = []
        for entry in reversed(self.entries):
            if isinstance(entry, Prompt):
                break
            answers.append(entry)
        return tuple(reversed(answers))

    @property
    def unanswered(self) -> tuple[Entry, ...]:
        """The last prompt and the answer that failed before its first word; empty otherwise."""
        turn = self.last_turn
        if turn is None or turn.failure is None or not turn.is_empty:
            return ()
        return self.entries[-2:] if isinstance(self.entries[-2:][0], Prompt) else ()

    def plus(self, entry: Entry) -> Talk:
        """With one more entry at the end."""
        return replace(self, entries=(*self.entries, entry))

    def minus(self, gone: tuple[Entry, ...]) -> Talk:
        """Without these entries."""
        ids = {entry.id for entry in gone}
        return replace(self, entries=tuple(e for e in self.entries if e.id not in ids))

    def with_turn(self, turn: Turn, prompt_id: str = "") -> Talk:
        """With the newer state of an answer; a new one comes after its prompt, else to the end."""
        ids = [entry.id for entry in self.entries]
        if turn.id not in ids:
            place = ids.index(prompt_id) + 1 if prompt_id in ids else len(ids)
            return replace(self, entries=(*self.entries[:place], turn, *self.entries[place:]))
        return replace(
            self, entries=tuple(turn if entry.id == turn.id else entry for entry in self.entries)
        )

    def with_older(self, entries: tuple[Entry, ...], first: int, *, more: bool) -> Talk:
        """With the page of entries before those that are loaded."""
        return replace(self, entries=(*entries, *self.entries), first=first, more=more)
