"""What the tests of datasets share: a sandbox with a few of everything, and coming to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Paste
from textual.widgets import Input, Static

from cohere_tui.models.datasets import NewDataset
from cohere_tui.screens.dataset_progress import UploadDialog
from cohere_tui.screens.dataset_upload import ReviewDialog
from cohere_tui.screens.datasets import DatasetsScreen
from cohere_tui.services.datasets import DatasetService
from cohere_tui.state.facts import Fact
from cohere_tui.widgets.detail.fact_list import FactList
from tests.screens.jobs import form_of, services, shown
from tests.services.jobs import Pauses
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.widgets.dialog import Dialog
    from cohere_tui.widgets.form.form import Form
    from tests.screens.conftest import Seat

CREATE = "/v1/datasets"
CSV = "text,lang\nCobh,en\nDingle,en\n"


async def opened(
    seat: Seat, pause: Callable[[float], Awaitable[None]] | None = None
) -> DatasetsScreen:
    """The place with all its rows; what waits for the platform makes its time pass."""
    pause = pause or Pauses(seat.sandbox)
    services(seat).datasets = DatasetService(services(seat)._client, pause=pause)
    seat.app.action_go("datasets")
    await until(lambda: isinstance(seat.app.screen, DatasetsScreen))
    screen = seat.app.screen
    assert isinstance(screen, DatasetsScreen)
    await until(lambda: screen.count.ended or trouble(screen))
    await until(lambda: screen.table.rows.has_focus)
    return screen


async def created(seat: Seat, folder: Path, name: str = "fresh", text: str = CSV) -> str:
    """Make a dataset elsewhere, which is still to be validated; its id."""
    path = folder / f"{name}.csv"
    path.write_text(text)
    new = NewDataset(name=name, type="embed-input")
    return await services(seat).datasets.create(new, path)


def named(screen: DatasetsScreen, name: str) -> Dataset:
    found: Dataset = next(one for one in screen.listing.rows if one.name == name)
    return found


async def go_to(seat: Seat, screen: DatasetsScreen, name: str, page: str = "") -> None:
    """Open a dataset, and a page of it."""
    screen.table.rows.go_to(named(screen, name).id)
    await seat.pilot.press("enter")
    await until(lambda: screen.detail.title == name and screen.detail.shown.has_focus_within)
    if page:
        screen.detail.turn_to(page)
        await until(lambda: screen.detail.page == page)


def header(screen: DatasetsScreen) -> str:
    return f"{screen.title_text()} | {screen.state_text()}"


def trouble(screen: DatasetsScreen) -> str:
    return " ".join(str(one.render()) for one in screen.query(".place--trouble"))


def said(dialog: Dialog[Any]) -> str:
    """All the lines of text in a dialog."""
    return "\n".join(str(one.render()) for one in dialog.query(Static) if one.display)


def seen(seat: Seat) -> str:
    """What is on the screen."""
    strips = seat.app.screen._compositor.render_strips()
    return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)


async def described(seat: Seat, path: Path | str) -> Form[Any]:
    """The form, with the path of the file pasted into it."""
    await seat.pilot.press("n")
    form = await form_of(seat)
    await until(lambda: isinstance(form.focused, Input))
    seat.app.post_message(Paste(str(path)))
    await until(lambda: form.values["data"] == str(path))
    return form


async def reviewed(seat: Seat, path: Path | str) -> ReviewDialog:
    """What was found in the file."""
    await described(seat, path)
    await seat.pilot.press("ctrl+s")
    dialog = await shown(seat, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    return dialog


async def begun(seat: Seat, path: Path | str) -> UploadDialog:
    """An upload that goes on."""
    await reviewed(seat, path)
    await seat.pilot.press("enter")
    dialog = await shown(seat, UploadDialog)
    assert isinstance(dialog, UploadDialog)
    return dialog


def page_text(screen: DatasetsScreen) -> str:
    body = screen.detail.shown
    assert isinstance(body, FactList)
    return "\n".join(
        f"{one.label}: {one.value}" if isinstance(one, Fact) else one.text for one in body.facts
    )
