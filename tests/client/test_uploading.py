"""Forms with files: what arrives, what it costs, and files that do not hold still."""

from __future__ import annotations

import asyncio
import errno
import os
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_multipart.multipart import parse_form, parse_options_header

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint, Timeouts
from cohere_tui.client.requests import RequestLog
from cohere_tui.client.uploading import Form, FormFile, Sent, _Pace
from cohere_tui.errors import (
    APIError,
    Disconnected,
    FileUnusable,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from tests.client.wire import (
    CERTIFICATE,
    Line,
    Request,
    Wire,
    answer,
    closed_port,
    head,
    raw,
    then_silence,
)
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from python_multipart.multipart import Field, File

    from tests.client.conftest import Caller

PATH = "/v1/datasets"
CREATED = answer(body={"id": "harbours-7x2k9a"})
LARGE = 4 * 2**20
"""More than is read before the first progress is told."""


def a_file(folder: Path, data: bytes = b"a,b\n1,2\n", name: str = "train.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def form_of(path: Path, name: str = "train.csv") -> Form:
    return Form(files=(FormFile("data", path, name, "text/csv"),))


def parts_of(request: Request) -> list[tuple[str, str | None, bytes]]:
    """Name, file name and content of each part, in order, as another program reads them."""
    parts: list[tuple[str, str | None, bytes]] = []

    def take_field(field: Field) -> None:
        parts.append((_text(field.field_name), None, field.value or b""))

    def take_file(file: File) -> None:
        file.file_object.seek(0)
        parts.append((_text(file.field_name), _text(file.file_name), file.file_object.read()))
        file.close()

    headers = {name: value.encode("latin-1") for name, value in request.headers.items()}
    headers = {"Content-Type": headers["content-type"], "Content-Length": headers["content-length"]}
    parse_form(headers, BytesIO(request.body), take_field, take_file)
    return parts


def _text(name: bytes | None) -> str:
    return (name or b"").decode()


async def test_a_form_arrives_with_its_fields_before_its_files(
    caller: Caller, tmp_path: Path
) -> None:
    first, second = a_file(tmp_path), a_file(tmp_path, b"{}\n", "eval.jsonl")
    form = Form(
        fields=(("model", "m"), ("note", ""), ("tag", "é"), ("tag", "two")),
        files=(
            FormFile("data", first, "train.csv", "text/csv"),
            FormFile("eval_data", second, "eval.jsonl", "application/jsonl"),
        ),
    )
    async with Wire(CREATED) as wire:
        query = {"name": "n m", "keep_fields": ["a", "b"]}
        got = await caller(wire.url).upload(PATH, query, form)
    (request,) = wire.requests
    assert got.json() == {"id": "harbours-7x2k9a"}
    assert request.method == "POST"
    assert request.target == f"{PATH}?name=n+m&keep_fields=a&keep_fields=b"
    assert parts_of(request) == [
        ("model", None, b"m"),
        ("note", None, b""),
        ("tag", None, "é".encode()),
        ("tag", None, b"two"),
        ("data", "train.csv", b"a,b\n1,2\n"),
        ("eval_data", "eval.jsonl", b"{}\n"),
    ]
    assert b"\r\nContent-Type: application/jsonl\r\n" in request.body


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_001])
async def test_a_file_of_any_size_arrives_whole(caller: Caller, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    async with Wire(CREATED) as wire:
        await caller(wire.url).upload(PATH, None, form_of(a_file(tmp_path, data)))
    assert parts_of(wire.requests[0]) == [("data", "train.csv", data)]


async def test_a_file_arrives_whole_over_tls(caller: Caller, tmp_path: Path) -> None:
    data = os.urandom(3_000_001)
    async with Wire(CREATED, tls=True) as wire:
        client = caller(Endpoint(wire.url, ca_bundle=str(CERTIFICATE)))
        await client.upload(PATH, None, form_of(a_file(tmp_path, data)))
    assert parts_of(wire.requests[0]) == [("data", "train.csv", data)]


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ('a"b.csv', "a%22b.csv"),
        ("a\r\nX-Evil: 1\r\n\r\nb.csv", "a%0D%0AX-Evil: 1%0D%0A%0D%0Ab.csv"),
        ("höfe 漢字 🚀.csv", "höfe 漢字 🚀.csv"),
        ("half\udcff.csv", "half?.csv"),
        ("a;b=c, d'.csv", "a;b=c, d'.csv"),
    ],
)
async def test_names_do_no_harm(caller: Caller, tmp_path: Path, name: str, arrives: str) -> None:
    async with Wire(CREATED) as wire:
        await caller(wire.url).upload(PATH, None, form_of(a_file(tmp_path), name))
    (request,) = wire.requests
    header = request.body.split(b"\r\n")[1]
    assert header.decode() == f'Content-Disposition: form-data; name="data"; filename="{arrives}"'


