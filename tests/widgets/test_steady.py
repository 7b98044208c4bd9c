"""Cursors stand still: over a slow line every blink is a packet, all day long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.widgets import Input, TextArea

from cohere_tui.widgets.ask import Ask, TextDialog
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.conversation_list import ConversationList
from cohere_tui.widgets.table.filter_line import FilterLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.widget import Widget


@pytest.mark.parametrize("make", [Composer, ConversationList, FilterLine])
async def test_no_cursor_of_a_widget_blinks(make: Callable[[], Widget]) -> None:
    app = App[None]()
    async with app.run_test():
        await app.mount(make())
        assert blinking(app.screen) == [False]


@pytest.mark.parametrize("dialog", [Ask("Name"), TextDialog("System prompt")])
async def test_no_cursor_of_a_dialog_blinks(dialog: Screen[str | None]) -> None:
    app = App[None]()
    async with app.run_test():
        await app.push_screen(dialog)
        assert blinking(dialog) == [False]


def blinking(screen: Screen[Any]) -> list[bool]:
    return [one.cursor_blink for one in screen.query("*") if isinstance(one, Input | TextArea)]
