"""What every method does when things go wrong: nothing is made twice, nothing read-only changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from cohere_tui.client.retrying import TRIES
from cohere_tui.errors import Disconnected, ReadOnly
from cohere_tui.sandbox.knobs import Fault
from tests.sdk.every import CALLS, place
from tests.sdk.methods import METHODS

if TYPE_CHECKING:
    from tests.sdk.calls import Caller
    from tests.sdk.every import Seen

MAKING: Final = frozenset(
    (
        "datasets.create", "embed_jobs.create", "embed_jobs.cancel", "batches.create",
        "batches.cancel", "connectors.create", "connectors.o_auth_authorize",
        "finetuning.create_finetuned_model",
    )
)  # fmt: skip
"""What makes or ends something, and so is not sent again once it was sent."""
CHANGING: Final = MAKING | {
    "datasets.delete", "connectors.delete", "connectors.update",
    "finetuning.delete_finetuned_model", "finetuning.update_finetuned_model",
}  # fmt: skip
"""What a read-only profile refuses."""
MAKING_FIRST: Final = frozenset(
    ("datasets.get", "embed_jobs.get", "batches.retrieve", "finetuning.get_finetuned_model")
)
"""Calls that make what they look at."""


async def test_when_the_line_breaks(caller: Caller, seen: Seen) -> None:
    """Before an answer comes: nobody knows what has happened by then."""
    fair = caller.sandbox.knobs
    for name, call in CALLS.items():
        seen.recorder.exchanges.clear()
        drop = Fault(place(name), kind="drop", method=METHODS[name][0])
        caller.sandbox.knobs = replace(fair, faults=(drop,))
        with pytest.raises(Disconnected) as broken:
            await call(caller)
        once = name in MAKING or name.endswith("_stream")
        assert len(seen.sent(name)) == (1 if once else TRIES), name
        assert ("may have" in broken.value.remedy) is (name in MAKING), name


async def test_what_a_read_only_profile_does(caller: Caller, seen: Seen) -> None:
    caller.services = caller.reading_only
    for name, call in CALLS.items():
        if name in CHANGING:
            with pytest.raises(ReadOnly):
                await call(caller)
            assert seen.sent(name) == [], name
        elif name not in MAKING_FIRST:
            await call(caller)
            assert seen.sent(name), name