@settings(max_examples=30)
@given(name=st.text(min_size=1), field=st.text(min_size=1), value=st.text())
def test_no_text_breaks_out_of_its_part(
    tmp_path_factory: pytest.TempPathFactory, name: str, field: str, value: str
) -> None:
    path = a_file(tmp_path_factory.getbasetemp())
    form = Form(((field, value),), (FormFile("data", path, name, "text/csv"),))

    async def send() -> Request:
        async with Wire(CREATED) as wire:
            client = Client(Endpoint(wire.url), RequestLog())
            await client.upload(PATH, None, form)
            await client.aclose()
        return wire.requests[0]

    request = asyncio.run(send())
    _, options = parse_options_header(request.headers["content-type"])
    first, second = request.body.split(b"--" + options[b"boundary"])[1:-1]
    assert first.split(b"\r\n\r\n", 1)[1] == value.encode("utf-8", "replace") + b"\r\n"
    heading, _, content = second.partition(b"\r\n\r\n")
    assert (heading.count(b"\r\n"), content) == (2, b"a,b\n1,2\n\r\n")


async def test_progress_goes_from_none_to_all(caller: Caller, tmp_path: Path) -> None:
    told: list[Sent] = []
    async with Wire(CREATED) as wire:
        path = a_file(tmp_path, bytes(LARGE))
        await caller(wire.url).upload(PATH, None, form_of(path), show=told.append)
    total = int(wire.requests[0].headers["content-length"])
    assert told[0] == Sent(0, total)
    assert told[-1] == Sent(total, total)
    assert told == sorted(set(told))
    assert len(told) > 5


async def test_a_large_file_never_enters_memory(caller: Caller, tmp_path: Path) -> None:
    size = 48 * 2**20
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(size)

    async def discard(line: Line) -> None:
        left = size
        while left > 0:
            left -= len(await line.reader.read(2**16))
        await answer(body={"id": "x"})(line)

    async with Wire(discard, reads=0) as wire:
        client = caller(wire.url)
        tracemalloc.start()
        try:
            await client.upload(PATH, None, form_of(path))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8 * 2**20


async def test_the_log_has_sizes_and_names_but_no_content(caller: Caller, tmp_path: Path) -> None:
    path = a_file(tmp_path, b"the whole content")
    form = Form((("language", "en\n\x1b"),), (FormFile("file", path, "talk.mp3", "audio/mpeg"),))
    async with Wire(CREATED) as wire:
        await caller(wire.url).upload(PATH, None, form)
    (exchange,) = caller.log
    assert exchange.request_body == "language: en ␛\nfile: talk.mp3 (audio/mpeg, 17 bytes)"
    assert exchange.sent == int(wire.requests[0].headers["content-length"])
    assert (exchange.method, exchange.status, exchange.error) == ("POST", 200, "")
    assert b"the whole content" in wire.requests[0].body


def shrink(path: Path) -> None:
    os.truncate(path, LARGE // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"other")
    os.utime(path, (0, 0))


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    a_file(path.parent, b"other", "other").replace(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shrink, "shrank from 4,194,304 to 2,097,152 bytes"),
        (empty, "shrank from 4,194,304 to 0 bytes"),
        (grow, "grew from 4,194,304 to 4,194,308 bytes"),
        (rewrite, "was written to"),
        (delete, "was deleted or replaced"),
        (replace, "was deleted or replaced"),
    ],
)
async def test_a_file_that_does_not_hold_still(
    caller: Caller, tmp_path: Path, change: Callable[[Path], None], words: str
) -> None:
    path = a_file(tmp_path, bytes(LARGE))
    changed = False

    def show(sent: Sent) -> None:
        nonlocal changed
        if sent.bytes and not changed:
            changed = True
            change(path)

    async with Wire(CREATED) as wire:
        with pytest.raises(FileUnusable, match=f"train.csv {words} while it was up") as caught:
            await caller(wire.url).upload(PATH, None, form_of(path), show=show)
        await until(lambda: wire.left == 1)
        assert wire.requests == []
    assert "broken off" in caught.value.told
    assert words in next(iter(caller.log)).error


UNREADABLE = Path("/proc/self/mem")


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs a file whose reading fails")
async def test_a_file_that_cannot_be_read_to_its_end(caller: Caller) -> None:
    async with Wire(CREATED) as wire:
        with pytest.raises(FileUnusable) as caught:
            await caller(wire.url).upload(PATH, None, form_of(UNREADABLE))
    assert str(caught.value) == (
        f"{UNREADABLE} cannot be read any more: {os.strerror(errno.EIO)} while it was uploaded"
    )


def missing(folder: Path) -> Path:
    return folder / "missing.csv"


def a_folder(folder: Path) -> Path:
    return folder


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def no_name(folder: Path) -> Path:
    return folder / "nul\0"


