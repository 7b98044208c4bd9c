"""Patience: what is typed before a screen can take it waits, and is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key, Paste

from cohere_tui.widgets.leaving import Leaving
from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual.widget import Widget


class Patient(Leaving[None]):
    """Until it is painted or has a focus, keys and pastes are kept; then they come once more."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Key | Paste] = []
        self._heir: Patient | None = None
        self._was_seen = False

    def on_mount(self) -> None:
        """Notice when it has been painted."""
        self.call_after_refresh(self._seen)

    async def on_key(self, event: Key) -> None:
        """A key that nothing has the focus for."""
        if not self._ready:
            event.prevent_default()
            event.stop()
            self.keep(Key(event.key, event.character))
        elif self.focused is None:
            await act_on(self, event, beyond=True)

    def on_paste(self, event: Paste) -> None:
        """A paste that nothing has the focus for."""
        if not self._ready:
            event.stop()
            self.keep(Paste(event.text))

    def watch_focused(self, focused: Widget | None) -> None:
        """Something can take what was kept."""
        if focused is not None:
            self._give()

    def keep(self, event: Key | Paste) -> None:
        """Keep what was typed until it can be taken; what was typed first comes first."""
        if self._heir is not None:
            self._heir.keep(event)
        elif self._ready:
            self.app.post_message(event)
        else:
            self._kept.append(event)

    def hand_over(self, heir: Patient) -> None:
        """Give what was kept, and what is still on its way here, to the screen that follows."""
        self._heir = heir
        kept, self._kept = self._kept, []
        for event in kept:
            heir.keep(event)

    @property
    def _ready(self) -> bool:
        return self._was_seen or self.focused is not None

    def _seen(self) -> None:
        self._was_seen = True
        self._give()

    def _give(self) -> None:
        kept, self._kept = self._kept, []
        for event in kept:
            self.app.post_message(event)

    def update_node_styles(self, animate: bool = True) -> None:
        """Style everything again; what was never painted has just been styled."""
        if self._was_seen:
            super().update_node_styles(animate)
