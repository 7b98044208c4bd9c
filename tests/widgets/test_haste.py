"""Keys that are kept come in the order in which they were typed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from cohere_tui.widgets.haste import Patience
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Opener(Widget, can_focus=True):
    """Opens something: keys behind that are not for it, until `opened`."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = False
        self.typed = ""

    def on_key(self, event: Key) -> None:
        event.stop()
        if self.opened:
            self.typed += event.character or ""
        elif isinstance(self.app, Patience):
            self.app.hold(event)


class Opening(Screen[None]):
    listens = True

    def compose(self) -> ComposeResult:
        yield Opener()


async def test_keys_of_one_read_keep_their_order_wherever_they_were_held() -> None:
    app = Patience()
    async with app.run_test():
        screen = Opening()
        await app.push_screen(screen)
        opener = screen.query_one(Opener)
        await until(lambda: opener.has_focus)
        keys, came = [Key(letter, letter) for letter in "generate"], time.monotonic()
        for key in keys:
            key.time = came  # all in one read
        await app.on_event(keys[0])  # on its way to what opens something
        screen.listens = False
        for key in keys[1:]:
            await app.on_event(key)  # kept at once
        await until(lambda: len(app._early) == len(keys))
        opener.opened = screen.listens = True
        app.hear()
        await until(lambda: len(opener.typed) == len(keys))
        assert opener.typed == "generate"
