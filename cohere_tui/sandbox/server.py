"""The sandbox as a server: on the running loop for the app and tests, or alone for other programs.

It listens on loopback only. It needs no thread, takes no signal and, when it is closed, hangs up on
whoever is still listening.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from cohere_tui.sandbox.app import build
from cohere_tui.sandbox.datasets.records import sweep
from cohere_tui.sandbox.demo import fill
from cohere_tui.sandbox.inventory import read_all
from cohere_tui.sandbox.knobs import DEMO, FAIR, Knobs
from cohere_tui.sandbox.stage import Received, Stage
from cohere_tui.sandbox.world.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from cohere_tui.sandbox.gate import Gate
    from cohere_tui.sandbox.world.clock import Clock

HOST = "127.0.0.1"
_IDLE_S = 75


class Sandbox:
    """`async with Sandbox() as sandbox:` serves on `sandbox.url` until the block is left.

    A last user message that begins with `/echo ` is answered by the rest of it, word for word: that
    makes any text streamable, for tests and benchmarks.

    What is created is kept in the folder `state`, or forgotten at the end. Ids follow from `seed`.
    With `demo_data` there is a few of everything from the start, unless the folder has something.

    Making one raises OSError or ValueError when the folder cannot be used.
    """

    def __init__(
        self,
        knobs: Knobs = FAIR,
        port: int = 0,
        *,
        state: Path | None = None,
        seed: int = 0,
        demo_data: bool = False,
    ) -> None:
        self._stage = Stage(knobs, World(state, seed=seed))
        self._stage.hang_up = self._hang_up
        self._port = port
        self._demo_data = demo_data
        if state is not None:
            try:
                read_all(self.world)
                sweep(self.world)
            except BaseException:
                self.world.let_go()
                raise
        config = uvicorn.Config(
            build(self._stage),
            http=H11Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=_IDLE_S,
        )
        self._server = uvicorn.Server(config)
        self.url = ""
        """`http://127.0.0.1:port`, once entered."""

    @property
    def knobs(self) -> Knobs:
        """How it behaves. Set a new value to change it; faults then count afresh."""
        return self._stage.knobs

    @knobs.setter
    def knobs(self, knobs: Knobs) -> None:
        self._stage.knobs = knobs

    @property
    def gate(self) -> Gate | None:
        """What every streamed event has to pass; None: nothing."""
        return self._stage.gate

    @gate.setter
    def gate(self, gate: Gate | None) -> None:
        self._stage.gate = gate

    @property
    def world(self) -> World:
        """What it remembers between requests."""
        return self._stage.world

    @property
    def clock(self) -> Clock:
        """The time that jobs and datasets go by."""
        return self._stage.world.clock

    async def rest(self) -> None:
        """Return when nothing is worked on behind the scenes."""
        await self._stage.world.rest()

    async def reset(self) -> None:
        """Forget everything that was created."""
        await self._stage.world.reset()

    @property
    def requests(self) -> list[Received]:
        """What came in, oldest first, the last few hundred."""
        return self._stage.requests

    async def __aenter__(self) -> Self:
        try:
            listener = _listener(self._port)
        except OSError:
            self.world.let_go()
            raise
        self.url = f"http://{HOST}:{listener.getsockname()[1]}"
        server = self._server
        try:
            if self._demo_data:
                await self._fill()
            server.config.load()
            server.lifespan = server.config.lifespan_class(server.config)
            # Not `serve()`: that would take the signals and tick ten times a second in an idle app.
            await server.startup(sockets=[listener])
        except BaseException:
            listener.close()
            await self.world.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state = self._server.server_state
        for server in self._server.servers:
            server.close()
        for connection in list(state.connections):
            connection.transport.abort()
        if state.tasks:
            await asyncio.wait(list(state.tasks))
        # Each line says goodbye in a callback of its own; there is nothing to wait on.
        while state.connections:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await self._stage.world.close()

    async def _fill(self) -> None:
        """Put the demo data in; when that is broken off, return as soon as the thread has."""
        filling = asyncio.ensure_future(asyncio.to_thread(fill, self.world))
        try:
            await asyncio.shield(filling)
        except BaseException:
            await asyncio.wait({filling})
            raise

    def _hang_up(self, caller: tuple[str, int]) -> None:
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == caller:
                connection.transport.close()


def _listener(port: int) -> socket.socket:
    # Said to be TCP by name: only then does asyncio send small answers without 40 ms of delay.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    port: int = 0,
    knobs: Knobs = DEMO,
    *,
    state: Path | None = None,
    seed: int = 0,
    demo_data: bool = False,
) -> int:
    """Serve alone until it is told to end, or its terminal is gone.

    The URL is the one line on standard output. Returns the exit code: 0, or 1 when the port or the
    folder `state` cannot be had (said on standard error).
    """
    try:
        sandbox = Sandbox(knobs, port, state=state, seed=seed, demo_data=demo_data)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"cannot use the state in {state}: {error}\n")
        return 1
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_serve(sandbox, port))
    return 0


def _ending() -> Iterator[signal.Signals]:
    """The signals that mean the end."""
    yield signal.SIGINT
    yield signal.SIGTERM
    # Under nohup it is to outlive its terminal.
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        yield signal.SIGHUP


def _of_interest(record: logging.LogRecord) -> bool:
    """Not that somebody left in the middle of an answer: said for each event that was under way,
    until standard error is full where nobody reads it."""
    return record.getMessage() != "socket.send() raised exception."


async def _serve(sandbox: Sandbox, port: int) -> int:
    logging.getLogger("asyncio").addFilter(_of_interest)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _ending():
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    try:
        async with sandbox:
            sys.stdout.write(f"{sandbox.url}\n")
            sys.stdout.flush()
            await stopped.wait()
    except OSError as error:
        sys.stderr.write(f"cannot serve on {HOST}:{port}: {error.strerror}\n")
        return 1
    return 0
