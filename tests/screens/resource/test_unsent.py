"""What was written in a form and not sent is there at the next start, however the app ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.connectors import ConnectorsScreen
from cohere_tui.screens.dataset_progress import UploadDialog
from cohere_tui.screens.dataset_upload import TITLE, ReviewDialog
from tests.keyboard import at_once
from tests.screens.datasets import CREATE, CSV, opened, said, seen
from tests.screens.jobs import form_of, services, shown, weather
from tests.until import until, until_answered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.conftest import Seat, Sit

_BEFORE = "From before the app was started"


async def kept(seat: Seat, title: str, **values: str) -> None:
    """Wait until a killed app would have left this behind; nothing without values."""

    async def is_kept() -> bool:
        found = await services(seat).forms.get(title)
        return values.items() <= found.items() and bool(found) == bool(values)

    await until_answered(is_kept, f"{title}: {values} was to be kept")


async def test_an_upload_that_was_being_described(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "harbours.csv"
    path.write_text(CSV)
    async with sit() as seat:
        await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert _BEFORE not in said(form)
        form.fields.control("data").value = str(path)
        await until(lambda: form.values["name"] == "harbours")
        await kept(seat, TITLE, data=str(path), name="harbours")
    async with sit(80, 24) as seat:
        await opened(seat)
        at_once(seat.app, "n", "tab", "tab", "x")  # typed behind what comes back
        form = await form_of(seat)
        await until(lambda: form.values["name"] == "harboursx")
        assert form.values["data"] == str(path)
        await until(lambda: f"{_BEFORE}; it was not sent. ^n starts afresh." in seen(seat))
        await seat.pilot.press("ctrl+n")
        await until(lambda: form.values["data"] == "" and form.values["name"] == "")
        await kept(seat, TITLE)
        await until(lambda: "brings back" in said(form))
        await seat.pilot.press("ctrl+n")
        await until(lambda: form.values["data"] == str(path))
        await kept(seat, TITLE, name="harboursx")
        weather(seat, Fault(CREATE, kind="stall", method="POST"))
        await seat.pilot.press("ctrl+s")
        await shown(seat, ReviewDialog)
        await seat.pilot.press("enter")
        await shown(seat, UploadDialog)
        await kept(seat, TITLE, name="harboursx")  # nothing of it is on the server yet
    async with sit() as seat:
        screen = await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert form.values["name"] == "harboursx"
        weather(seat)
        await seat.pilot.press("ctrl+s")
        await shown(seat, ReviewDialog)
        await seat.pilot.press("enter")
        await until(lambda: any(job.sending.state.dataset_id for job in screen.jobs))
        await kept(seat, TITLE)


async def test_a_connector_without_its_secrets(sit: Sit) -> None:
    title = "New connector"
    async with sit() as seat:
        seat.app.action_go("connectors")
        await until(lambda: isinstance(seat.app.screen, ConnectorsScreen))
        await until(lambda: getattr(seat.app.screen, "house", None) is not None)
        await until(lambda: seat.app.focused is not None)
        await seat.pilot.press("n")
        form = await form_of(seat)
        written = {
            "name": "tides",
            "url": "https://me:hush-1@example.com/search",
            "authentication": "service_auth",
            "service_auth.token": "hush-2",
        }
        for name, text in written.items():
            form.fields.control(name).value = text
        await kept(seat, title, name="tides", authentication="service_auth")
        found = await services(seat).forms.get(title)
        assert "hush" not in str(found)
        assert form.unfinished()  # the secrets would be lost
        form.fields.control("service_auth.token").value = ""
        assert form.unfinished() == ""
