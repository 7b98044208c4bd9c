"""A thread of its own for a connection, because SQLite blocks and an event loop must not."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from cohere_tui.errors import StoreError, StoreLocked
from cohere_tui.store.border import NOT_WRITTEN, NOTHING_CHANGED, border
from cohere_tui.store.connection import transaction

if TYPE_CHECKING:
    from types import TracebackType

T = TypeVar("T")

Job: TypeAlias = Callable[[sqlite3.Connection], T]


class Ask(Protocol):
    """Has a job done on the thread of a connection."""

    async def __call__(self, job: Job[T], /) -> T:
        """What the job gives. Raises `StoreError`."""


class Desk:
    """One thread and the one connection that only it touches; `where` names the store in errors.

    `mend` may put right what made a write fail, and says whether that is to be tried once more.
    Jobs are done in the order in which they were asked for. The thread ends with `close`, or with
    the program, after everything asked for was done.
    """

    def __init__(
        self,
        connection: Callable[[], sqlite3.Connection],
        where: str,
        mend: Callable[[sqlite3.Connection, Exception], bool] = lambda _, __: False,
    ) -> None:
        self._open = connection
        self._where = where
        self._mend = mend
        self._connection: sqlite3.Connection | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._asked: deque[_Asked[Any]] = deque()
        self._ended: Future[None] | None = None

    async def ask(self, job: Job[T]) -> T:
        """What `job` finds. A caller who is cancelled before it began does not want it any more."""
        return await asyncio.wrap_future(self._submit(lambda: self._read(job)))

    async def write(self, job: Job[T]) -> T:
        """What `job` gives, once it is on the disk. It is done even when the caller is cancelled.

        Jobs that wait together are kept by one commit; one that fails does not take others with it.
        A job may be run twice, the first time being undone, so it must change nothing but the
        database.
        """
        asked = _Asked(job)
        self._refuse_when_closed()
        self._asked.append(asked)
        self._submit(self._work_off)
        return await _carried_through(asked.answer)

    async def close(self) -> None:
        """Do what is still asked for, then let go of the file. Closing twice does no harm."""
        if self._ended is None:
            self._ended = self._submit(self._disconnect)
            self._pool.shutdown(wait=False)
        await _carried_through(self._ended)

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        self._refuse_when_closed()
        return self._pool.submit(work)

    def _refuse_when_closed(self) -> None:
        if self._ended is not None:
            raise StoreError("The store is closed", kept=NOTHING_CHANGED)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            with border(self._where, NOTHING_CHANGED):
                self._connection.close()

    def _read(self, job: Job[T]) -> T:
        with border(self._where, NOTHING_CHANGED):
            return job(self._connected())

    def _work_off(self) -> None:
        batch = [self._asked.popleft() for _ in range(len(self._asked))]
        if batch and not self._keep(batch):
            for asked in batch:
                self._keep([asked])

    def _keep(self, batch: list[_Asked[Any]]) -> bool:
        """Do the jobs in one transaction; False when one failed and each must try alone."""
        results: list[object] = []
        with _Mishap() as mishap, border(self._where, NOT_WRITTEN):
            results.extend(self._transact(batch))
        if mishap.error is None:
            for asked, result in zip(batch, results, strict=True):
                asked.answer.set_result(result)
            return True
        if len(batch) > 1 and not isinstance(mishap.error, StoreLocked):
            return False
        for asked in batch:  # a lock has made them wait long enough together
            asked.answer.set_exception(mishap.error)
        return True

    def _transact(self, batch: list[_Asked[Any]]) -> list[object]:
        connection = self._connected()
        try:
            with transaction(connection):
                return [asked.job(connection) for asked in batch]
        except (sqlite3.DatabaseError, MemoryError) as error:
            if not self._mend(connection, error):
                raise
        with transaction(connection):
            return [asked.job(connection) for asked in batch]


async def _carried_through(work: Future[T]) -> T:
    """The result of `work`, which goes on when the caller is cancelled."""
    answer = asyncio.wrap_future(work)
    # Not `asyncio.shield`: when nobody waits any more, some versions report a failure on stderr,
    # in the middle of the screen.
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait([answer])
    return answer.result()


class _Asked(Generic[T]):
    """A job that waits, and the answer someone waits for."""

    def __init__(self, job: Job[T]) -> None:
        self.job = job
        self.answer: Future[T] = Future()


class _Mishap:
    """Holds what went wrong inside, to be raised where the answer is awaited.

    A bug is handed over too: it belongs to the caller, and must not end the thread of all others.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __enter__(self) -> _Mishap:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, Exception):
            self.error = error
        return self.error is not None
