"""The start waits for the chat that most conversations speak, and for nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LATE = ("chat_v1", "chat_v1_events", "datasets", "finetunes", "embed", "generate")


@pytest.mark.parametrize("statement", ["services.chat", "services.bundle", "wiring"])
def test_what_few_ask_for_is_imported_later(statement: str) -> None:
    code = (
        f"import sys, cohere_tui.{statement}\n"
        f"print(*[name for name in {_LATE!r} if 'cohere_tui.models.' + name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
