"""What is painted line by line, and only where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.scroll_view import ScrollView

from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip


class Painted(ScrollView, can_focus=True, inherit_bindings=False):
    """The ground of such a widget: its keys in their order, its styles looked up once."""

    DEFAULT_CSS = """
    Painted {
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.base = Style()
        """The style of the widget itself."""
        self._styles: dict[str, Style] = {}

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def on_focus(self) -> None:
        """Show the cursor, or hide it."""
        self.refresh()

    on_blur = on_focus

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._styles.clear()

    def style_of(self, name: str) -> Style:
        """The style of a component class, without what it takes from the widget."""
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self.get_component_rich_style(name, partial=True)
        return style

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; what they share is looked up once."""
        self.base = self.rich_style
        return super().render_lines(crop)
