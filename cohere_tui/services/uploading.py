"""From files on the disk to a validated dataset: checked, sent, watched (DESIGN 2.4)."""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from cohere_tui.errors import FileFault, FileRefused
from cohere_tui.models.datasets import LARGEST_BYTES
from cohere_tui.plain import one_line
from cohere_tui.services.files.checking import check
from cohere_tui.services.files.opening import present_mark, refuse_changed, size_of
from cohere_tui.state.pace import NOTHING_YET, Pace
from cohere_tui.state.uploading import Upload, UploadStage

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from pathlib import Path

    from cohere_tui.client.uploading import Sent
    from cohere_tui.models.datasets import Dataset, NewDataset
    from cohere_tui.services.watching import Look
    from cohere_tui.state.checked import CheckedFile


class Receiver(Protocol):
    """What takes the files, and tells how their validation goes."""

    async def create(
        self, new: NewDataset, data: Path, eval_data: Path | None, show: Callable[[Sent], None], /
    ) -> str:
        """Send the files; the id of the dataset that becomes of them."""

    def watch(self, dataset_id: str, /) -> AsyncGenerator[Look[Dataset], None]:
        """Look at the dataset until its validation is over."""


async def upload(
    service: Receiver,
    new: NewDataset,
    data: Path,
    eval_data: Path | None,
    show: Callable[[Upload], None],
    *,
    checked: Sequence[CheckedFile] = (),
) -> Dataset:
    """Check the files, send them and watch the dataset until its validation is over, either way.

    `show` is told each step. What was `checked` for `new` before, and is unchanged, is not checked
    again. Cancelling stops at once; a dataset that is there by then stays there: the last value
    shown has its id. Raises, before anything is sent, `FileRefused` with the faults of a file, or
    `FileUnusable` for one that cannot be read; and `FileUnusable` when one changes after its check.
    """
    job = _Upload(service, new, show)
    paths = [data] if eval_data is None else [data, eval_data]
    files = await job.check(paths, {file.path: file for file in checked})
    dataset_id = await job.send(files)
    return await job.watch(dataset_id)


async def check_files(
    new: NewDataset, paths: Sequence[Path], show: Callable[[Pace], None]
) -> tuple[CheckedFile, ...]:
    """What there is to say about the data, and about the evaluation data behind it.

    `show` is told how far the reading is. Raises `FileUnusable` for a file that cannot be read, or
    changes meanwhile.
    """
    pace = Pace(total=sum([size_of(path) for path in paths])).at(0, time.monotonic())
    files: list[CheckedFile] = []

    def moved(done: int) -> None:
        nonlocal pace
        pace = pace.at(sum(file.mark.size for file in files) + done, time.monotonic())
        show(pace)

    for path in paths:
        files.append(await check(new, path, moved, evaluates=bool(files)))
        moved(0)
    return tuple(files)


class _Upload:
    """One upload, step by step."""

    def __init__(self, service: Receiver, new: NewDataset, show: Callable[[Upload], None]) -> None:
        self._service = service
        self._new = new
        self._show = show
        self._state = Upload()

    async def check(
        self, paths: Sequence[Path], known: dict[Path, CheckedFile]
    ) -> list[CheckedFile]:
        """All files, each as it was found; raises when one cannot be uploaded."""
        total = sum([size_of(path) for path in paths])
        if total > LARGEST_BYTES:
            what = f"{total:,} bytes in all; a dataset can have {LARGEST_BYTES:,}"
            raise FileRefused(what, (FileFault(0, what),))
        self._advance(UploadStage.CHECKING, total)
        files: list[CheckedFile] = []
        before = 0
        for path in paths:
            file = known.get(path)
            if file is None or present_mark(path) != file.mark:
                file = await check(self._new, path, self._from(before), evaluates=bool(files))
            if file.faults:
                raise _refused(self._new, file)
            files.append(file)
            before += file.mark.size
            self._moved(before)
        return files

    async def send(self, files: Sequence[CheckedFile]) -> str:
        """All files, unless one was changed since it was checked; the dataset's id."""
        for file in files:
            refuse_changed(file.path, file.mark)
        total = sum(file.mark.size for file in files)
        self._state = replace(self._state, checked=tuple(files))
        self._advance(UploadStage.SENDING, total)
        data, *rest = (file.path for file in files)
        return await self._service.create(self._new, data, rest[0] if rest else None, self._sent)

    async def watch(self, dataset_id: str) -> Dataset:
        """Until validation is over."""
        self._state = replace(self._state, dataset_id=dataset_id)
        self._advance(UploadStage.VALIDATING, None)
        async with aclosing(self._service.watch(dataset_id)) as looks:
            async for look in looks:
                stage = UploadStage.VALIDATING if look.next_s is not None else UploadStage.DONE
                self._tell(
                    replace(
                        self._state,
                        stage=stage,
                        dataset=look.value,
                        next_s=look.next_s,
                        trouble=look.trouble,
                    )
                )
        return look.value

    def _advance(self, stage: UploadStage, total: int | None) -> None:
        """A new step begins, with nothing of it done."""
        pace = NOTHING_YET if total is None else Pace(total=total).at(0, time.monotonic())
        self._tell(replace(self._state, stage=stage, pace=pace))

    def _from(self, before: int) -> Callable[[int], None]:
        return lambda done: self._moved(before + done)

    def _moved(self, done: int) -> None:
        pace = self._state.pace.at(done, time.monotonic())
        self._tell(replace(self._state, pace=pace))

    def _sent(self, sent: Sent) -> None:
        """The form is a little more than the files."""
        if not sent.bytes:
            self._advance(UploadStage.SENDING, sent.total)
        else:
            self._moved(sent.bytes)

    def _tell(self, state: Upload) -> None:
        self._state = state
        self._show(state)


def _refused(new: NewDataset, file: CheckedFile) -> FileRefused:
    number = len(file.faults)
    places = f"{number}{' or more' if file.more else ''} place{'' if number == 1 else 's'}"
    name = one_line(file.path.name)
    first = file.faults[0]
    where = f"line {first.line}: " if first.line else ""
    what = f"{name} breaks the rules of {new.type} in {places}; {where}{first.what}"
    return FileRefused(what, file.faults)
