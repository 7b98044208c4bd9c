"""Opening, closing, and what is written down."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from cohere_tui.sandbox import desk, wire
from cohere_tui.sandbox.chat import v1, v2
from cohere_tui.sandbox.endpoints import generate
from cohere_tui.sandbox.knobs import Fault, Knobs
from cohere_tui.sandbox.server import Sandbox, serve
from cohere_tui.sandbox.stage import KEPT, KEPT_BYTES
from tests.client.wire import closed_port
from tests.sandbox.chat.asking import asked
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

BEARER = {"authorization": "Bearer a-key"}
SERVE = "from cohere_tui.sandbox.server import Knobs, serve; raise SystemExit(serve({port}))"


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def test_it_listens_on_loopback_and_closes(sandbox: Sandbox) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", sandbox.url)
    async with Sandbox() as other:
        assert other.url != sandbox.url
        (listener,) = (one for server in other._server.servers for one in server.sockets)
        assert listener.getsockname() == ("127.0.0.1", int(other.url.rpartition(":")[2]))
        async with httpx.AsyncClient(headers=BEARER, trust_env=False) as client:
            assert (await client.get(f"{other.url}/v1/models")).status_code == 200
            assert (await client.get(f"{sandbox.url}/v1/models")).status_code == 200
    assert listener.fileno() == -1  # its port may be anybody's by now


async def test_a_port_can_be_asked_for_again_at_once() -> None:
    port = closed_port()  # kept, so that nobody else takes it in between
    async with Sandbox(port=port) as first:
        with pytest.raises(OSError, match="in use"):
            await Sandbox(port=port).__aenter__()
    async with Sandbox(port=port) as second:
        assert second.url == first.url


@pytest.mark.parametrize(
    "knobs",
    [
        Knobs(),
        Knobs(tokens_per_second=1),
        Knobs(stall_after_events=1),
        Knobs(latency_s=60),
        Knobs(faults=(Fault(kind="stall"),)),
    ],
)
async def test_closing_hangs_up_on_whoever_listens(knobs: Knobs) -> None:
    body = {**asked("/echo " + "tide " * 50_000), "stream": True}
    async with httpx.AsyncClient(headers=BEARER, trust_env=False) as client:
        async with Sandbox(knobs) as sandbox:
            await client.get(f"{sandbox.url}/_sandbox")
            reading = asyncio.ensure_future(client.post(f"{sandbox.url}/v2/chat", json=body))
            await until(lambda: len(sandbox.requests) == 2)
        with pytest.raises(httpx.TransportError):
            await reading
    assert sandbox.requests[-1].hung_up


async def test_broken_off_while_it_opens_it_lets_go_of_its_folder(tmp_path: Path) -> None:
    opening = asyncio.ensure_future(Sandbox(state=tmp_path).__aenter__())
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    async with Sandbox(state=tmp_path) as other:
        assert other.url


async def test_half_a_request_does_not_hold_it_open() -> None:
    async with Sandbox() as sandbox:
        host, port = sandbox.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /v2/chat HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{")
        await writer.drain()
        await until(lambda: sandbox._server.server_state.tasks)
    assert await reader.read() == b""
    writer.close()
    assert sandbox.requests == []


async def test_small_answers_are_sent_without_delay(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    await caller.get("/v1/models")
    (line,) = sandbox._server.server_state.connections
    server_side = line.transport.get_extra_info("socket")
    assert server_side.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_it_takes_no_signals() -> None:
    numbers = signal.SIGINT, signal.SIGTERM
    before = [signal.getsignal(number) for number in numbers]
    async with Sandbox():
        assert [signal.getsignal(number) for number in numbers] == before


async def test_requests_are_written_down(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    await caller.get("/v1/models?endpoint=chat&page_size=3", headers={"X-Client-Name": "me"})
    await caller.post("/v2/chat", json={**asked("/echo one two"), "stream": True})
    await caller.post("/v2/chat", content=b"\xff{")
    first, second, third = sandbox.requests
    assert (first.number, first.method, first.path, first.status) == (1, "GET", "/v1/models", 200)
    assert first.query == {"endpoint": ["chat"], "page_size": ["3"]}
    assert first.headers["x-client-name"] == "me"
    assert "authorization" not in first.headers
    assert first.body is None
    assert second.body["messages"] == [{"role": "user", "content": "/echo one two"}]
    assert (second.events, second.over, second.hung_up) == (6, True, False)
    assert (third.body, third.raw, third.status) == (None, b"\xff{", 400)


async def test_only_the_last_requests_are_kept(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    for _ in range(KEPT + 3):
        await caller.get("/_sandbox")
    assert [sandbox.requests[0].number, sandbox.requests[-1].number] == [4, KEPT + 3]
    assert len(sandbox.requests) == KEPT


async def test_large_bodies_are_let_go_again(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    whole = {"text": "a" * (KEPT_BYTES // 4), "model": "nobody"}
    for _ in range(6):
        assert (await caller.post("/v1/tokenize", json=whole)).status_code == 404
    kept = [bool(one.raw) for one in sandbox.requests]
    assert kept == [False, False, False, True, True, True]
    assert [one.body is not None for one in sandbox.requests] == kept
    assert {one.size > KEPT_BYTES // 4 for one in sandbox.requests} == {True}


@pytest.mark.parametrize(("words", "aside"), [(10, False), (50_000, True)])
@pytest.mark.parametrize(
    ("place", "name"),
    [(desk, "loads"), (v1, "compose"), (v2, "compose"), (generate, "read")],
)
async def test_large_requests_are_seen_to_beside_the_loop(
    caller: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    place: ModuleType,
    name: str,
    words: int,
    aside: bool,
) -> None:
    threads = []
    work = getattr(place, name)

    def noting(*given: object) -> object:
        threads.append(threading.current_thread())
        return work(*given)

    monkeypatch.setattr(place, name, noting)
    prompt = "/echo " + "tide " * words
    if place is v1:
        answer = await caller.post("/v1/chat", json={"message": prompt})
    elif place is generate:
        answer = await caller.post("/v1/generate", json={"prompt": prompt})
    else:
        answer = await caller.post("/v2/chat", json=asked(prompt))
    assert answer.status_code == 200
    assert [thread is not threading.main_thread() for thread in threads] == [aside]


async def test_others_are_answered_while_a_large_request_is_read(
    caller: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def slowly(raw: bytes) -> object:
        reading.set()
        assert go_on.wait(PATIENCE_S)
        return wire.loads(raw)

    monkeypatch.setattr(desk, "loads", slowly)
    large = asyncio.ensure_future(caller.post("/v2/chat", json=asked("/echo " + "tide " * 50_000)))
    await until(reading.is_set)
    assert (await caller.get("/v1/models")).status_code == 200
    go_on.set()
    assert (await large).status_code == 200


async def test_unknown_paths_are_answered_in_plain_text(caller: httpx.AsyncClient) -> None:
    for method, path in (
        ("GET", "/"),
        ("GET", "/v2/chat"),
        ("DELETE", "/v1/models"),
        ("GET", "/v3"),
    ):
        answer = await caller.request(method, path)
        assert (answer.status_code, answer.text) == (404, "404 page not found\n")
        assert answer.headers["content-type"].startswith("text/plain")


async def test_every_answer_has_a_trace_and_a_date(caller: httpx.AsyncClient) -> None:
    for path in ("/v1/models", "/v1/models/x", "/x", "/_sandbox"):
        headers = (await caller.get(path)).headers
        assert re.fullmatch(r"[0-9a-f]{32}", headers["x-debug-trace-id"])
        assert headers["date"].endswith("GMT")


async def test_many_streams_at_once(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    body = {**asked("/echo " + "tide " * 500), "stream": True}
    answers = await asyncio.gather(*(caller.post("/v2/chat", json=body) for _ in range(10)))
    assert {answer.text.count("event: ") for answer in answers} == {505}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
async def test_alone_it_prints_its_url_and_leaves_quietly(tmp_path: Path, name: str) -> None:
    # Whoever runs the tests may ignore SIGHUP, as nohup does; what is started here must not.
    heeding = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", heeding + SERVE.format(port=0)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    body = {**asked("/echo " + "tide " * 5000), "stream": True}
    async with httpx.AsyncClient(headers=BEARER, trust_env=False) as client:
        files = {"data": ("tides.txt", b"The tide is high.")}
        made = await client.post(f"{url}/v1/datasets?name=a&type=embed-input", files=files)
        assert made.status_code == 200
        assert names(tmp_path)
        async with client.stream("POST", f"{url}/v2/chat", json=body) as response:
            assert response.status_code == 200
            process.send_signal(signal.Signals[name])
            out, err = await process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_told_to_outlive_its_terminal_it_does() -> None:
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ignoring + SERVE.format(port=0)), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    process.send_signal(signal.SIGHUP)
    async with httpx.AsyncClient(headers=BEARER, trust_env=False) as client:
        assert (await client.get(f"{url}/v1/models")).status_code == 200
    process.terminate()
    assert await process.wait() == 0


def test_a_port_in_use_is_said_and_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve(port) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"cannot serve on 127.0.0.1:{port}: Address already in use\n"


async def test_alone_it_says_nothing_of_those_who_leave_in_the_middle() -> None:
    """Each event under way once had a line, until a full pipe stopped everything."""
    body = json.dumps({**asked("/echo " + "tide " * 20_000), "stream": True}).encode()
    head = f"POST /v2/chat HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SERVE.format(port="0, Knobs()")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    port = int((await process.stdout.readline()).decode().rpartition(":")[2])
    for _ in range(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + b"authorization: Bearer a\r\n\r\n" + body)
        await reader.readexactly(1_000)
        writer.transport.abort()
    process.terminate()
    _, err = await process.communicate()
    assert err == b""
