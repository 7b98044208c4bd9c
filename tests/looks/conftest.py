"""Looks are kept as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.looks.seen import Text

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def look(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares with what was kept."""
    return snapshot.use_extension(Text)
