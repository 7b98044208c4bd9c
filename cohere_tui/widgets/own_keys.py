"""Acting on one's own keys in the order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.events import Key
    from textual.widget import Widget


async def act_on(widget: Widget, event: Key) -> bool:
    """Run what `widget` itself binds to a key, the keymap included; whether it binds it.

    For a widget's `on_key`. Textual runs a binding only after the key has bubbled up to the app,
    and what is typed meanwhile overtakes it: with a quick `enter` the next word would be sent too,
    a quick `backspace` would delete the wrong letter, and a quick `/x` would not filter by `x`. A
    key whose action is skipped goes on its way.
    """
    active = widget.screen.active_bindings.get(event.key)
    if active is None or active.node is not widget:
        return False
    event.prevent_default()
    if await widget.app.run_action(active.binding.action, widget):
        event.stop()
    return True
