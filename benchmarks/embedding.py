"""An answer of 96 vectors of 1,536 dimensions: how soon it is seen, and keys meanwhile.

With numpy, and without it as most people have it.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

from benchmarks.pty_run import Program
from benchmarks.report import Budget, Row
from benchmarks.world import APP, ROOT
from cohere_tui.config.paths import Paths
from cohere_tui.services.runs import RunService
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.plan import Plan
    from benchmarks.world import World

TEXTS, DIMENSIONS = 96, 1_536
_SIZE: Final = (120, 40)
_F5: Final = "\x1b[15~"
_TO_THE_TEXTS: Final = "\t\t"
_INTO_THE_ANSWER: Final = "\t" * 4
_LAST_COLUMN: Final = "L"
_NEXT_PAGE: Final = "l"
_BACK: Final = "\x7f"
_PATIENCE_S: Final = 10.0
_SEEN: Final = "deepest"
_LETTERS: Final = "".join(map(chr, range(0x3B1, 0x3CA))) + "".join(map(chr, range(0x410, 0x450)))
"""Each is typed once: nothing else on the screen has them."""
_THINKING_S: Final = 0.3
"""How long the server takes before it answers."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one run of the app gave."""

    seen_s: float
    """From the arrival of the answer to the heat map, and from a key to the map beside it."""
    before_ms: tuple[float, ...]
    """From each key that was typed before the answer came to its echo."""
    meanwhile_ms: tuple[float, ...]
    """The same of keys typed from its arrival until it was seen."""


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """With numpy and without."""
    for name, most_s, numpy in (("with numpy", 0.15, True), ("without numpy", 1.0, False)):
        quiet = [_run(world, numpy=numpy, typing=False) for _ in range(plan.runs)]
        runs = [_run(world, numpy=numpy, typing=True) for _ in range(plan.runs)]
        what = f"{TEXTS} vectors of {DIMENSIONS:,} seen, {name}"
        yield Row(what, tuple(one.seen_s for one in quiet), "s", budget=Budget(most=most_s))
        yield Row(
            f"slowest key meanwhile, {name}",
            tuple(max(one.meanwhile_ms) for one in runs),
            "ms",
            "before the answer",
            tuple(max(one.before_ms) for one in runs),
        )


def _run(world: World, *, numpy: bool, typing: bool) -> Embedded:
    with _answering() as server:
        environ = world.environ() | {"CO_API_URL": server.url}
        database = Paths.of(environ).database
        asyncio.run(_written(database))
        if not numpy:
            environ["PYTHONPATH"] = f"{_without_numpy(database.parent)}:{ROOT}"
        with Program((*APP, "--screen", "playground"), environ, _SIZE) as program:
            program.wait_for(f"text number {TEXTS}")
            program.wait_until_quiet(1.0)
            program.send(_TO_THE_TEXTS)
            program.wait_until_quiet()
            since = program.written
            program.send(_F5)
            keys = list(_typed(program, since)) if typing else []
            seen = program.wait_for(_SEEN, since)
            program.wait_until_quiet(1.0)
            map_s = _map_s(program)
            return Embedded(
                seen - server.sent + map_s,
                tuple(ms for sent, ms in keys if sent < server.sent),
                tuple(ms for sent, ms in keys if server.sent <= sent <= seen) or (0.0,),
            )


def _typed(program: Program, since: int) -> Iterator[tuple[float, float]]:
    """When each key was typed until the answer was seen, and how long its echo took."""
    for letter in _LETTERS:
        before = program.written
        sent = program.send(letter)
        yield sent, (program.wait_for(letter, before, _PATIENCE_S) - sent) * 1000
        program.send(_BACK)  # the line stays as long as it was
        if _SEEN.encode() in program.output[since:]:
            return


def _map_s(program: Program) -> float:
    """From the key that turns the page to the map on the screen."""
    program.send(_INTO_THE_ANSWER)
    program.wait_until_quiet()
    program.send(_LAST_COLUMN)
    program.wait_until_quiet()
    since = program.written
    sent = program.send(_NEXT_PAGE)
    return program.wait_for("Two directions", since) - sent


class _Server(ThreadingHTTPServer):
    """Answers every request to embed with the same vectors, and knows when it did."""

    sent = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b'{"models":[]}')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        time.sleep(_THINKING_S)
        self._answer(_BODY)
        assert isinstance(self.server, _Server)
        self.server.sent = time.perf_counter()

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def _body() -> bytes:
    noise = random.Random(1)
    middles = [[noise.gauss(0, 0.02) for _ in range(DIMENSIONS)] for _ in range(5)]
    vectors = [
        [round(one + noise.gauss(0, 0.015), 9) for one in middles[at % 5]] for at in range(TEXTS)
    ]
    return json.dumps({"id": "benchmark", "embeddings": {"float": vectors}}).encode()


_BODY: Final = _body()


@contextmanager
def _answering() -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _without_numpy(folder: Path) -> Path:
    """A folder in which numpy cannot be found."""
    place = folder / "bare"
    place.mkdir()
    (place / "numpy.py").write_text("raise ImportError('not here')\n")
    return place


async def _written(database: Path) -> None:
    """Leave a form in which the texts stand."""
    database.parent.mkdir(parents=True)
    store = await Store.open(database)
    texts = "\n".join(f"text number {at + 1}" for at in range(TEXTS))
    form = {"model": "embed-v4.0", "texts": texts, "embedding_types": "float"}
    await RunService(store).keep_draft("embed", form)
    await store.close()
