"""Datasets: listed, created by upload, watched, downloaded, deleted (API.md 14)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.client.paths import path_of
from cohere_tui.client.uploading import Form, FormFile, Sent
from cohere_tui.errors import AnswerUnreadable, RequestInvalid
from cohere_tui.models.datasets import (
    Dataset,
    DatasetAnswer,
    DatasetCreated,
    DatasetFilter,
    DatasetPage,
    Usage,
)
from cohere_tui.services import downloading, uploading
from cohere_tui.services.paging import Page, Pages, by_offset
from cohere_tui.services.reading import read
from cohere_tui.services.watching import Look, watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from pathlib import Path

    from cohere_tui.client.client import Client
    from cohere_tui.client.paths import Query
    from cohere_tui.models.datasets import NewDataset
    from cohere_tui.services.avro import Row
    from cohere_tui.services.converting import Format
    from cohere_tui.state.checked import CheckedFile
    from cohere_tui.state.downloading import Download
    from cohere_tui.state.pace import Pace
    from cohere_tui.state.uploading import Upload

_ALL = DatasetFilter()
_PAGE_SIZE = 50
_PATH = "/v1/datasets"
_USAGE = "usage"
_MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "txt": "text/plain"}


class DatasetService:
    """The datasets of one server. `pause` is how to wait between two looks.

    Methods raise a `RequestError` when the server cannot be asked or refuses, and `ReadOnly` when
    the profile does not allow what they do.
    """

    def __init__(
        self, client: Client, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._pause = pause

    def list(self, wanted: DatasetFilter = _ALL) -> Pages[Dataset]:
        """The datasets that are `wanted`, page by page; the server does not say how many."""
        words: Query = wanted.model_dump(by_alias=True, exclude_none=True)

        async def fetch(offset: int) -> Page[Dataset]:
            query: Query = {**words, "limit": _PAGE_SIZE, "offset": offset}
            page = read(DatasetPage, await self._client.get(_PATH, query))
            return Page(page.datasets)

        return by_offset(fetch, _PAGE_SIZE)

    async def get(self, dataset_id: str) -> Dataset:
        """One dataset, with fresh links to its parts."""
        answer = await self._client.get(_path(dataset_id))
        dataset = read(DatasetAnswer, answer).dataset
        if dataset is None:
            raise AnswerUnreadable("the answer holds no dataset", request=answer.request)
        return dataset

    async def usage(self) -> Usage:
        """How much of its quota the organisation uses."""
        return read(Usage, await self._client.get(f"{_PATH}/{_USAGE}"))

    async def delete(self, dataset_id: str) -> None:
        """Delete a dataset, for good."""
        await self._client.delete(_path(dataset_id))

    async def create(
        self,
        new: NewDataset,
        data: Path,
        eval_data: Path | None = None,
        show: Callable[[Sent], None] = lambda _: None,
    ) -> str:
        """Upload one or two files as they are; the id of the dataset, which is yet to be validated.

        `show` is told the bytes sent. Never repeated once bytes were sent: when the connection dies
        after that, the error says that the dataset may be there. Raises `FileUnusable` for
        a file that cannot be read, or changes meanwhile.
        """
        files = [_form_file("data", data)]
        if eval_data is not None:
            files.append(_form_file("eval_data", eval_data))
        answer = await self._client.upload(
            _PATH, new.to_wire(), Form(files=tuple(files)), show=show
        )
        created = read(DatasetCreated, answer)
        if not created.id:
            raise answer.unreadable("the answer names no dataset")
        return created.id

    def watch(self, dataset_id: str) -> AsyncGenerator[Look[Dataset], None]:
        """Look at a dataset until its validation is over."""
        return watch(lambda: self.get(dataset_id), lambda dataset: dataset.over, pause=self._pause)

    async def check(
        self,
        new: NewDataset,
        data: Path,
        eval_data: Path | None = None,
        show: Callable[[Pace], None] = lambda _: None,
    ) -> tuple[CheckedFile, ...]:
        """What there is to say about the files of a new dataset, before anything is sent.

        See `services.uploading.check_files`.
        """
        paths = [data] if eval_data is None else [data, eval_data]
        return await uploading.check_files(new, paths, show)

    async def upload(
        self,
        new: NewDataset,
        data: Path,
        eval_data: Path | None = None,
        show: Callable[[Upload], None] = lambda _: None,
        *,
        checked: Sequence[CheckedFile] = (),
    ) -> Dataset:
        """Check the files, send them and watch the dataset until its validation is over.

        See `services.uploading.upload`.
        """
        return await uploading.upload(self, new, data, eval_data, show, checked=checked)

    async def download(
        self,
        dataset_id: str,
        into: Path,
        form: Format,
        show: Callable[[Download], None] = lambda _: None,
        *,
        replace: bool = False,
    ) -> int:
        """Write all rows of a dataset into one file; how many there are.

        See `services.downloading.download`.
        """
        links = downloading.Links(self._client, self.get, dataset_id)
        return await downloading.download(links, into, form, show, replace=replace)

    async def rows(self, dataset_id: str, limit: int = 20) -> tuple[Row, ...]:
        """The first rows, as they are in the Avro file; no more of it is fetched than is needed.

        Raises `FileUnusable` when there is nothing to download, or it cannot be read.
        """
        return await downloading.first_rows(
            downloading.Links(self._client, self.get, dataset_id), limit
        )


def _path(dataset_id: str) -> str:
    if dataset_id == _USAGE:
        raise RequestInvalid(f"{_USAGE!r} cannot be the id of a dataset", field="id")
    return path_of(f"{_PATH}/{{}}", dataset_id)


def _form_file(field: str, path: Path) -> FormFile:
    media_type = _MEDIA_TYPES.get(path.suffix.lower().removeprefix("."), "application/octet-stream")
    return FormFile(field, path, path.name, media_type)
