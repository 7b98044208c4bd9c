"""Acting on one's own keys in the order they come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.widget import Widget

from cohere_tui.widgets.haste import Patience

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Key
    from textual.message import Message


async def act_on(widget: Widget, event: Key, *, beyond: bool = False) -> bool:
    """Run what `widget` itself binds to a key, the keymap included; whether it binds it.

    `beyond`: also what its screen and the app bind; for a widget on which text is written, only of
    keys that are no letters. Then a key goes to the dialog that the one before it has opened, or to
    where that moved the focus.

    For a widget's `on_key`. Textual runs a binding only after the key has bubbled up to the app,
    and what is typed meanwhile overtakes it: with a quick `enter` the next word would be sent too,
    a quick `backspace` would delete the wrong letter, and a quick `/x` would not filter by `x`. A
    key whose action is skipped goes on its way.
    """
    app = widget.app
    if beyond and passed_on(widget, event):
        return True
    active = widget.screen.active_bindings.get(event.key)
    ours = (widget, widget.screen, app) if beyond else (widget,)
    if active is None or active.node not in ours:
        return False
    event.prevent_default()
    if await app.run_action(active.binding.action, active.node):
        event.stop()
    # An action that asks something does so in a worker: that opens its dialog before the next key.
    await asyncio.sleep(0)
    return True


def passed_on(widget: Widget, event: Key) -> bool:
    """Whether a key is not for `widget` any more, since one before it went elsewhere.

    It is then held, and comes to the dialog that was opened, or to where the focus went.
    """
    app = widget.app
    if not isinstance(app, Patience) or (_is_meant(widget) and _is_known(widget, app)):
        return False
    event.prevent_default()
    event.stop()
    app.hold(event)
    return True


def tell_first(widget: Widget, message: Message) -> None:
    """Tell the screen of `widget` something; keys that come after this wait until it has heard."""
    screen, app = widget.screen, widget.app
    screen.post_message(message)
    if isinstance(app, Patience):
        app.hand_over(screen)


def behind(widget: Widget, act: Callable[[], object]) -> None:
    """Do something once all that was typed into `widget` is in it, and has had its effects.

    What is typed behind it waits for that. A field tells its form what is in it, and the form may
    show another field, or write in one: that comes before the focus goes on to it.
    """
    app = widget.app
    if isinstance(app, Patience):
        # Twice: what it says about a key stands behind the key in its own queue.
        above = [one for one in widget.ancestors if isinstance(one, Widget)]
        above.remove(widget.screen)
        app.in_turn((widget, widget, *above), act)
    else:
        act()


def _is_known(widget: Widget, app: Patience) -> bool:
    """Whether the screen of a widget has heard all that came before."""
    return not app.owes(widget.screen)


def _is_meant(widget: Widget) -> bool:
    """Whether keys still go to a widget."""
    screen, focused = widget.screen, widget.screen.focused
    if screen is not widget.app.screen:
        return False
    return focused is None or widget in focused.ancestors_with_self
