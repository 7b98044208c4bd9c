"""What the tests of embed jobs and batches share: coming there, time that passes, forms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from textual.widgets import Static

from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.picker import Picker
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.sandbox.knobs import Fault
    from cohere_tui.screens.jobs import JobsScreen
    from cohere_tui.services.bundle import Services
    from tests.screens.conftest import Seat

Screen = TypeVar("Screen", bound="JobsScreen[Any]")


def services(seat: Seat) -> Services:
    assert seat.app._house is not None
    found: Services = seat.app._house.services
    return found


async def opened(seat: Seat, kind: type[Screen]) -> Screen:
    """The place with all its rows, on a sandbox whose time stands still."""
    seat.sandbox.knobs = replace(seat.sandbox.knobs, speed=0)
    seat.app.action_go(kind.PLACE)
    await until(lambda: isinstance(seat.app.screen, kind))
    screen = seat.app.screen
    assert isinstance(screen, kind)
    await until(lambda: screen.count.ended or trouble(screen) or screen.banner.has_class("-shown"))
    await until(lambda: screen.table.rows.has_focus)
    return screen


def weather(seat: Seat, *faults: Fault, **knobs: Any) -> None:
    seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=faults, **knobs)


async def pass_time(seat: Seat, seconds: float) -> None:
    """Let time pass in the sandbox, with the work that is done in it."""
    await seat.sandbox.rest()
    seat.sandbox.clock.advance(seconds)


async def shown(seat: Seat, kind: type[Any]) -> Any:
    """The dialog of that kind, once it is open."""
    await until(lambda: isinstance(seat.app.screen, kind) and seat.app.screen.is_mounted)
    return seat.app.screen


async def form_of(seat: Seat) -> Form[Any]:
    form = await shown(seat, Form)
    await until(lambda: form.focused is not None)
    assert isinstance(form, Form)
    return form


async def pick(seat: Seat, field: str, value: str) -> None:
    """Pick a value for a field of the open form, by its list."""
    form = await form_of(seat)
    form.fields.control(field).focus()
    await until(lambda: form.focused is form.fields.control(field))
    await seat.pilot.press("space")
    picker = await shown(seat, Picker)
    await until(lambda: not picker._loading)
    await seat.type(value)
    await seat.pilot.press("enter")
    await until(lambda: seat.app.screen is form)
    assert form.values[field] == value


def complaint(form: Form[Any]) -> str:
    return str(form.query_one(".dialog--error", Static).render())


def trouble(screen: JobsScreen[Any]) -> str:
    return " ".join(str(one.render()) for one in screen.query(".place--trouble"))


def notices(seat: Seat) -> str:
    return "\n".join(one.message for one in seat.app._notifications)


def facts(screen: JobsScreen[Any]) -> str:
    """What the page of the detail says."""
    body = screen.detail.shown
    assert isinstance(body, FactList)
    return "\n".join(str(fact) for fact in body.facts)
