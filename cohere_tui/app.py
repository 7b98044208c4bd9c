"""The app: a shell around the places, painted at once. What they need is built behind it."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from functools import partial
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TextArea

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import plain
from cohere_tui.screens.building import ready_house
from cohere_tui.screens.catalog import scopes
from cohere_tui.screens.going import Going
from cohere_tui.screens.place import PlaceScreen
from cohere_tui.screens.registry import PLACES
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.deeds import deeds_of
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.keymap import usable, written
from cohere_tui.widgets.palette import COLON, Command, Palette
from cohere_tui.widgets.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import Screen

    from cohere_tui.config.options import Start
    from cohere_tui.screens.house import House
    from cohere_tui.widgets.rail import Place

AGAIN_S = 1.0
"""A second `ctrl+c` on nothing within this time quits."""
BREATH_S = 0.03
"""What was typed before is shown first: importing in a thread slows all that the loop does."""
_MOST_RECENT = 20
_LEAVING = ("SIGTERM", "SIGHUP")


def build_house(start: Start) -> House:
    """Import and build everything heavy. Runs in a thread, behind the first paint."""
    house: House = import_module("cohere_tui.wiring").build(start)
    return house


def is_written_in(screen: Screen[object]) -> bool:
    """Whether someone is in the middle of writing there: what pops up would take the keys."""
    return isinstance(screen.focused, TextArea) and bool(screen.focused.text)


class CohereTui(Going):
    """The app. `start` is what the command line says; `build` makes the house behind the paint."""

    TITLE = "cohere-tui"
    PLACES: ClassVar[tuple[Place, ...]] = PLACES

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "palette", "Commands", id="app.palette"),
        Binding("f1,question_mark,ctrl+underscore", "help", "Help", id="app.help"),
        Binding("colon", "command", "Command line", id="app.command", show=False),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", show=False, priority=True),
        Binding(
            "ctrl+c", "cancel", "Copy, stop, clear", id="app.cancel", show=False, priority=True
        ),
        Binding("escape", "back", "Back", id="app.back", show=False),
        *(place.binding for place in PLACES),
    ]

    CSS = """
    Toast { width: auto; max-width: 66; padding: 0 1; margin: 0; background: $surface; }
    Toast.-information { border-left: outer $accent; }
    Screen.-maximized-view { hatch: none; align: left top; }
    ToastRack { dock: top; align: right top; margin: 1 0 0 0; overflow: hidden; }
    """

    def __init__(self, start: Start, build: Callable[[Start], House] = build_house) -> None:
        super().__init__(theme=start.theme, copied=start.paths.copied, first=start.options.screen)
        self._start = start
        self._build = build
        self._house: House | None = None
        self._problems: tuple[str, ...] = ()
        self._nothing_at = -AGAIN_S
        self._recent: list[str] = []

    def on_mount(self) -> None:
        """End in order when the system says so, or when the line drops."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for name in _LEAVING:
                with suppress(AttributeError, NotImplementedError):  # not on Windows
                    loop.add_signal_handler(getattr(signal, name), self.exit)

    def entered(self) -> None:
        """The first place is painted: build what it needs."""
        self.set_timer(BREATH_S, partial(self._prepare, self._start))

    def opened(self, screen: PlaceScreen) -> None:
        """Bring a place what it needs, when that is there."""
        if self._house is not None:
            screen.furnish(self._house)
            screen.show_problems(len(self._problems))

    async def on_unmount(self) -> None:
        """However the app ends, what runs is kept."""
        if self._house is not None:
            await self._house.close()

    @work(group="house", exclusive=True)
    async def _prepare(self, start: Start) -> None:
        """Make a house, and move in."""
        try:
            self._start, house = await ready_house(
                start, self._build, self.push_screen_wait, self._house
            )
        except CohereTuiError as error:
            for screen in self.open_places():
                screen.show_trouble(error)
            return
        await self._move_in(house)
        if house.damage and not is_written_in(self.screen):
            self._offer_aside()

    async def _move_in(self, house: House) -> None:
        """Bring the house to every place that is open; the earlier one is closed."""
        earlier, self._house = self._house, house
        if earlier is not None:
            await earlier.close()
        self._problems = tuple(problem.told for problem in house.problems)
        asked, places = self._start.options.screen, [place.name for place in self.PLACES]
        if asked and asked not in places:
            there = ", ".join(places)
            self._problems += (f"--screen {asked}: there is no such screen, only {there}.",)
        if house.keymap:
            known = await asyncio.to_thread(scopes)
            self.keymap, clashes = usable(house.keymap, [bindings for _, bindings in known])
            self.set_keymap(self.keymap)
            self._problems += clashes
        for screen in self.open_places():
            self.opened(screen)
        if self._problems:
            self.notify(f"{self._problems[0]}\n:problems shows all.", severity="warning", timeout=8)

    def action_palette(self, typed: str = "") -> None:
        """Everything that can be done here, found by typing."""
        commands = (*self.commands(), *self._own_commands())
        by_name = {command.name: command for command in commands}
        palette = Palette(commands, typed=typed, recent=self._recent)

        def run(name: str | None) -> None:
            if name is not None:
                self._recent = [name, *(one for one in self._recent if one != name)][:_MOST_RECENT]
                self.call_later(by_name[name].told(palette.words))

        self.push_screen(palette, run)

    def action_command(self) -> None:
        """The same as a command line."""
        self.action_palette(COLON)

    def _own_commands(self) -> Sequence[Command]:
        """What can be done and has no key of its own."""
        commands = [Command("restart", "Read the settings again", self._ask_restart)]
        if self._problems:
            commands.append(Command("problems", "Problems of the settings", self._show_problems))
        if self._house is not None and self._house.damage:
            commands.append(Command("aside", "Set the damaged file aside", self._offer_aside))
        ours = [theme.name for theme in THEMES]
        others = [name for name in self.available_themes if name not in ours]
        return [*commands, *(self._theme_command(name) for name in (*ours, *others))]

    def _theme_command(self, name: str) -> Command:
        note = "in use" if name == self.theme else ""
        return Command(f"theme {name}", f"Theme: {name}", partial(self._choose_theme, name), note)

    def _choose_theme(self, name: str) -> None:
        self.theme = name
        if self._house is not None:
            try:
                self._house.keep("theme", name)
            except CohereTuiError as error:
                self.notify(error.told, severity="warning")

    def _ask_restart(self) -> None:
        """Read the settings again; when that would end something that runs, ask first."""
        lost = "\n".join(self._unfinished())
        question = Confirm("Begin again now?", lost, yes="Begin again", no="Not now")
        if lost:
            self._when_agreed(question, self._restart)
        else:
            self._restart()

    def _when_agreed(self, question: Confirm, do: Callable[[], None]) -> None:
        """Ask, and do it on a yes."""

        def decided(yes: bool | None) -> None:
            if yes:
                do()

        self.push_screen(question, decided)

    def _unfinished(self) -> list[str]:
        """What runs and would be lost, a sentence each."""
        dialogs = [one for one in self.screen_stack if isinstance(one, Dialog)]
        sentences = [one.unfinished() for one in self.open_places()]
        sentences += [one.unfinished() for one in dialogs]
        return [words for words in sentences if words]

    def _restart(self) -> None:
        self.clear_notifications()
        self._prepare(self._start)

    @work(group="aside", exclusive=True)
    async def _offer_aside(self) -> None:
        """Ask whether to go on with a new store; the damaged one is renamed, not deleted."""
        house = self._house
        question = Confirm(
            "Set the damaged file aside?",
            "" if house is None else house.damage,
            yes="Set it aside",
            no="Not now",
        )
        if house is None or not await self.push_screen_wait(question):
            return
        try:
            place = await house.set_aside()
        except CohereTuiError as error:
            self.notify(error.told, severity="error", timeout=8)
            return
        self._restart()
        self.notify(f"The damaged file is now {place}", timeout=8)

    def _show_problems(self) -> None:
        text = Content("\n\n").join(Content(plain(problem)) for problem in self._problems)
        self.push_screen(Reader("Problems of the settings", text))

    def action_cancel(self) -> None:
        """Copy a selection, else stop what runs, else clear the field, else say how to quit."""
        if self.step_of_cancel():
            self._nothing_at = -AGAIN_S
        elif monotonic() - self._nothing_at < AGAIN_S:
            self.call_later(self.action_quit)
        else:
            self._nothing_at = monotonic()
            self.notify(f"{self._key_of('app.quit')} quits, {self._key_of('app.cancel')} again too")

    def _key_of(self, name: str) -> str:
        """The key of one of our actions, as it is written."""
        keys = next(deed.keys for deed in deeds_of(self, self.keymap) if deed.id == name)
        return written(keys[:1], self.signs) or f":{name}"

    async def action_back(self) -> None:
        """Peel one layer off."""
        if isinstance(self.screen, PlaceScreen) and not self.screen.back():
            self.leave_by_link()

    async def action_quit(self) -> None:
        """Quit; when work would be lost, ask first."""
        lost = self._unfinished()
        if self._house is not None and (words := await self._house.loss()):
            lost.append(words)
        if not lost or isinstance(self.screen, Confirm):
            self.exit()
        else:
            question = Confirm("Quit now?", "\n".join(lost), yes="Quit", no="Stay")
            self._when_agreed(question, self.exit)
