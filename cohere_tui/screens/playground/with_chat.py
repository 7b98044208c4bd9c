"""Playgrounds of what a chat model does today: what is asked can be taken to the chat."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.screens.going import Going
from cohere_tui.screens.playground.panel import Panel
from cohere_tui.state.facts import Link
from cohere_tui.widgets.playground.passages import Passages

Answer = TypeVar("Answer")


class WithChat(Panel[Answer]):
    """Subclasses say in `prompt_for_chat` what a chat model is asked instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "with_chat", "Do it with chat", id="playground.with_chat"),
    ]

    def prompt_for_chat(self) -> str:
        """What the form asks for, in words; empty when nothing is written yet."""
        raise NotImplementedError

    def action_with_chat(self) -> None:
        """Go to the chat, the prompt in its composer."""
        prompt = self.prompt_for_chat()
        if not prompt:
            self.app.notify("There is nothing written to be taken to the chat.")
        elif isinstance(self.app, Going):
            self.app.visit(Link("chat", prompt, what="prompt"))

    @on(Passages.CopyAsked)
    def _copy_text(self, event: Passages.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)
