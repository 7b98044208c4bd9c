"""Following a link that somebody else wrote. For every screen that shows such texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.plain import one_line
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice

if TYPE_CHECKING:
    from textual.app import App


async def open_link(app: App[Any], urls: tuple[str, ...]) -> None:
    """Ask which of them, show the address in full, open it when the person says so.

    Only web addresses are opened. Runs in a worker.
    """
    if not urls:
        app.notify("There is no link here.")
        return
    chosen = urls[0] if len(urls) == 1 else await app.push_screen_wait(_which(urls))
    if chosen is None:
        return
    if not chosen.lower().startswith(("http://", "https://")):
        app.notify(f"Only web addresses are opened, not {one_line(chosen)}", severity="warning")
    elif await app.push_screen_wait(Confirm("Open this link?", chosen, yes="Open")):
        app.open_url(chosen)


def _which(urls: tuple[str, ...]) -> Picker:
    return Picker("Links in this message", [Choice(url, url) for url in urls])
