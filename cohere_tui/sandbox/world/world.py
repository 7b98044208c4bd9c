"""Everything the sandbox remembers between requests: made once, kept in a folder if wanted."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import re
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from cohere_tui.sandbox.world.clock import Clock
from cohere_tui.sandbox.world.kept import WORLD, NotOursError, claim, read_object
from cohere_tui.sandbox.world.lock import Lock
from cohere_tui.sandbox.world.shelf import Record, Shelf
from cohere_tui.sandbox.world.temporary import Temporary, remove_abandoned

if TYPE_CHECKING:
    from collections.abc import Callable

Kept = TypeVar("Kept", bound=Record)

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_DRAFTS = "drafts"
_LONGEST_SLUG = 100
_NOTICEABLE_S = 1.0


class World:
    """The sandbox's clock, its shelves, its files and the work it does behind the scenes.

    Ids follow from `seed` and the order of creation. With `folder`, all of it outlives the process,
    however that ends; without, files go to a temporary folder that `close` removes, or the next
    one where this process is killed.

    Making one raises `InUseError` for a folder that another one uses, `NotOursError` for one with
    something else in it, and OSError for one that cannot be used.
    """

    def __init__(self, folder: Path | None = None, *, seed: int = 0) -> None:
        self._folder = folder
        self._temporary: Temporary | None = None
        self._seed = seed
        self._lock = _locked(folder)
        try:
            self._made, self._lead = _kept(folder)
            self.clock = Clock(lead=self._lead)
            self._keep()
        except BaseException:
            self.let_go()
            raise
        self._shelves: dict[type[Any], Shelf[Any]] = {}
        self._working: dict[str, asyncio.Task[None]] = {}
        self.secrets: dict[str, str] = {}
        """What others entrust to it, by the id it belongs to: on no disk, gone with the process."""
        self.closing = threading.Event()
        """Set when the work behind the scenes should give up."""

    def shelf(self, kind: type[Kept]) -> Shelf[Kept]:
        """Where the records of a kind are kept."""
        shelf = self._shelves.get(kind)
        if shelf is None:
            folder = self._folder / kind.__name__.lower() if self._folder else None
            shelf = self._shelves[kind] = Shelf(kind, folder)
        return shelf

    @property
    def files(self) -> Path:
        """The folder for what was uploaded and what was computed."""
        return self._within("files")

    def new_draft(self) -> Path:
        """A folder for files in the making, on the same disk as `files`.

        What is still a draft when the process ends is gone.
        """
        return Path(tempfile.mkdtemp(dir=self._within(_DRAFTS)))

    def _within(self, name: str) -> Path:
        if self._folder is None and self._temporary is None:
            self._temporary = Temporary()
        held = self._temporary.path if self._temporary else self._folder
        assert held is not None
        folder = held / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def new_id(self) -> str:
        """A UUID for something new."""
        return str(UUID(bytes=self._digest()[:16], version=4))

    def new_slug(self, name: str) -> str:
        """An id that begins like `name`: `harbours-7x2k9a` (API.md 1.1)."""
        word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_SLUG] or "unnamed"
        return f"{word}-{''.join(_ALPHABET[byte % 36] for byte in self._digest()[:6])}"

    def signature(self, text: str) -> str:
        """What only this world writes under `text`; it follows from the seed."""
        secret = b"sandbox %d" % self._seed
        return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()

    def work(self, name: str, task: Callable[[], None]) -> None:
        """Do `task` in a thread, beside the requests; it looks at `closing` if it takes long."""
        working = self._working[name] = asyncio.ensure_future(asyncio.to_thread(task))

        def over(ended: asyncio.Task[None]) -> None:
            # What went wrong stays, for `rest` to raise it.
            failed = ended.cancelled() or ended.exception() is not None
            if not failed and self._working.get(name) is ended:
                del self._working[name]

        working.add_done_callback(over)

    def works_on(self, name: str) -> bool:
        """Whether that work still goes on."""
        working = self._working.get(name)
        return working is not None and not working.done()

    async def rest(self) -> None:
        """Return when no work is left; raises what went wrong in it."""
        while self._working:
            name, working = next(iter(self._working.items()))
            try:
                await working
            finally:
                if self._working.get(name) is working:
                    del self._working[name]

    def keep_time(self) -> None:
        """Write down what time it is, unless a restart would know. Takes no time."""
        if abs(self.clock.lead - self._lead) > _NOTICEABLE_S:
            self._keep()

    def let_go(self) -> None:
        """Let others use the folder."""
        if self._lock is not None:
            self._lock.release()

    async def close(self) -> None:
        """End the work, and remove what was temporary."""
        self.closing.set()
        try:
            await self.rest()
        finally:
            self._keep()
            self.let_go()
            if self._temporary is not None:
                await asyncio.to_thread(self._temporary.remove)

    async def reset(self) -> None:
        """As on the first day: nothing remembered, the ids begin anew."""
        self.closing.set()
        await self.rest()
        self.closing.clear()
        for shelf in self._shelves.values():
            shelf.clear()
        self.secrets.clear()
        await asyncio.to_thread(shutil.rmtree, self.files)
        self._made = 0
        self._keep()

    def _digest(self) -> bytes:
        self._made += 1
        self._keep()
        return hashlib.sha256(b"%d:%d" % (self._seed, self._made)).digest()

    def _keep(self) -> None:
        self._lead = self.clock.lead
        if self._folder is not None:
            kept = {"made": self._made, "lead": self._lead}
            draft = self._folder / f"{WORLD}.new"
            draft.write_text(json.dumps(kept))
            os.replace(draft, self._folder / WORLD)  # noqa: PTH105 - on every system


def _locked(folder: Path | None) -> Lock | None:
    if folder is None:
        remove_abandoned()
        return None
    claim(folder)
    return Lock(folder)


def _kept(folder: Path | None) -> tuple[int, float]:
    """How many ids were made, and how far the clock is ahead."""
    if folder is None:
        return 0, 0.0
    path = folder / WORLD
    kept = read_object(path) if path.exists() else {}
    shutil.rmtree(folder / _DRAFTS, ignore_errors=True)
    try:
        return int(kept.get("made", 0)), float(kept.get("lead", 0.0))
    except (TypeError, ValueError, OverflowError) as error:
        raise NotOursError(f"{WORLD} is damaged: {error}") from error
