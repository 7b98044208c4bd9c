"""How a house comes about: it is built, a key is asked for where it has none, and it is opened."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from cohere_tui.screens.onboarding import OnboardingScreen, Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cohere_tui.config.options import Start
    from cohere_tui.screens.house import House

    Build: TypeAlias = Callable[[Start], House]
    """Imports and builds everything heavy; done in a thread."""
    Ask: TypeAlias = Callable[[OnboardingScreen], Awaitable[Outcome]]
    """Shows a screen, and waits for what is said there."""


async def ready_house(
    start: Start, build: Build, ask: Ask, earlier: House | None
) -> tuple[Start, House]:
    """An open house that has along what only the `earlier` one had, and the start it is from.

    That is another one when the person chose the sandbox. Raises `CohereTuiError`.
    """
    house = await _built(start, build)
    if house.needs_onboarding:
        start, house = await _welcomed(start, house, build, ask)
    try:
        await house.open()
        if earlier is not None:
            await house.take_over(earlier)
    except BaseException:
        await house.close()
        raise
    return start, house


async def _welcomed(start: Start, house: House, build: Build, ask: Ask) -> tuple[Start, House]:
    """Ask for a key, and build again with what came of it."""
    outcome = await ask(
        OnboardingScreen(
            check=house.check_key,
            keep=house.keep_key,
            key_place=house.key_place,
            host=house.connection.host,
        )
    )
    if outcome is Outcome.LATER:
        return start, house
    await house.close()
    if outcome is Outcome.SANDBOX:
        start = replace(start, options=replace(start.options, sandbox=True))
    return start, await _built(start, build)


async def _built(start: Start, build: Build) -> House:
    try:
        return await asyncio.to_thread(build, start)
    finally:
        _collect_again()


def _collect_again() -> None:
    """Collect garbage again, if the start had put it off; what is there by now stays for good."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