@pytest.mark.parametrize("make", [missing, a_folder, a_pipe, no_name])
async def test_what_is_no_readable_file_is_told_before_anything_is_sent(
    caller: Caller, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    async with Wire(CREATED) as wire:
        with pytest.raises(FileUnusable, match="nothing was sent"):
            await caller(wire.url).upload(PATH, None, form_of(make(tmp_path)))
        assert wire.connections == 0


@pytest.mark.parametrize("reads", [0, 100_000, None])
async def test_what_creates_is_sent_once_and_may_have_been_done(
    caller: Caller, tmp_path: Path, reads: int | None
) -> None:
    path = a_file(tmp_path, bytes(LARGE))
    async with Wire(raw(b""), reads=reads) as wire:
        with pytest.raises(Disconnected) as caught:
            await caller(wire.url).upload(PATH, None, form_of(path))
        assert wire.connections == 1
    assert "may have acted" in caught.value.remedy
    (exchange,) = caller.log
    assert 0 < exchange.sent <= LARGE + 1000
    assert caller.pauses == []


async def test_what_creates_is_not_sent_again_after_a_server_fault(
    caller: Caller, tmp_path: Path
) -> None:
    async with Wire(answer(500, {"message": "oops"})) as wire:
        with pytest.raises(ServerFailed) as caught:
            await caller(wire.url).upload(PATH, None, form_of(a_file(tmp_path)))
    assert len(wire.requests) == 1
    assert "may have acted" in caught.value.remedy


async def test_what_was_never_sent_may_be_sent_again(caller: Caller, tmp_path: Path) -> None:
    client = caller(f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(Unreachable):
        await client.upload(PATH, None, form_of(a_file(tmp_path)))
    assert len(caller.pauses) == 2


async def test_what_creates_nothing_is_sent_again_from_its_beginning(
    caller: Caller, tmp_path: Path
) -> None:
    told: list[Sent] = []
    async with Wire(raw(b""), answer(body={"text": "hello"})) as wire:
        form = form_of(a_file(tmp_path))
        await caller(wire.url).upload(PATH, None, form, show=told.append, creates=False)
    assert [parts_of(request) for request in wire.requests] == [
        [("data", "train.csv", b"a,b\n1,2\n")]
    ] * 2
    assert [sent.bytes for sent in told].count(0) == 2


async def test_a_server_may_refuse_before_all_is_sent(caller: Caller, tmp_path: Path) -> None:
    refusal = answer(413, {"message": "too large"}, {"connection": "close"})

    async def refuse(line: Line) -> None:
        await refusal(line)
        await line.until_client_leaves()

    path = a_file(tmp_path, bytes(LARGE))
    async with Wire(refuse, reads=1000) as wire:
        with pytest.raises(APIError, match="413: too large"):
            await caller(wire.url).upload(PATH, None, form_of(path))


async def test_a_server_that_takes_nothing(caller: Caller, tmp_path: Path) -> None:
    never = asyncio.Event()

    async def stall(line: Line) -> None:
        await never.wait()

    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(64 * 2**20)
    async with Wire(stall, reads=0) as wire:
        endpoint = Endpoint(wire.url, timeouts=Timeouts(between_bytes_s=0.05))
        with pytest.raises(TimedOut, match=r"took none of the request for 0.05 s") as caught:
            await caller(endpoint).upload(PATH, None, form_of(path))
    assert "may have acted" in caught.value.remedy


@pytest.mark.parametrize("reads", [0, None])
async def test_cancelling_closes_the_connection(
    caller: Caller, tmp_path: Path, reads: int | None
) -> None:
    told: list[Sent] = []
    path = a_file(tmp_path, bytes(LARGE))
    async with Wire(then_silence(), reads=reads) as wire:
        task = asyncio.create_task(
            caller(wire.url).upload(PATH, None, form_of(path), show=told.append)
        )
        await until(lambda: told and told[-1].bytes)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: wire.left == 1)
    (exchange,) = caller.log
    assert (exchange.over, exchange.error) == (True, "stopped")
    assert exchange.sent == told[-1].bytes


async def test_a_connection_is_kept_after_an_upload(caller: Caller, tmp_path: Path) -> None:
    async with Wire(CREATED) as wire:
        client = caller(wire.url)
        await client.upload(PATH, None, form_of(a_file(tmp_path)))
        await client.get(PATH)
        assert (len(wire.requests), wire.connections) == (2, 1)


async def test_a_short_answer_head_is_read_after_the_form(caller: Caller, tmp_path: Path) -> None:
    empty_answer = raw(head(204, {}))
    async with Wire(empty_answer) as wire:
        got = await caller(wire.url).upload(PATH, None, form_of(a_file(tmp_path)))
    assert (got.status, got.body) == (204, b"")


def test_pieces_are_as_large_as_the_line_takes_at_once() -> None:
    pace = _Pace()
    sizes = [pace.size]
    for seconds in (0.001, 0.001, 0.001, 0.001, 0.001, 0.1, 2.0, 2.0):
        pace.took(pace.size, seconds)
        sizes.append(pace.size)
    assert [size // 1024 for size in sizes] == [64, 128, 256, 512, 1024, 1024, 1024, 512, 256]
    pace.took(10, 0.001)  # a heading says nothing about the line
    assert pace.size == 256 * 1024
    for _ in range(9):
        pace.took(pace.size, 2.0)
    assert pace.size == 64 * 1024
