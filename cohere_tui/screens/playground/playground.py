"""The place of the playgrounds: a tab for each, its panel made when it is first shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from cohere_tui.screens.playground.registry import PLAYGROUNDS
from cohere_tui.screens.waiting import Waiting
from cohere_tui.state.trail import Visit
from cohere_tui.widgets.deeds import deeds_of
from cohere_tui.widgets.haste import Patience
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.palette import Command
from cohere_tui.widgets.playground.tab_line import TabLine
from cohere_tui.widgets.shell import Shell

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

    from cohere_tui.screens.house import House
    from cohere_tui.screens.playground.panel import Panel
    from cohere_tui.screens.playground.registry import Playground
    from cohere_tui.state.connection import Connection
    from cohere_tui.state.facts import Link


class PlaygroundScreen(Waiting):
    """Which playground is in sight."""

    PLACE = "playground"
    BINDING_GROUP_TITLE = "Playground"
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "next", "Next playground", id="playground.next", show=False),
    ]

    ALL: ClassVar[tuple[Playground, ...]] = PLAYGROUNDS
    """The playgrounds there are."""

    house: House | None = None
    """None until it is ready."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs = TabLine(tuple((one.name, one.title) for one in self.ALL))
        self.panels: dict[str, Panel[Any]] = {}
        """Those that were shown, by name."""
        self._came_for: Link | None = None
        self._making = asyncio.Lock()
        self._going = 0
        """How many times somebody is on the way into a form."""

    def content(self) -> ComposeResult:
        """The tabs, and under them one panel."""
        yield self.tabs
        yield Vertical(id="panels")

    def on_mount(self) -> None:
        """Show the one that somebody came for, or the first."""
        self.tabs.shown = self.tabs.shown or self.ALL[0].name
        self._bring(self.tabs.shown, into=True)

    @property
    def panel(self) -> Panel[Any] | None:
        """The one in sight; None while it is made."""
        return self.panels.get(self.tabs.shown)

    def furnish(self, house: House) -> None:
        """The house is ready."""
        super().furnish(house)
        self.house = house
        for panel in self.panels.values():
            panel.furnish(house)

    def show_connection(self, connection: Connection) -> None:
        """Name the server: the model of chats does not matter here."""
        super().show_connection(replace(connection, model=""))

    # --- which one

    def action_next(self) -> None:
        """Show the next one."""
        names = [one.name for one in self.ALL]
        self.show(names[(names.index(self.tabs.shown) + 1) % len(names)], into=True)

    async def on_key(self, event: Key) -> None:
        """A key that nothing took: the keys of the panel in sight hold on the tabs, too."""
        panel = self.panel
        if panel is None or panel.has_focus_within or not self._ready:
            return
        if self.app.screen is not self:
            return  # a key before it has opened something, which it is meant for
        keymap = self.app.keymap if isinstance(self.app, Shell) else {}
        action = next((one.action for one in deeds_of(panel, keymap) if event.key in one.keys), "")
        if action:
            event.prevent_default()
            event.stop()
            self.call_next(self.app.run_action, action, panel)

    def commands(self) -> tuple[Command, ...]:
        """What can be done and has no key of its own."""
        panel = self.panel
        if panel is None:
            return ()
        return (Command("example", f"{panel.TITLE}: the example again", panel.bring_example),)

    @on(TabLine.Chosen)
    def _chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.show(event.name, into=event.into)

    def show(self, name: str, *, into: bool = False) -> None:
        """Show a playground, and go `into` its form."""
        if self.panel is not None:
            self.panel.leave()
        self.tabs.shown = name
        if self.is_mounted:
            self._bring(name, into=into or self.focused is None)

    @property
    def listens(self) -> bool:
        """Whether keys are taken. Those typed for a form wait while it is made: see `Patience`."""
        return not self._going

    def _bring(self, name: str, *, into: bool) -> None:
        self._going += into
        self._show(name, into=into)

    @work(group="show")
    async def _show(self, name: str, *, into: bool) -> None:
        try:
            async with self._making:
                panel = self.panels.get(name) or await self._make(name)
            self._reveal(name, panel, into=into)
        finally:
            self._going -= into
            if isinstance(self.app, Patience):
                self.app.hear()

    def _reveal(self, name: str, panel: Panel[Any], *, into: bool) -> None:
        """Show the panel of that name, and no other."""
        if name != self.tabs.shown or not panel.fields.is_made:
            return  # somebody was quicker, or the app ends
        for one in self.panels.values():
            one.display = one is panel
        self.show_trouble(panel.trouble)
        self.show_state()
        if into:
            panel.focus()
        if self._came_for is not None and self._came_for.what.startswith(f"{name}:"):
            panel.fields.fill({self._came_for.what.partition(":")[2]: self._came_for.id})
            self._came_for = None

    async def _make(self, name: str) -> Panel[Any]:
        known = next(one for one in self.ALL if one.name == name)
        module, _, kind = known.panel.partition(":")
        # In a thread, so that what is typed meanwhile is seen at once.
        panel: Panel[Any] = getattr(await asyncio.to_thread(import_module, module), kind)()
        panel.display = False
        await self.query_one("#panels").mount(panel)
        self.panels[name] = panel
        if self.house is not None:
            panel.furnish(self.house)
        return panel

    def visit(self, link: Link) -> None:
        """Somebody comes for a playground; or with something for a field: `embed:model`."""
        name = link.what.partition(":")[0] or link.id
        if any(one.name == name for one in self.ALL):
            self._came_for = link if link.what else None
            self.show(name, into=True)

    def standing(self) -> Visit:
        """The playground in sight."""
        return Visit(self.PLACE, self.tabs.shown)

    def stand(self, visit: Visit) -> None:
        """Come back to a playground."""
        if visit.id and visit.id != self.tabs.shown:
            self.show(visit.id, into=True)

    async def text_to_read(self) -> str:
        """The answer of the one in sight."""
        return "" if self.panel is None else await self.panel.text_to_read()

    # --- what goes on

    def show_state(self) -> None:
        """The line at the top: which one, and what goes on."""
        if self.is_attached and self.query(Header):  # when the app ends, that goes first
            title = next((one.title for one in self.ALL if one.name == self.tabs.shown), "")
            others = [one.TITLE for one in self.panels.values() if one.way is not None]
            text = self.state_text()
            if text and others and title not in others:
                text = f"{others[0]}: {text}"
            self.show_title(title, text)

    def stop_running(self) -> bool:
        """Stop the run of the playground in sight."""
        return (self.panel is not None and self.panel.stop()) or super().stop_running()

    def clear_text(self) -> bool:
        """Clear the field, and say how it comes back: it may have held the texts of a file."""
        cleared = super().clear_text()
        if cleared:
            self.app.notify("Cleared. ctrl+z brings it back.")
        return cleared

    def unfinished(self) -> str:
        """What would be lost by quitting now."""
        return " ".join(word for one in self.panels.values() if (word := one.unfinished()))

    def on_screen_suspend(self) -> None:
        """Somebody goes elsewhere: what is written is kept."""
        if self.panel is not None:
            self.panel.leave()

    def on_descendant_focus(self) -> None:
        """Where there is not room for both, the answer takes the room while it is read."""
        panel = self.panel
        if panel is not None:
            panel.set_class(panel.answer.has_focus_within, "-reading")

    def back(self) -> bool:
        """Peel one layer off: a selection; from the form to the answer, to the tabs, to nothing.

        On the tabs digits go to a tab; with nothing focused they go to a place, as everywhere.
        """
        if super().back():
            return True
        panel = self.panel
        if panel is not None and panel.run is not None and panel.asked.has_focus_within:
            panel.answer.focus()
            return True
        if self.focused is None:
            return False
        self.set_focus(None if self.tabs.has_focus else self.tabs)
        return True
