"""What every test gets: a clean environment and directories of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import httpx
import hypothesis
import pytest
from textual.app import App

from tests.quiet import make_pilots_patient
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

# A busy machine is no fault of the code: examples are counted, never timed. A change is judged by
# the same examples wherever it is tried; `--hypothesis-profile=exploring` looks for others.
_UNTIMED = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("exploring", _UNTIMED, derandomize=False)
hypothesis.settings.register_profile("untimed", _UNTIMED, derandomize=True)
hypothesis.settings.load_profile("untimed")

SHARED = Path(__file__).parent.parent.parent / "shared"
FIXTURES = Path(__file__).parent / "fixtures"

_OURS = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")
_OUR_TOOLS = ("PYTHON", "PYTEST", "COV")
"""What Python and the tests themselves need: how their variables are called, or begin."""


def pytest_xdist_auto_num_workers() -> int:
    """Pilots sleep until a screen is quiet, a third of their time: more workers than processors."""
    return 2 + (os.cpu_count() or 1)


@pytest.fixture(scope="session", autouse=True)
def no_authorities() -> Iterator[None]:
    """No public authority is trusted: nobody here is asked over TLS but servers of our own.

    To read Mozilla's list would take 20 ms for each of the clients that tests make.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(Path(__file__).with_name("nobody.pem")))
        yield


@pytest.fixture(scope="session", autouse=True)
def patient_callers() -> Iterator[None]:
    """Whoever asks a sandbox in the words of HTTP alone waits longer than five seconds for it."""
    with pytest.MonkeyPatch.context() as patch:
        for what in ("connect", "read", "write", "pool"):
            patch.setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, what, PATIENCE_S)
        yield


@pytest.fixture(scope="session", autouse=True)
def patient_pilots() -> Iterator[None]:
    """A test goes on when a key has been through all the hands it has to go through."""
    with pytest.MonkeyPatch.context() as patch:
        make_pilots_patient(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def lasting_notices() -> Iterator[None]:
    """What was told is still there when a slow machine comes to look at it."""
    usual = App.notify

    def notify(app: App[None], message: str, **how: Any) -> None:
        usual(app, message, **{**how, "timeout": 2 * PATIENCE_S})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "notify", notify)
        yield


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine the tests run on reaches them, and nothing of theirs reaches it."""
    for name in tuple(os.environ):
        if name not in _OURS and not name.startswith(_OUR_TOOLS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
