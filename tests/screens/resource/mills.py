"""Screens over a service that the test holds in its hand: mills, and the rivers they stand on."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.services.paging import Page, Pages, by_token
from cohere_tui.state.code import Request
from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.facts import Fact, FactLine, Link
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.rail import Place
from tests.stubs import PaperHouse
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from textual.pilot import Pilot


@dataclass(frozen=True)
class Mill:
    id: str
    name: str = ""
    status: str = "ready"
    river: str = "cleddau"
    opened: int | None = 1801


def mills(count: int, **more: Any) -> tuple[Mill, ...]:
    return tuple(Mill(f"m{n}", f"Mill {n:04}", **more) for n in range(count))


@dataclass
class MillService:
    """Answers with what is in `all`, page by page; fails with `failures`; waits for `gate`."""

    all: Sequence[Mill] = ()
    size: int = 200
    tells_total: bool = False
    failures: dict[str, CohereTuiError] = field(default_factory=dict)
    """By what is done: `list`, `get`, `delete`, `grind`, or by an id."""
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def close(self) -> None:
        """Let nothing be answered until `open`."""
        self.gate.clear()

    def open(self) -> None:
        self.gate.set()

    def times(self, what: str) -> int:
        """How often something was asked for."""
        return sum(1 for one in self.asked if one.startswith(what))

    def list(self) -> Pages[Mill]:
        async def fetch(token: str) -> Page[Mill]:
            at = int(token or 0)
            await self._ask("list", token)
            end = at + self.size
            more = str(end) if end < len(self.all) else ""
            total = len(self.all) if self.tells_total else None
            return Page(tuple(self.all[at:end]), more, total)

        return by_token(fetch)

    async def get(self, mill_id: str) -> Mill:
        await self._ask("get", mill_id)
        return self._found(mill_id)

    async def delete(self, mill_id: str) -> None:
        await self._ask("delete", mill_id)
        self._found(mill_id)
        self.all = [mill for mill in self.all if mill.id != mill_id]

    async def grind(self, mill_id: str) -> None:
        await self._ask("grind", mill_id)
        self.set(replace(self._found(mill_id), status="grinding"))

    def set(self, *changed: Mill) -> None:
        by_id = {mill.id: mill for mill in changed}
        self.all = [by_id.get(mill.id, mill) for mill in self.all]

    def drop(self, *ids: str) -> None:
        self.all = [mill for mill in self.all if mill.id not in ids]

    def _found(self, mill_id: str) -> Mill:
        for mill in self.all:
            if mill.id == mill_id:
                return mill
        raise NotFound(404, f"mill {mill_id} not found")

    async def _ask(self, what: str, detail: str) -> None:
        self.asked.append(f"{what} {detail}".strip())
        await self.gate.wait()
        for name in (what, detail):
            if name in self.failures:
                raise self.failures[name]


def _status(mill: Mill, _: float) -> Cell:
    tones = {"grinding": Tone.WORKING, "ready": Tone.READY, "broken": Tone.FAILED}
    return Cell(mill.status, tones.get(mill.status, Tone.QUIET))


class MillsScreen(ResourceScreen[Mill]):
    """The list of mills."""

    PLACE = "mills"
    NOUN = "mill"
    NOUNS = "mills"
    EMPTY = "Mills grind.\n\nn builds one."
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("name", lambda mill, _: Cell(mill.name), 16, grows=True),
        Column("status", _status, 10, rank=1),
        Column(
            "opened",
            lambda mill, _: Cell("?" if mill.opened is None else str(mill.opened)),
            6,
            key=lambda mill: mill.opened,
            right=True,
        ),
    )
    WRITES: ClassVar[frozenset[str]] = frozenset({"new", "grind"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Build one", id="mills.new"),
        Binding("K", "grind", "Grind", id="mills.grind"),
    ]

    built: ClassVar[list[str]] = []
    told: ClassVar[list[str]] = []

    @property
    def service(self) -> MillService:
        service: MillService = self.services.mills  # type: ignore[attr-defined]
        return service

    def identify(self, row: Mill) -> str:
        return row.id

    def name_of(self, row: Mill) -> str:
        return row.name

    def raw(self, row: Mill) -> Any:
        return {"id": row.id, "name": row.name, "status": row.status, "opened": row.opened}

    def request_of(self, row: Mill) -> Request:
        return Request("GET", f"/v1/mills/{row.id}")

    def pages(self) -> Pages[Mill]:
        return self.service.list()

    async def fetch(self, row_id: str) -> Mill:
        return await self.service.get(row_id)

    def overview(self, row: Mill) -> tuple[FactLine, ...]:
        return (Fact("id", row.id), Fact("name", row.name), Fact("status", row.status))

    def related(self, row: Mill) -> tuple[FactLine, ...]:
        return (
            Fact("river", row.river, link=Link("rivers", row.river)),
            Fact("next", "m5", link=Link("mills", "m5")),
            Fact("nowhere", "x", link=Link("nowhere", "x")),
            Fact("new river", row.id, link=Link("rivers", row.id, what="new")),
        )

    def in_progress(self, row: Mill) -> bool:
        return row.status == "grinding"

    def outcome(self, row: Mill) -> tuple[str, Tone]:
        return row.status, Tone.FAILED if row.status == "broken" else Tone.READY

    def deletion(self) -> Deed[Mill]:
        async def act(mill: Mill) -> None:
            await self.service.delete(mill.id)

        return Deed("Delete", "deleted", act, "Its flour goes too.", removes=True)

    @work
    async def action_grind(self) -> None:
        async def act(mill: Mill) -> None:
            await self.service.grind(mill.id)

        await self.do(Deed("Grind", "grinding", act), self.chosen)

    @work
    async def action_new(self) -> None:
        name = await self.fill_in(Ask("Build a mill"))
        if name:
            self.built.append(name)

    def begin(self, given: str) -> None:
        self.built.append(f"of {given}")

    def tell_terminal(self, text: str) -> None:
        self.told.append(text)


class RiversScreen(MillsScreen):
    """A second place of the same kind."""

    PLACE = "rivers"
    NOUN = "river"
    NOUNS = "rivers"

    @property
    def service(self) -> MillService:
        service: MillService = self.services.rivers  # type: ignore[attr-defined]
        return service

    def related(self, row: Mill) -> tuple[FactLine, ...]:
        return (Fact("mill", "m7", link=Link("mills", "m7")),)


class SluicesScreen(MillsScreen):
    """A place that the hosted service has retired."""

    PLACE = "connectors"


_HERE = "tests.screens.resource.mills"
PLACES = (
    Place("mills", "1", "Mills", f"{_HERE}:MillsScreen", aliases=("mi",)),
    Place("rivers", "2", "Rivers", f"{_HERE}:RiversScreen"),
    Place("connectors", "3", "Sluices", f"{_HERE}:SluicesScreen"),
)


class MillApp(CohereTui):
    """The app with mills in it."""

    PLACES = PLACES
    BINDINGS: ClassVar[list[BindingType]] = [place.binding for place in PLACES]


@dataclass
class Bench:
    """Someone sitting before the mills."""

    app: MillApp
    pilot: Pilot[None]
    house: PaperHouse
    service: MillService
    rivers: MillService

    @property
    def screen(self) -> MillsScreen:
        """The place that is open, whatever lies over it."""
        place = self.app.place
        assert isinstance(place, MillsScreen)
        return place

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    @property
    def header(self) -> str:
        return str(self.screen.query_one(Header).render())

    @property
    def footer(self) -> str:
        return str(self.screen.query_one(Footer).render())

    @property
    def trouble(self) -> str:
        lines = self.screen.query(".place--trouble").results(Static)
        return " ".join(str(line.render()) for line in lines)

    @property
    def notices(self) -> str:
        return "\n".join(notice.message for notice in self.app._notifications)

    @property
    def ids(self) -> list[str]:
        """The rows that are shown."""
        listing = self.screen.listing
        return [listing.id_at(place) for place in range(len(listing))]

    @property
    def picture(self) -> str:
        """What is really painted."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def sees(self, words: str) -> None:
        await until(lambda: words in self.picture, f"{words!r} is not in:\n{self.picture}")

    async def settled(self) -> None:
        """Wait until nothing is asked for any more."""
        await until(lambda: self.screen.is_known and not self.screen.busy)
        await self.pilot.pause()


@asynccontextmanager
async def seated(
    some: Iterable[Mill] = (),
    *,
    width: int = 80,
    height: int = 24,
    house: PaperHouse | None = None,
    place: str = "mills",
    settled: bool = True,
    **more: Any,
) -> AsyncGenerator[Bench]:
    """The app with these mills; `more` is for the service."""
    MillsScreen.built.clear()
    MillsScreen.told.clear()
    service = MillService(list(some), **more)
    rivers = MillService([Mill("cleddau", "Cleddau"), Mill("deben", "Deben")])
    house = house or PaperHouse()
    house.services = SimpleNamespace(mills=service, rivers=rivers, requests=[])
    start = Start(Options(screen=place), Paths(Path("/nowhere"), Path("/nowhere")))
    app = MillApp(start, build=lambda _: house)
    async with app.run_test(size=(width, height), notifications=True) as pilot:
        bench = Bench(app, pilot, house, service, rivers)
        await until(lambda: isinstance(app.place, MillsScreen) and app.place.house is house)
        if settled:
            await bench.settled()
        yield bench
