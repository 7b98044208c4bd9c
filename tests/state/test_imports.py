"""The state is on screen before pydantic and the network are loaded, so it must not import them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cohere_tui.state

FOLDER = Path(cohere_tui.state.__file__).parent
MODULES = sorted(f"cohere_tui.state.{path.stem}" for path in FOLDER.glob("[a-z]*.py"))
HEAVY = ["pydantic", "httpx", "sqlite3", "textual", "rich", "cohere_tui.models.chat"]


def loaded_by(statement: str) -> list[str]:
    """Which of the heavy modules are loaded after `statement`, in a new interpreter."""
    code = f"{statement}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_no_module_of_the_state_imports_anything_heavy() -> None:
    assert len(MODULES) >= 8
    assert loaded_by("import " + ", ".join(MODULES)) == []


@pytest.mark.parametrize("name", ["pydantic", "sqlite3"])
def test_the_test_would_notice(name: str) -> None:
    assert loaded_by(f"import {name}") == [name]
