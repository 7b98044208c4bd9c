"""From the parts of a dataset to one file on the disk, or to its first rows (API.md 14.5)."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace as _replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.errors import FileUnusable, LinkExpired
from cohere_tui.services.avro import opened
from cohere_tui.services.converting import convert, refuse_existing
from cohere_tui.services.files.opening import reason, told
from cohere_tui.state.downloading import Download, DownloadStage
from cohere_tui.state.pace import Pace

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

    from cohere_tui.client.client import Client
    from cohere_tui.client.downloading import Received
    from cohere_tui.models.datasets import Dataset, DatasetPart
    from cohere_tui.services.avro import Row
    from cohere_tui.services.converting import Converted, Format

_GLANCE = 4 * 2**20
"""Bytes of a part that hold its first rows, as a rule."""


class Links:
    """The parts of one dataset, behind links that expire."""

    def __init__(
        self, client: Client, get: Callable[[str], Awaitable[Dataset]], dataset_id: str
    ) -> None:
        self._client = client
        self._get = get
        self._id = dataset_id
        self._parts: tuple[DatasetPart, ...] = ()

    async def open(self) -> tuple[DatasetPart, ...]:
        """The parts, with fresh links. Raises `FileUnusable` where there is nothing to fetch."""
        dataset = await self._get(self._id)
        self._parts = dataset.parts
        if not self._parts or not all(part.url for part in self._parts):
            status = f": it is {dataset.status}" if dataset.status else ""
            raise FileUnusable(f"nothing of {told(Path(self._id))} can be downloaded{status}")
        return self._parts

    async def fetch(self, number: int, into: Path, show: Callable[[Received], None]) -> None:
        """Part `number` of the opened ones; a link that has expired is renewed, once."""
        try:
            await self._download(number, into, show)
        except LinkExpired:
            ids = [part.id for part in self._parts]
            if ids != [part.id for part in await self.open()]:
                raise
            await self._download(number, into, show)

    async def _download(self, number: int, into: Path, show: Callable[[Received], None]) -> None:
        try:
            with _writing(into), into.open("wb") as file:  # what is left to write, as it is closed
                await self._client.download(self._parts[number].url, file, show=show)
        except FileUnusable as error:
            error.kept = "Nothing of it was left."  # a part goes with the folder it waits in
            raise


async def download(
    links: Links,
    into: Path,
    form: Format,
    show: Callable[[Download], None],
    *,
    replace: bool = False,
) -> int:
    """Fetch all parts and write their rows into one file; how many there are.

    The parts wait in a folder beside `into`, which is removed at the end. `into` is there whole at
    the end, or not at all; an existing file is not replaced unless `replace` is set. The key is
    never sent to the host of a link. Raises `FileUnusable` when there is nothing to download, a
    part cannot be read or the file cannot be written. Cancelling leaves no half file.
    """
    with _writing(into):
        refuse_existing(into, replace=replace)
    job = _Download(show)
    async with _folder(into.parent, f".{into.name[:100]}.") as folder:
        paths = await job.receive(links, folder)
        count = await convert(paths, into, form, job.wrote, replace=replace)
    job.end(count)
    return count


async def first_rows(links: Links, limit: int) -> tuple[Row, ...]:
    """Up to `limit` rows of the first part, of which no more is fetched than they take."""
    await links.open()
    async with _folder(Path(tempfile.gettempdir()), "cohere-tui.") as folder:
        part = folder / _part_name(0)
        most = _GLANCE
        while True:
            cut = await _glance(links, part, most)
            rows = await asyncio.to_thread(_first, part, limit, cut=cut)
            if not cut or len(rows) >= limit:
                return rows
            most *= 8


class _Enough(Exception):
    """What has come of a part will do. What it says stands in the request log."""


class _Download:
    """One download, step by step."""

    def __init__(self, show: Callable[[Download], None]) -> None:
        self._show = show
        self._state = Download()

    async def receive(self, links: Links, folder: Path) -> list[Path]:
        """All parts, one after the other."""
        parts = await links.open()
        paths = [folder / _part_name(number) for number in range(len(parts))]
        sizes = [part.size_bytes for part in parts]
        known = [size for size in sizes if size is not None]
        total = sum(known) if len(known) == len(sizes) else None
        pace = Pace(total=total).at(0, time.monotonic())
        self._tell(Download(pace=pace, parts=len(parts)))
        before = 0
        for number, path in enumerate(paths):
            self._tell(_replace(self._state, part=number + 1))
            await links.fetch(number, path, partial(self._received, before))
            before = self._state.pace.done
        return paths

    def wrote(self, so_far: Converted) -> None:
        """Rows were written."""
        state = self._state
        if state.stage is not DownloadStage.WRITING:
            pace = Pace(total=so_far.total)
            state = _replace(state, stage=DownloadStage.WRITING, pace=pace)
        pace = state.pace.at(so_far.bytes, time.monotonic())
        self._tell(_replace(state, pace=pace, part=so_far.part, rows=so_far.rows))

    def end(self, rows: int) -> None:
        """All is done."""
        state = self._state
        pace = _replace(state.pace, done=state.pace.total or state.pace.done)
        self._tell(_replace(state, stage=DownloadStage.DONE, pace=pace, rows=rows))

    def _received(self, before: int, received: Received) -> None:
        pace = self._state.pace.at(before + received.bytes, time.monotonic())
        self._tell(_replace(self._state, pace=pace))

    def _tell(self, state: Download) -> None:
        self._state = state
        self._show(state)


async def _glance(links: Links, into: Path, most: int) -> bool:
    """Fetch the first part, or the beginning of it; whether it was cut."""

    def enough(received: Received) -> None:
        if received.bytes >= most and received.bytes != received.total:
            raise _Enough("stopped: no more was needed for a preview")

    try:
        await links.fetch(0, into, enough)
    except _Enough:
        return True
    return False


def _first(path: Path, limit: int, *, cut: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    try:
        with opened(path) as part:
            rows.extend(islice(part, limit))
    except FileUnusable:
        if not cut:
            raise
    return tuple(rows)


@asynccontextmanager
async def _folder(where: Path, prefix: str) -> AsyncGenerator[Path, None]:
    """A new folder that is gone once the block is left. Raises `FileUnusable`."""
    with _writing(where):
        folder = Path(tempfile.mkdtemp(dir=where, prefix=prefix))
    try:
        yield folder
    finally:
        # Shielded: it is removed even when the one who waits for that gives up.
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


@contextmanager
def _writing(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileUnusable(f"{told(where)} cannot be written: {reason(error)}") from error


def _part_name(number: int) -> str:
    return f"part-{number + 1}.avro"
