"""Everything that can be done, found by typing: the palette, and with a colon the command line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import actions
from textual.binding import Binding, BindingType
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.widgets.deeds import all_deeds
from cohere_tui.widgets.keymap import written
from cohere_tui.widgets.matching import match
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.screen import Screen

    from cohere_tui.widgets.deeds import Deed

COLON: Final = ":"
_NO_FIT: Final = 9
_ALIASES: Final = {"app.quit": ("q", "quit", "q!"), "app.help": ("h", "help", "keys")}


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done. `name` is what the command line takes, `title` what is read."""

    name: str
    title: str
    run: Callable[[], object]
    """Does it; what it returns is awaited when it can be."""
    keys: str = ""
    aliases: tuple[str, ...] = ()
    with_words: Callable[[str], object] | None = None
    """Does it with the words that stand behind the name on the command line; None: takes none."""

    def told(self, words: str) -> Callable[[], object]:
        """What does it with these words; none are like no words."""
        return partial(self.with_words, words) if words and self.with_words else self.run


class Palette(Picker):
    """Pick one of `commands`; answers its name.

    What is typed is looked for in titles. After a colon it is a command line: names and aliases,
    words behind those that take some, `tab` completes, and what was used last (`recent`, newest
    first) stands at the top.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", id="palette.complete", show=False),
    ]

    BINDING_GROUP_TITLE = "Commands"
    SIGN = ">"

    def __init__(
        self, commands: Sequence[Command], *, typed: str = "", recent: Sequence[str] = ()
    ) -> None:
        titles = tuple(Choice(one.name, one.title, one.keys) for one in commands)
        super().__init__("Commands", titles, typed=typed, placeholder="Type to find; : for names")
        self._commands = {one.name: one for one in commands}
        self._by_title = titles
        used = {name: place for place, name in enumerate(recent)}
        self._by_name = tuple(
            Choice(one.name, one.name, one.title)
            for one in sorted(commands, key=lambda one: used.get(one.name, len(used)))
        )

    def rows(self, typed: str) -> Sequence[tuple[Choice, tuple[int, ...]]]:
        """Titles that fit, or after a colon names that fit."""
        if not typed.startswith(COLON):
            self._choices = self._by_title
            return super().rows(typed)
        self._choices = self._by_name
        found = [
            (self._rank(choice.id, self._name_for(choice.id)), place, choice)
            for place, choice in enumerate(self._by_name)
        ]
        return [
            (choice, fit.marks if (fit := match(self._name_for(choice.id), choice.id)) else ())
            for rank, _, choice in sorted(found, key=lambda row: row[:2])
            if rank < _NO_FIT
        ]

    @property
    def words(self) -> str:
        """What stands behind the name on the command line, as it was typed."""
        line = self.line.value
        return line[1:].strip().partition(" ")[2].strip() if line.startswith(COLON) else ""

    def _name_for(self, command: str) -> str:
        """What of the line is the name, if this command is meant."""
        typed = self.line.value[1:].strip().lower()
        takes_words = self._commands[command].with_words is not None
        return typed.partition(" ")[0] if takes_words else typed

    def _rank(self, command: str, name: str) -> int:
        """How well a typed name fits a command: the less the better."""
        names = (command.lower(), *self._commands[command].aliases)
        if name in names:
            return 0
        if any(one.startswith(name) for one in names):
            return 1
        return 2 if match(name, command) is not None else _NO_FIT

    def action_complete(self) -> None:
        """Write the name of the marked row on the line."""
        option = self.listed.highlighted_option
        if option is not None and option.id is not None:
            end = "" if self._commands[option.id].with_words is None else f" {self.words}"
            self.line.value = f"{COLON}{option.id}{end}"
            self.line.cursor_position = len(self.line.value)

    def choose(self) -> None:
        """Answer with the marked row, or say that there is no such command."""
        if self.listed.highlighted_option is None:
            typed = one_line(self.line.value.removeprefix(COLON), 40)
            self.complain(f"There is no command “{typed}”.")
            return
        super().choose()


def commands_of(screen: Screen[Any], keymap: Mapping[str, str]) -> tuple[Command, ...]:
    """Everything that has a binding on `screen`: what the footer would show first, then more."""
    signs = signs_of(screen.app)
    deeds = [deed for deed in all_deeds(screen, keymap) if _possible(deed)]
    return tuple(
        Command(
            deed.id,
            deed.title,
            partial(_do, screen, deed),
            written(deed.keys[:2], signs),
            _ALIASES.get(deed.id, ()),
        )
        for deed in sorted(deeds, key=lambda deed: not deed.shown)
    )


def _possible(deed: Deed) -> bool:
    _, name, parameters = actions.parse(deed.action)
    return bool(deed.node.check_action(name, parameters))


async def _do(screen: Screen[Any], deed: Deed) -> None:
    if isinstance(deed.node, Widget) and deed.node.focusable:
        screen.set_focus(deed.node)
    await screen.app.run_action(deed.action, deed.node)
