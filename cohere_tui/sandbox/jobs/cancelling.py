"""A job is asked to stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.jobs.records import Job, Phase, Work, phase
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.world.world import World


def cancel(world: World, job: Job, words: Mapping[Phase, str]) -> None:
    """Let it stop, or refuse in `words` for what it is doing; asked twice it stops no sooner."""
    now = world.clock.now()
    doing = phase(job, world.shelf(Work).get(job.id), now)
    if doing.cancellable:
        world.shelf(type(job)).put(replace(job, cancelled_at=now))
    elif doing is not Phase.CANCELLING:
        raise invalid(f"{job.id} cannot be cancelled, its status is {words[doing]}.")
