"""A program in a pseudo-terminal: what it writes and when, keys for it, and what it uses."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from bisect import bisect_left
from typing import TYPE_CHECKING, Self

from benchmarks.cpu import cpu_seconds, memory_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIZE = (120, 40)
PATIENCE_S = 120.0
_SAMPLE_EVERY_S = 0.02
_TAIL = 240


class NotSeenError(Exception):
    """What was waited for did not appear in time; its text is the tail of what did."""


class EndedError(NotSeenError):
    """The program ended while something was waited for."""


class Program:
    """`with Program(["python", "-m", "cohere_tui"], environ) as program:` runs it on a terminal.

    All times are seconds of `time.perf_counter`. Waiting reads; nothing is read between waits.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = SIZE
    ) -> None:
        self._command = list(command)
        self._environ = dict(environ)
        self._size = size
        self.output = bytearray()
        """All it wrote so far."""
        self._ends: list[int] = []
        self._times: list[float] = []
        self._samples: list[tuple[float, float]] = []
        self.pid = 0
        self.started = 0.0

    def __enter__(self) -> Self:
        self.started = time.perf_counter()
        columns, rows = self._size
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:  # sets the size itself: it may run before we do
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(self._command[0], self._command, self._environ)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._terminal)

    @property
    def written(self) -> int:
        """How many bytes it wrote so far: a place in `output` to look from."""
        return len(self.output)

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal shows what is typed, line by line, as a shell wants it."""
        flags: int = termios.tcgetattr(self._terminal)[3]
        return bool(flags & termios.ICANON and flags & termios.ECHO)

    def send(self, keys: str) -> float:
        """Type keys, as the bytes a terminal sends; returns when."""
        moment = time.perf_counter()
        data = keys.encode()
        while data:
            data = data[os.write(self._terminal, data) :]
        return moment

    def wait_for(self, text: str, since: int = 0, patience_s: float = PATIENCE_S) -> float:
        """When `text` was written, at or after place `since` of the output; reads until then."""
        wanted = text.encode()
        deadline = time.perf_counter() + patience_s
        looked = since
        while (found := self.output.find(wanted, looked)) < 0:
            looked = max(since, len(self.output) - len(wanted))
            if not self._read(deadline):
                waited = f"{text!r} did not come within {patience_s:.0f} s"
                raise NotSeenError(f"{waited}; last: {self._tail()}")
        return self._times[bisect_left(self._ends, found + len(wanted))]

    def wait_until_quiet(self, quiet_s: float = 0.3, at_most_s: float = 10.0) -> float:
        """Read until nothing came for so long; returns when the last thing came."""
        end = time.perf_counter() + at_most_s
        last = time.perf_counter()
        while (now := time.perf_counter()) < end and now - last < quiet_s:
            before = self.written
            self._read(min(end, last + quiet_s))
            if self.written > before:
                last = self._times[-1]
        return last

    def read_until(self, moment: float) -> None:
        """Read whatever comes until `moment`."""
        while self._read(moment):
            pass

    def wait_for_end(self) -> int:
        """Read until it ends; returns its exit code, or minus the signal that killed it."""
        with contextlib.suppress(EndedError):
            while self._read(time.perf_counter() + PATIENCE_S):
                pass
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def cpu(self) -> float:
        """Processor seconds used so far."""
        return cpu_seconds(self.pid)

    def cpu_at(self, moment: float) -> float:
        """Processor seconds used by `moment`, from the samples taken while reading."""
        after = bisect_left(self._samples, (moment, 0.0))
        if after == 0:
            return self._samples[0][1]
        if after == len(self._samples):
            return self._samples[-1][1]
        (t0, c0), (t1, c1) = self._samples[after - 1 : after + 1]
        return c0 + (c1 - c0) * (moment - t0) / (t1 - t0)

    def bytes_at(self, moment: float) -> int:
        """How many bytes had been written by `moment`."""
        place = bisect_left(self._times, moment)
        return self._ends[place - 1] if place else 0

    def memory(self) -> int:
        """Resident bytes."""
        return memory_bytes(self.pid)

    def _tail(self) -> str:
        words = self.output[-_TAIL:].decode(errors="replace").split()
        return " ".join(word for word in words if word.isprintable())

    def _read(self, deadline: float) -> bool:
        """Take what is there, waiting for it until `deadline`; False when that has passed."""
        now = time.perf_counter()
        if now >= deadline:
            return False
        self._sample(now)
        ready, _, _ = select.select([self._terminal], [], [], min(_SAMPLE_EVERY_S, deadline - now))
        if ready:
            try:
                data = os.read(self._terminal, 1 << 16)
            except OSError as error:  # how Linux tells that no one is at the other end
                raise EndedError(f"the program ended; last: {self._tail()}") from error
            self.output += data
            self._ends.append(len(self.output))
            self._times.append(time.perf_counter())
        return True

    def _sample(self, now: float) -> None:
        if not self._samples or now - self._samples[-1][0] >= _SAMPLE_EVERY_S:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                self._samples.append((now, cpu_seconds(self.pid)))
