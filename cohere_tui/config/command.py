"""A key from the output of the user's own command, run when it is needed, and never shown."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.config.credentials import check_key
from cohere_tui.config.mistakes import dotted
from cohere_tui.errors import ConfigError
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.config.values import Profile

PATIENCE_S = 10.0
_LARGEST = 65_536
_LONGEST_NAME = 20
"""A longer program name might be a key that was put in the wrong place: it is not shown."""


def with_key(
    profile: Profile, environ: Mapping[str, str], patience_s: float = PATIENCE_S
) -> Profile:
    """`profile` with its key: the command is run if that is where the key comes from.

    Blocks until the command ends, at most `patience_s` seconds: call it in a thread. Raises
    ConfigError, which quotes what the command said on stderr, never what it printed.
    """
    if profile.api_key or not profile.api_key_command or profile.key_source != "api_key_command":
        return profile
    output = _Run(profile.api_key_command, environ, patience_s).output()
    key = check_key(output.strip(), f"api_key_command of profile {dotted((profile.name,))}")
    return profile.model_copy(update={"api_key": key})


class _Run:
    """One run of a command."""

    def __init__(
        self, words: tuple[str, ...], environ: Mapping[str, str], patience_s: float
    ) -> None:
        self._words = words
        self._environ = environ
        self._patience_s = patience_s
        name = Path(words[0]).name
        self._name = one_line(name) if len(name) <= _LONGEST_NAME else "the program"

    def output(self) -> str:
        """What it printed. ConfigError when it cannot be started, fails, or takes too long."""
        with tempfile.TemporaryFile() as complaints:
            try:
                # A group of its own: what the command starts ends with it.
                process = subprocess.Popen(
                    self._words,
                    env=dict(self._environ),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    start_new_session=True,
                )
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or "it cannot be started"
                raise self._failed(f"{self._name}: {why}") from None
            printed = self._wait(process)
            if process.returncode:
                complaints.seek(0)
                raise self._failed(
                    self._complaint(process.returncode, complaints.read(_LARGEST), printed)
                )
        try:
            return printed.decode()
        except UnicodeDecodeError:
            raise self._failed("it printed something that is not text") from None

    def _wait(self, process: subprocess.Popen[bytes]) -> bytes:
        late = threading.Event()

        def stop() -> None:
            late.set()
            _end(process)

        timer = threading.Timer(self._patience_s, stop)
        timer.start()
        try:
            with process:
                assert process.stdout is not None
                printed = process.stdout.read(_LARGEST + 1)
                if len(printed) > _LARGEST:
                    _end(process)
                process.wait()
        finally:
            timer.cancel()
        if late.is_set():
            raise self._failed(f"no answer within {self._patience_s:g} seconds")
        if len(printed) > _LARGEST:
            raise self._failed("it printed more than a key")
        return printed

    def _complaint(self, code: int, stderr: bytes, printed: bytes) -> str:
        secret = printed.strip()
        said = stderr.decode(errors="replace")
        if secret and secret in stderr:
            said = ""
        quoted = f": {one_line(said.strip())}" if said.strip() else ""
        return f"{self._name} ended with {code}{quoted}"

    def _failed(self, why: str) -> ConfigError:
        return ConfigError(
            f"api_key_command gave no key: {why}.",
            kept="Nothing was sent.",
            remedy="Run the command in a shell, or set CO_API_KEY.",
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()
