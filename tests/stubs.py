"""A house of paper and a place to put it in: the shell is tried on them before anything real."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static, TextArea

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.place import PlaceScreen
from cohere_tui.state.connection import Connection
from cohere_tui.widgets.rail import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from cohere_tui.client.retrying import Wait
    from cohere_tui.config.values import Price

GOOD_KEY = "good-key-0123456789"


PROD = Connection("prod", "api.cohere.com", "command-a-03-2025")


@dataclass
class PaperHouse:
    """Keeps what it is told; opens and closes; knows one good key."""

    problems: Sequence[CohereTuiError] = ()
    keymap: Mapping[str, str] = field(default_factory=dict)
    connection: Connection = PROD
    damage: str = ""
    lasting: str = ""
    needs_onboarding: bool = False
    key_place: str = "~/.config/cohere-tui/keys.toml"
    services: object = None
    card_of: object = None
    enter_sends: bool = True
    base_url: str = "https://api.cohere.com"
    read_only: bool = False
    prices: Mapping[str, Price] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    kept: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    waits: list[Callable[[Wait], None]] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    async def open(self) -> None:
        self.opened += 1

    async def loss(self) -> str:
        return ""

    async def take_over(self, earlier: object) -> None:
        """There is nothing to take."""

    async def set_aside(self) -> Path:
        raise CohereTuiError("paper is never damaged")

    async def close(self) -> None:
        self.closed += 1

    async def check_key(self, key: str) -> object:
        if key != GOOD_KEY:
            raise CohereTuiError(f"401: invalid api token {key}", remedy="Copy the key again.")
        return True

    def keep_key(self, key: str) -> None:
        self.keys.append(key)

    def keep(self, name: str, value: str) -> None:
        self.kept[name] = value

    def on_wait(self, listener: Callable[[Wait], None]) -> Callable[[], None]:
        self.waits.append(listener)
        return lambda: self.waits.remove(listener)

    def keep_retired(self, place: str, *, retired: bool) -> None:
        self.retired = self.retired | {place} if retired else self.retired - {place}


class Reading(Static):
    """Something to read that has keys of its own."""

    can_focus = True
    BINDING_GROUP_TITLE = "Read"
    HELP = "Earlier answers, newest last."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="reading.copy"),
        Binding("Y", "copy_code", "Copy code", id="reading.copy_code"),
    ]

    copies = 0

    def action_copy(self) -> None:
        self.copies += 1

    def action_copy_code(self) -> None:
        self.copies += 10


class Writing(TextArea):
    """Something to write in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "editor", "Edit in $EDITOR", id="writing.editor"),
    ]

    def action_editor(self) -> None:
        self.insert("edited")


class ChatStub(PlaceScreen):
    """Reads and writes; an answer may be on its way."""

    PLACE = "chat"
    AUTO_FOCUS = "Writing"
    CSS = """
    ChatStub Reading { height: 1fr; }
    ChatStub Writing { height: 3; border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "model", "Model", id="chatstub.model"),
    ]

    house: object = None
    running = False
    models = 0

    def content(self) -> ComposeResult:
        yield Reading("read me")
        yield Writing(placeholder="Ask")

    def furnish(self, house: object) -> None:
        super().furnish(house)  # type: ignore[arg-type]
        self.house = house

    def stop_running(self) -> bool:
        was, self.running = self.running, False
        return was

    def unfinished(self) -> str:
        return "An answer is being received." if self.running else ""

    def action_model(self) -> None:
        self.models += 1


class ModelsStub(PlaceScreen):
    """A second place."""

    PLACE = "models"

    def content(self) -> ComposeResult:
        yield Reading("models")


PLACES = (
    Place("chat", "1", "Chat", "tests.stubs:ChatStub", pane="Conversations", prompt="Ask…"),
    Place("models", "2", "Models", "tests.stubs:ModelsStub"),
    Place("nowhere", "3", "Nowhere", "tests.nowhere:Missing"),
)


class Stubbed(CohereTui):
    """The app with paper behind it."""

    PLACES = PLACES
    BINDINGS: ClassVar[list[BindingType]] = [place.binding for place in PLACES[1:]]

    @property
    def chat(self) -> ChatStub:
        screen = self.get_screen_stack("chat")[0]
        assert isinstance(screen, ChatStub)
        return screen

    @property
    def house(self) -> object:
        """The house the first place was furnished with."""
        return self.chat.house if "chat" in self._screen_stacks else None


def start(tmp_path: Path, **options: object) -> Start:
    paths = Paths(tmp_path / "config", tmp_path / "data")
    return Start(Options(**options), paths)  # type: ignore[arg-type]
