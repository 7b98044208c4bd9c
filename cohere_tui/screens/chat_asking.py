"""Asking in a talk: say, stop, again, edit, and with what settings."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, TerminalError
from cohere_tui.screens.chat_drafts import Drafting
from cohere_tui.screens.editing import edited_outside
from cohere_tui.state.naming import count
from cohere_tui.widgets.ask import TextDialog
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.status_text import Retry

if TYPE_CHECKING:
    from cohere_tui.client.retrying import Wait
    from cohere_tui.models.models import Model
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.conversation import Settings
    from cohere_tui.state.talk import Talk
    from cohere_tui.state.turn import Prompt, Turn


class Asking(Drafting):
    """The part of the chat screen that talks to the model. One answer at a time; prompts queue."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Again", id="chat.again"),
        Binding("f5", "run", "Ask again what failed, else send", id="chat.run", show=False),
        Binding("f8", "model", "Model", id="chat.model"),
        Binding("f2", "system", "System prompt", id="chat.system"),
        Binding("i", "write", "Write", id="chat.write", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._saying = asyncio.Lock()

    @on(Composer.Sent)
    def say(self, sent: Composer.Sent) -> None:
        """Send what was written; while an answer is coming, it waits its turn."""
        if self.services is None:
            self.waiting = (*self.waiting, sent.text)
            self.status.notes = (f"{count(len(self.waiting), 'prompt')} waiting for the app",)
        else:
            self._say(self.services, self.talk, sent.text)

    @work(description="say")
    async def _say(self, services: Services, talk: Talk, text: str) -> None:
        async with self._saying:  # one after the other, in the order they were sent
            try:
                await services.chat.keep_draft(talk.id, self.composer.draft)
                talk = await self._begun(services, talk, text)
                prompt = await services.chat.say(talk.id, text)
            except CohereTuiError as error:
                self.composer.give_back(text)
                self.tell(error)
                return
            self.show_trouble(None)
            if self.talk.id == talk.id:
                self.talk = self.talk.plus(prompt)
        self._ask(services, talk, prompt)

    async def _begun(self, services: Services, talk: Talk, text: str) -> Talk:
        """The talk to say `text` in: a new one begins, a failed attempt is cleared away."""
        if self.talk.key == talk.key:
            talk = self.talk  # it may have begun since
        if not talk.id:
            conversation = await services.chat.begin(text, talk.settings)
            talk = replace(talk, conversation=conversation)
            if self.talk.key == talk.key:
                self.talk = talk
            self.list_changed()
            return talk
        failed = talk.unanswered
        if failed:
            await services.chat.unsay(talk.id, failed)
            talk = talk.minus(failed)
            if self.talk.key == talk.key:
                self.talk = talk
        return talk

    def _ask(self, services: Services, talk: Talk, prompt: Prompt) -> None:
        """Ask in a worker of the conversation's own group, so that stopping stops no other."""
        self.run_worker(self._receive(services, talk, prompt), group=_group(talk.id))

    async def _receive(self, services: Services, talk: Talk, prompt: Prompt) -> None:
        shown = False

        def show(turn: Turn) -> None:
            nonlocal shown
            if not shown:
                self.listed.receiving = services.chat.answering
            shown = True
            self.show_turn(talk.id, turn, prompt.id)

        def wait(pause: Wait) -> None:
            if self.talk.id == talk.id:
                self.status.retry = Retry(pause.reason, time.time() + pause.seconds)

        try:
            turn = await services.chat.answer(
                talk.id, talk.settings, show, wait, self.show_trouble, prompt_id=prompt.id
            )
        except asyncio.CancelledError:
            if not shown:
                await self._take_back(services, talk.id, prompt)
            raise
        except CohereTuiError as error:
            self.tell(error)
            return
        if turn.failure is not None and turn.is_empty and self.talk.id == talk.id:
            self._offer_again(prompt)
        if self.talk.id != talk.id:
            self.listed.marked |= {talk.id}
        self.list_changed()

    async def _take_back(self, services: Services, conversation_id: str, prompt: Prompt) -> None:
        """A prompt that was stopped while it waited: back to where it was written."""
        if self.leaving:
            return  # it stays in the conversation, and is there at the next start
        try:
            await services.chat.unsay(conversation_id, (prompt,))
        except CohereTuiError as error:
            self.tell(error)
            return
        if self.talk.id == conversation_id:
            self.talk = self.talk.minus((prompt,))
            self.composer.give_back(prompt.text)

    def _offer_again(self, prompt: Prompt) -> None:
        """Nothing came of it: the prompt is back in the composer, to be changed or sent again."""
        if not self.composer.draft:
            self.composer.fill(prompt.text)

    def action_again(self) -> None:
        """Ask again for the last answer; it takes the place of the one there is."""
        talk, services = self.talk, self.services
        prompt = talk.last_prompt
        if services is None or prompt is None or talk.id in services.chat.answering:
            return
        if self.composer.draft == prompt.text:
            self.composer.fill("")
        self._ask_again(services, talk, prompt)

    def action_run(self) -> None:
        """Ask again where no answer came or one did not end well; else send what is written."""
        answering = self.services is not None and self.talk.id in self.services.chat.answering
        if self.talk.wants_answer and not answering:
            self.action_again()
        else:
            self.composer.sent()

    @work
    async def _ask_again(self, services: Services, talk: Talk, prompt: Prompt) -> None:
        try:
            await services.chat.unsay(talk.id, talk.answers)
        except CohereTuiError as error:
            self.tell(error)
            return
        self.talk = self.talk.minus(talk.answers)
        self._ask(services, talk, prompt)

    def stop_running(self) -> bool:
        """Stop the answer in sight; prompts that waited for it come back to the composer."""
        asking = [w for w in self.workers if w.group == _group(self.talk.id) and not w.is_finished]
        for worker in reversed(asking):
            worker.cancel()
        return bool(asking)

    def clear_text(self) -> bool:
        """Clear the prompt; `ctrl+z` brings it back."""
        if not self.composer.draft:
            return False
        self.composer.clear_text()
        return True

    def back(self) -> bool:
        """For `esc`: find and selection go first, then a running answer stops, then one writes."""
        if self.log_view.peel():
            return True
        if super().back() or self.stop_running():
            return True
        if self.focused is not self.composer:
            self.composer.focus()
            return True
        return False

    def unfinished(self) -> str:
        """Answers that are being received: quitting stops them, what came is kept."""
        chat = self.services.chat if self.services else None
        if chat is not None and chat.unkept:
            return f"{count(chat.unkept, 'answer')} could not be written down and would be lost."
        running = len(chat.answering) if chat else 0
        return f"{count(running, 'answer')} still coming; what has come is kept." if running else ""

    def action_write(self) -> None:
        """Go to the prompt."""
        self.composer.focus()

    @on(Composer.EditOutside)
    @work
    async def edit_outside(self) -> None:
        """Give the prompt to the person's editor, and take back what is saved there."""
        try:
            kept = "The prompt is as it was."
            self.composer.fill(edited_outside(self.app, self.composer.draft, kept))
        except TerminalError as error:
            self.tell(error)

    @work
    async def action_model(self) -> None:
        """Choose the model of the next answer."""
        services = self.services
        if services is None:
            return

        async def load() -> list[Choice]:
            return [_choice(model) for model in await services.models.offered("chat")]

        known = [_choice(model) for model in services.models.known("chat")]
        current = self.talk.settings.model
        chosen = await self.app.push_screen_wait(
            Picker("Model of the next answer", known, load=load, current=current)
        )
        if chosen is not None:
            await self._change(services, replace(self.talk.settings, model=chosen))

    @work
    async def action_system(self) -> None:
        """Write the system prompt of this conversation."""
        services, settings = self.services, self.talk.settings
        if services is None:
            return
        note = "Sent before everything else, from the next answer on."
        text = await self.app.push_screen_wait(
            TextDialog("System prompt", settings.system, note=note)
        )
        if text is not None:
            await self._change(services, replace(settings, system=text.strip()))

    async def _change(self, services: Services, settings: Settings) -> None:
        self.talk = replace(self.talk, settings=settings)
        if self.talk.id:
            try:
                await services.chat.change_settings(self.talk.id, settings)
            except CohereTuiError as error:
                self.tell(error)


_TOLD = ("reasoning", "vision", "tools")
"""The features that help to choose a model."""


def _group(conversation_id: str) -> str:
    return f"answer in {conversation_id}"


def _choice(model: Model) -> Choice:
    told = [f"{model.context_length // 1000:,}k"] if model.context_length else []
    told += [feature for feature in model.features or () if feature in _TOLD]
    if model.is_deprecated:
        told.append("deprecated")
    return Choice(model.name, model.name, " · ".join(told))
